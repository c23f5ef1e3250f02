//! Making exceptions.

use super::{NEVER, settle};
use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::folding::fold;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use time::OffsetDateTime;

pub(super) const PUT: &str =
    "insert into assignment_exception (tenant_id, person_id, policy_id, reason, owner,
    owner_folded, expires_at, previous_policy_id, made_at, made_by, revision)
    select a.tenant_id, a.person_id, $3, $4, $5, $6, $7, $8, $9, $10, $11 from {ids:2} c
    {in order} assignment a on a.tenant_id = $1 and a.person_id = c.person_id where true
    on conflict (tenant_id, person_id) do update set policy_id = excluded.policy_id, reason = excluded.reason,
    owner = excluded.owner, owner_folded = excluded.owner_folded, expires_at = excluded.expires_at,
    previous_policy_id = excluded.previous_policy_id, made_at = excluded.made_at, made_by = excluded.made_by,
    revision = excluded.revision";

// For whoever a change has recorded, before it writes their assignments.
pub(super) const PUT_CHANGED: &str =
    "insert into assignment_exception (tenant_id, person_id, policy_id, reason, owner,
    owner_folded, expires_at, previous_policy_id, made_at, made_by, revision)
    select cp.tenant_id, cp.person_id, $3, $4, $5, $6, $7,
    nullif(case when e.person_id is null then cp.policy_before else e.previous_policy_id end, $3), $8, $9, $2
    from change_person cp left join assignment_exception e on e.tenant_id = $1 and e.person_id = cp.person_id
      and e.policy_id = cp.policy_before and exists (select 1 from assignment a
        where a.tenant_id = $1 and a.person_id = e.person_id and a.direct_revision = e.revision)
    where cp.tenant_id = $1 and cp.revision = $2
    on conflict (tenant_id, person_id) do update set policy_id = excluded.policy_id, reason = excluded.reason,
    owner = excluded.owner, owner_folded = excluded.owner_folded, expires_at = excluded.expires_at,
    previous_policy_id = excluded.previous_policy_id, made_at = excluded.made_at, made_by = excluded.made_by,
    revision = excluded.revision";

/// What several people's exceptions have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewException {
    /// The policy that is assigned until the end.
    pub policy: PolicyId,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// When it ends; `None` when it does not end by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// What is assigned directly afterwards.
    pub previous: Option<PolicyId>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: OffsetDateTime,
}

/// Gives people an exception for the assignment that change `revision` has written, in place of the one that they
/// have. The old one is kept for taking the change back.
///
/// # Errors
/// [`StoreError`].
pub async fn put(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    new: &NewException,
    revision: Revision,
) -> Result<(), StoreError> {
    settle::keep_replaced(connection, tenant, people, revision).await?;
    let text = text_for(connection.engine(), PUT);
    let owner = fold(&new.owner);
    for piece in people.chunks(settle::PIECE) {
        let ids = Ids(piece.iter().map(|person| person.0).collect());
        crate::execute!(
            connection,
            text.clone(),
            tenant.0,
            ids.clone(),
            new.policy.0,
            new.reason.as_deref(),
            new.owner.as_str(),
            owner.as_str(),
            new.expires_at.map_or(NEVER, to_micros),
            new.previous.map(|policy| policy.0),
            to_micros(new.made_at),
            new.made_by.as_str(),
            revision.0
        )?;
    }
    Ok(())
}

/// Gives everybody whom change `revision` has recorded an exception for the assignment that it is about to write, in
/// place of the one that they have. Each goes back to what was before the exception that they have, else to what they
/// have; `new.previous` is not asked. The old ones are kept for taking the change back.
///
/// # Errors
/// [`StoreError`].
pub async fn put_changed(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    new: &NewException,
    revision: Revision,
) -> Result<(), StoreError> {
    let owner = fold(&new.owner);
    crate::execute!(connection, settle::KEEP_CHANGED, tenant.0, revision.0)?;
    crate::execute!(
        connection,
        PUT_CHANGED,
        tenant.0,
        revision.0,
        new.policy.0,
        new.reason.as_deref(),
        new.owner.as_str(),
        owner.as_str(),
        new.expires_at.map_or(NEVER, to_micros),
        to_micros(new.made_at),
        new.made_by.as_str()
    )?;
    Ok(())
}
