//! What happened to one person.

use crate::change::{self, Change};
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    OF_PERSON = "select c.revision, c.change_id, c.occurred_at, c.actor_id, c.actor_name, c.action, c.target_kind,
            c.target_id, c.target_name, c.detail, c.reason, c.undoes, c.undone_by, c.request_id,
            cp.person_id, cp.policy_before, cp.policy_after
            from change c left join change_person cp on cp.tenant_id = c.tenant_id and cp.revision = c.revision
                 and cp.person_id = $2
            where c.tenant_id = $1 and c.revision in (
                select t.revision from change t where t.tenant_id = $1 and t.target_kind = 'person' and t.target_id = $3
                union select q.revision from change_person q where q.tenant_id = $1 and q.person_id = $2)
            order by c.revision desc limit $4";
}

/// A change that touched a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonChange {
    /// The change.
    pub change: Change,
    /// Their direct assignment before and after, when the change touched it.
    pub assignment: Option<(Option<PolicyId>, Option<PolicyId>)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    change: change::Row,
    person_id: Option<Uuid>,
    policy_before: Option<Uuid>,
    policy_after: Option<Uuid>,
}

/// At most `limit` changes that touched a person, newest first: those of the person, and those of the assignments of
/// several people.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    limit: i64,
) -> Result<Vec<PersonChange>, StoreError> {
    let id = person.to_string();
    let rows = crate::fetch_all!(connection, Row, OF_PERSON, tenant.0, person.0, id.as_str(), limit)?;
    rows.into_iter()
        .map(|row| {
            let assignment = row
                .person_id
                .map(|_| (row.policy_before.map(PolicyId), row.policy_after.map(PolicyId)));
            Ok(PersonChange {
                change: Change::try_from(row.change)?,
                assignment,
            })
        })
        .collect()
}
