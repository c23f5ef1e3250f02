//! Writing what counts.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::exception;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};

// A direct assignment comes before everything else, so what is effective is known without looking at groups.
pub(super) const SET_DIRECT: &str = "update assignment set direct_policy_id = $3, direct_revision = $4,
    effective_policy_id = $3, effective_source = 'direct', effective_group_id = null, revision = $4
    where tenant_id = $1 and person_id in (select c.person_id from {ids:2} c)";

pub(super) const REMOVE_DIRECT: &str =
    "update assignment set direct_policy_id = null, direct_revision = null,
    revision = $3 where tenant_id = $1 and person_id in (select c.person_id from {ids:2} c)";

pub(super) const RECOMPUTE: &str = "update assignment set
    effective_policy_id = coalesce(assignment.direct_policy_id, best.policy_id, $3),
    effective_source = case when assignment.direct_policy_id is not null then 'direct'
                            when best.policy_id is not null then 'group' else 'global' end,
    effective_group_id = case when assignment.direct_policy_id is null then best.group_id end,
    revision = $4
    from (select c.person_id, g.policy_id, g.group_id
          from assignment c
          left join (select m.person_id, min(a.rank) as rank from group_member m
                     join group_assignment a on a.tenant_id = $1 and a.group_id = m.group_id
                     where m.tenant_id = $1 and m.person_id in (select d.person_id from {ids:2} d)
                     group by m.person_id) r on r.person_id = c.person_id
          left join group_assignment g on g.tenant_id = $1 and g.rank = r.rank
          where c.tenant_id = $1 and c.person_id in (select e.person_id from {ids:2} e)) best
    where assignment.tenant_id = $1 and assignment.person_id = best.person_id
    and (assignment.effective_policy_id <> coalesce(assignment.direct_policy_id, best.policy_id, $3)
         or assignment.effective_source <> case when assignment.direct_policy_id is not null then 'direct'
                                                when best.policy_id is not null then 'group' else 'global' end
         or assignment.effective_group_id
            is distinct from case when assignment.direct_policy_id is null then best.group_id end)";

/// How many people one statement takes: enough to be quick, few enough for a value that is bound.
const PIECE: usize = 10_000;

/// Assigns `direct` to people directly as change `revision`, or takes their direct assignments away, and writes what
/// is effective then. Exceptions that the people had for another policy end with it. Returns how many of them are in the directory.
///
/// # Errors
/// [`StoreError`].
pub async fn set_direct(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    direct: Option<PolicyId>,
    revision: Revision,
) -> Result<u64, StoreError> {
    let engine = connection.engine();
    let (set, remove) = (text_for(engine, SET_DIRECT), text_for(engine, REMOVE_DIRECT));
    let mut found = 0;
    for piece in people.chunks(PIECE) {
        let ids = Ids(piece.iter().map(|person| person.0).collect());
        if let Some(policy) = direct {
            found += crate::execute!(
                connection,
                set.clone(),
                tenant.0,
                ids.clone(),
                policy.0,
                revision.0
            )?;
        } else {
            found += crate::execute!(connection, remove.clone(), tenant.0, ids.clone(), revision.0)?;
            recompute(connection, tenant, piece, revision).await?;
        }
    }
    exception::settle(connection, tenant, people, revision).await?;
    Ok(found)
}

/// Writes what is effective for people after their groups, or the assignments of those, have changed. People for whom
/// nothing changes keep their revision. Returns for how many it changed.
///
/// # Errors
/// [`StoreError`].
pub async fn recompute(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    revision: Revision,
) -> Result<u64, StoreError> {
    let text = text_for(connection.engine(), RECOMPUTE);
    let mut changed = 0;
    for piece in people.chunks(PIECE) {
        let ids = Ids(piece.iter().map(|person| person.0).collect());
        changed += crate::execute!(
            connection,
            text.clone(),
            tenant.0,
            ids,
            PolicyId::GLOBAL.0,
            revision.0
        )?;
    }
    Ok(changed)
}
