//! Files that were uploaded and not applied yet.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::{AdministratorId, Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into import_plan (tenant_id, plan_id, administrator_id, state, document, created_at)
              values ($1, $2, $3, 'waiting', $4, $5)";
    FIND = "select plan_id, administrator_id, state, document, created_at, finished_revision from import_plan
            where tenant_id = $1 and plan_id = $2";
    FINISH = "update import_plan set state = 'applied', document = '', finished_revision = $3
              where tenant_id = $1 and plan_id = $2 and state = 'waiting'";
    DELETE_OLD = "delete from import_plan where tenant_id = $1 and created_at < $2";
}

/// Files that wait to be applied, or what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// Its key.
    pub id: Uuid,
    /// Who uploaded them.
    pub administrator: Option<AdministratorId>,
    /// The files as JSON; empty once they are applied.
    pub document: String,
    /// When they were uploaded.
    pub created_at: OffsetDateTime,
    /// The change that applied them.
    pub applied: Option<Revision>,
}

#[derive(sqlx::FromRow)]
struct Row {
    plan_id: Uuid,
    administrator_id: Option<Uuid>,
    document: String,
    created_at: i64,
    finished_revision: Option<i64>,
}

/// Keeps uploaded files.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    plan: &ImportPlan,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        plan.id,
        plan.administrator.map(|id| id.0),
        plan.document.as_str(),
        to_micros(plan.created_at)
    )?;
    Ok(())
}

/// Finds uploaded files.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<ImportPlan>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, id)?;
    row.map(|row| {
        Ok(ImportPlan {
            id: row.plan_id,
            administrator: row.administrator_id.map(AdministratorId),
            document: row.document,
            created_at: from_micros("import_plan", row.created_at)?,
            applied: row.finished_revision.map(Revision),
        })
    })
    .transpose()
}

/// Notes that change `revision` applied the files, and forgets them. Returns whether they were still waiting.
///
/// # Errors
/// [`StoreError`].
pub async fn finish(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    revision: Revision,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, FINISH, tenant.0, id, revision.0)? == 1)
}

/// Deletes what was uploaded before `moment`.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_old(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    moment: OffsetDateTime,
) -> Result<u64, StoreError> {
    crate::execute!(connection, DELETE_OLD, tenant.0, to_micros(moment))
}
