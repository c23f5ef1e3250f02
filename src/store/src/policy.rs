//! External access policies.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_json, to_json, to_micros};
use crate::version::{self, Item};
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::{PolicyId, Revision, TenantId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    LIST = "select policy_id, name, kind, settings, revision from policy where tenant_id = $1
            order by name_folded";
    FIND = "select policy_id, name, kind, settings, revision from policy where tenant_id = $1 and policy_id = $2";
    FIND_BY_NAME = "select policy_id, name, kind, settings, revision from policy
                    where tenant_id = $1 and name_folded = $2";
    INSERT = "insert into policy (tenant_id, policy_id, name, name_folded, kind, consumer_access, consumer_inbound,
              settings, revision, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    UPDATE = "update policy set consumer_access = $3, consumer_inbound = $4, settings = $5, revision = $6,
              updated_at = $7 where tenant_id = $1 and policy_id = $2";
    DELETE = "delete from policy where tenant_id = $1 and policy_id = $2";
    IN_USE = "select count(*) from assignment_count where tenant_id = $1 and policy_id = $2 and people > 0";
}

#[derive(sqlx::FromRow)]
struct Row {
    policy_id: Uuid,
    name: String,
    kind: String,
    settings: String,
    revision: i64,
}

impl TryFrom<Row> for Policy {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wrong = |problem: String| StoreError::Inconsistent {
            table: "policy",
            problem,
        };
        Ok(Self {
            id: PolicyId(row.policy_id),
            name: PolicyName::parse(&row.name).map_err(|error| wrong(error.to_string()))?,
            kind: PolicyKind::from_code(&row.kind)
                .ok_or_else(|| wrong(format!("the kind `{}`", row.kind)))?,
            settings: from_json("policy", &row.settings)?,
            revision: Revision(row.revision),
        })
    }
}

/// Every policy, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn list(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<Policy>, StoreError> {
    crate::fetch_all!(connection, Row, LIST, tenant.0)?
        .into_iter()
        .map(Policy::try_from)
        .collect()
}

/// A policy by its identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
) -> Result<Option<Policy>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, policy.0)?
        .map(Policy::try_from)
        .transpose()
}

/// A policy by its name, whatever its case.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_name(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    name: &PolicyName,
) -> Result<Option<Policy>, StoreError> {
    let folded = name.folded();
    crate::fetch_optional!(connection, Row, FIND_BY_NAME, tenant.0, folded.as_str())?
        .map(Policy::try_from)
        .transpose()
}

/// Adds a policy.
///
/// # Errors
/// [`StoreError::Duplicate`] when its name is taken.
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let (text, folded) = (to_json("policy", &policy.settings)?, policy.name.folded());
    let switches = policy.settings.switches();
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        policy.id.0,
        policy.name.as_str(),
        folded.as_str(),
        policy.kind.code(),
        switches.access,
        switches.inbound,
        text.as_str(),
        policy.revision.0,
        to_micros(now)
    )?;
    keep(connection, tenant, policy).await
}

async fn keep(connection: &mut Connection<'_>, tenant: TenantId, policy: &Policy) -> Result<(), StoreError> {
    let kept = KeptPolicy {
        name: policy.name.clone(),
        kind: policy.kind,
        settings: policy.settings.clone(),
    };
    version::keep(
        connection,
        tenant,
        Item::Policy(policy.id),
        policy.revision,
        Some(&kept),
    )
    .await
}

/// A policy as its versions keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPolicy {
    /// Its name.
    pub name: PolicyName,
    /// What may be done to it.
    pub kind: PolicyKind,
    /// What it says.
    pub settings: PolicySettings,
}

/// Writes the settings and revision of a policy. Returns whether it was there.
///
/// # Errors
/// [`StoreError`].
pub async fn update(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let text = to_json("policy", &policy.settings)?;
    let switches = policy.settings.switches();
    let rows = crate::execute!(
        connection,
        UPDATE,
        tenant.0,
        policy.id.0,
        switches.access,
        switches.inbound,
        text.as_str(),
        policy.revision.0,
        to_micros(now)
    )?;
    if rows == 1 {
        keep(connection, tenant, policy).await?;
    }
    Ok(rows == 1)
}

/// Deletes a policy as change `revision`. Returns whether it was there.
///
/// # Errors
/// [`StoreError::InUse`] when somebody has it; [`StoreError::Reference`] when a group has it.
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
    revision: Revision,
) -> Result<bool, StoreError> {
    // No key refers from people to policies: checking a million of them would cost more than assigning.
    let row = crate::fetch_optional!(connection, (i64,), IN_USE, tenant.0, policy.0)?;
    if row.is_some_and(|(sources,)| sources > 0) {
        return Err(StoreError::InUse);
    }
    let deleted = crate::execute!(connection, DELETE, tenant.0, policy.0)? == 1;
    if deleted {
        version::keep::<KeptPolicy>(connection, tenant, Item::Policy(policy), revision, None).await?;
    }
    Ok(deleted)
}
