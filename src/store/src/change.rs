//! The audit trail: one row for each change, written in the transaction of the change itself.

mod of_person;
mod search;

pub(crate) use of_person::changes_of_person;
pub use search::{ALL as SEARCH_STATEMENTS, Filter, actors, search};

use crate::database::Connection;
use crate::dialect::rows_at_once;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::folding::fold;
use forecourt_model::{AdministratorId, ChangeId, PersonId, PolicyId, Revision, TenantId};
use sqlx::QueryBuilder;
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into change (tenant_id, revision, change_id, occurred_at, actor_id, actor_name, action,
              target_kind, target_id, target_name, detail, reason, undoes, request_id, search_text)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    MARK_UNDONE = "update change set undone_by = $3 where tenant_id = $1 and revision = $2 and undone_by is null";
    CLEAR_UNDONE = "update change set undone_by = null where tenant_id = $1 and revision = $2 and undone_by = $3";
    MARK_LARGE = "insert into large_part (tenant_id, revision) values ($1, $2)";
    MARK_PART = "update change set part_of = $3 where tenant_id = $1 and revision = $2";
    FIND = "select revision, change_id, occurred_at, actor_id, actor_name, action, target_kind, target_id, target_name,
            detail, reason, undoes, undone_by, request_id from change where tenant_id = $1 and revision = $2";
    SINCE = "select revision, change_id, occurred_at, actor_id, actor_name, action, target_kind, target_id, target_name,
             detail, reason, undoes, undone_by, request_id from change where tenant_id = $1 and revision > $2
             and part_of is null order by revision limit $3";
    WHOLE = "select part_of from change where tenant_id = $1 and revision = $2 and part_of is not null";
    OF_TARGET = "select revision, change_id, occurred_at, actor_id, actor_name, action, target_kind, target_id,
                 target_name, detail, reason, undoes, undone_by, request_id from change
                 where tenant_id = $1 and target_kind = $2 and target_id = $3 and part_of is null
                 order by revision desc limit $4";
    PEOPLE = "select person_id, policy_before, policy_after from change_person
              where tenant_id = $1 and revision = $2 order by person_id";
}

const INSERT_PEOPLE: &str =
    "insert into change_person (tenant_id, revision, person_id, policy_before, policy_after) ";

/// A change as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub revision: Revision,
    /// Its identifier.
    pub id: ChangeId,
    /// When it was made.
    pub occurred_at: OffsetDateTime,
    /// Who made it; `None` for the software itself and for commands.
    pub actor_id: Option<AdministratorId>,
    /// The name of who made it, as it was then.
    pub actor_name: String,
    /// What was done, as a code.
    pub action: String,
    /// What kind of thing it was done to.
    pub target_kind: String,
    /// Which thing.
    pub target_id: String,
    /// The name of that thing, as it was then.
    pub target_name: String,
    /// Before and after, as JSON.
    pub detail: String,
    /// Why, in the words of who made it.
    pub reason: Option<String>,
    /// The change that this one takes back.
    pub undoes: Option<Revision>,
    /// The change that took this one back.
    pub undone_by: Option<Revision>,
    /// The request that made it.
    pub request_id: String,
}

/// A person whose direct assignment a change touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedPerson {
    /// Who.
    pub person: PersonId,
    /// The direct assignment before.
    pub before: Option<PolicyId>,
    /// The direct assignment after.
    pub after: Option<PolicyId>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    revision: i64,
    change_id: Uuid,
    occurred_at: i64,
    actor_id: Option<Uuid>,
    actor_name: String,
    action: String,
    target_kind: String,
    target_id: String,
    target_name: String,
    detail: String,
    reason: Option<String>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
    request_id: String,
}

impl TryFrom<Row> for Change {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            revision: Revision(row.revision),
            id: ChangeId(row.change_id),
            occurred_at: from_micros("change", row.occurred_at)?,
            actor_id: row.actor_id.map(AdministratorId),
            actor_name: row.actor_name,
            action: row.action,
            target_kind: row.target_kind,
            target_id: row.target_id,
            target_name: row.target_name,
            detail: row.detail,
            reason: row.reason,
            undoes: row.undoes.map(Revision),
            undone_by: row.undone_by.map(Revision),
            request_id: row.request_id,
        })
    }
}

/// Appends a change.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    change: &Change,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        change.revision.0,
        change.id.0,
        to_micros(change.occurred_at),
        change.actor_id.map(|id| id.0),
        change.actor_name.as_str(),
        change.action.as_str(),
        change.target_kind.as_str(),
        change.target_id.as_str(),
        change.target_name.as_str(),
        change.detail.as_str(),
        change.reason.as_deref(),
        change.undoes.map(|revision| revision.0),
        change.request_id.as_str(),
        searchable(change).as_str()
    )?;
    Ok(())
}

/// Notes that change `revision` is a part of change `whole`: lists show only the whole.
///
/// # Errors
/// [`StoreError`].
pub async fn mark_part(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    whole: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, MARK_PART, tenant.0, revision.0, whole.0)?;
    Ok(())
}

/// Notes that the people of part `revision` are not in the index by person, because they are so many.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn mark_large(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, MARK_LARGE, tenant.0, revision.0)?;
    Ok(())
}

/// The change that `revision` is a part of; `None` for a whole one.
///
/// # Errors
/// [`StoreError`].
pub async fn whole_of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Option<Revision>, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), WHOLE, tenant.0, revision.0)?;
    Ok(row.map(|(whole,)| Revision(whole)))
}

/// What a search looks through: who, what, to what, before and after, and why.
fn searchable(change: &Change) -> String {
    let reason = change.reason.as_deref().unwrap_or_default();
    fold(&format!(
        "{}\n{}\n{}\n{}\n{reason}",
        change.actor_name, change.action, change.target_name, change.detail
    ))
}

/// Notes that change `revision` touched the direct assignments of people.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    people: &[ChangedPerson],
) -> Result<(), StoreError> {
    macro_rules! insert {
        ($connection:expr, $piece:expr) => {{
            let mut query = QueryBuilder::new(INSERT_PEOPLE);
            query.push_values($piece, |mut row, person| {
                row.push_bind(tenant.0)
                    .push_bind(revision.0)
                    .push_bind(person.person.0);
                row.push_bind(person.before.map(|id| id.0))
                    .push_bind(person.after.map(|id| id.0));
            });
            query.build().execute(&mut **$connection).await?;
        }};
    }
    for piece in people.chunks(rows_at_once(connection.engine(), 5)) {
        match connection {
            Connection::Sqlite(inner) => insert!(inner, piece),
            Connection::Postgres(inner) => insert!(inner, piece),
        }
    }
    Ok(())
}

/// Notes that `by` took `revision` back. Returns whether nobody had done so before.
///
/// # Errors
/// [`StoreError`].
pub async fn mark_undone(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    by: Revision,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, MARK_UNDONE, tenant.0, revision.0, by.0)? == 1)
}

/// Takes the note away that `by` took `revision` back, because it did not reach everybody.
///
/// # Errors
/// [`StoreError`].
pub async fn clear_undone(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    by: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR_UNDONE, tenant.0, revision.0, by.0)?;
    Ok(())
}

/// A change by its number.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Option<Change>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, revision.0)?
        .map(Change::try_from)
        .transpose()
}

/// At most `limit` changes after `revision`, oldest first; without the parts of changes over many people.
///
/// # Errors
/// [`StoreError`].
pub async fn since(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    limit: i64,
) -> Result<Vec<Change>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, SINCE, tenant.0, revision.0, limit)?;
    rows.into_iter().map(Change::try_from).collect()
}

/// At most `limit` changes of one thing, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_target(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    kind: &str,
    id: &str,
    limit: i64,
) -> Result<Vec<Change>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, OF_TARGET, tenant.0, kind, id, limit)?;
    rows.into_iter().map(Change::try_from).collect()
}

/// The people whose direct assignment a change touched.
///
/// # Errors
/// [`StoreError`].
pub async fn people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<ChangedPerson>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Uuid, Option<Uuid>, Option<Uuid>),
        PEOPLE,
        tenant.0,
        revision.0
    )?;
    let person = |(person, before, after): (Uuid, Option<Uuid>, Option<Uuid>)| ChangedPerson {
        person: PersonId(person),
        before: before.map(PolicyId),
        after: after.map(PolicyId),
    };
    Ok(rows.into_iter().map(person).collect())
}
