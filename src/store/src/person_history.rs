//! What happened to one person.

use crate::change::{self, Change, changes_of_person};
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // A part stands for its whole, once that is written.
    OF_PERSON = concat!("select w.revision, w.change_id, w.occurred_at, w.actor_id, w.actor_name, w.action, w.target_kind,
            w.target_id, w.target_name, w.detail, w.reason, w.undoes, w.undone_by, w.request_id,
            c.revision as made_by, cp.person_id, cp.policy_before, cp.policy_after
            from change c left join change_person cp on cp.tenant_id = c.tenant_id and cp.revision = c.revision
                 and cp.person_id = $2
            join change w on w.tenant_id = c.tenant_id and w.revision = coalesce((select v.revision from change v
                 where v.tenant_id = c.tenant_id and v.revision = c.part_of), c.revision)
            where c.tenant_id = $1 and c.revision in (
                select t.revision from change t where t.tenant_id = $1 and t.target_kind = 'person' and t.target_id = $3
                union select h.revision from ", changes_of_person!("$2"), " h)
            order by c.revision desc limit $4");
}

/// A change that touched a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonChange {
    /// The change; for a part of a change over many people the whole.
    pub change: Change,
    /// The change, or the part of it, that touched the person.
    pub made_by: Revision,
    /// Their direct assignment before and after, when the change touched it.
    pub assignment: Option<(Option<PolicyId>, Option<PolicyId>)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    change: change::Row,
    made_by: i64,
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
                made_by: Revision(row.made_by),
                assignment,
            })
        })
        .collect()
}
