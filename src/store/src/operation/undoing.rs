//! Operations that give people back what they had before a change.

use super::part::Range;
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // Policy by policy, in the order of names, so that each part has one policy and goes along the assignments.
    STAGE = "insert into operation_person (tenant_id, operation_id, position, person_id, display_name_folded)
             select cp.tenant_id, $3, row_number() over (order by cp.policy_before, a.display_name_folded, cp.person_id),
             cp.person_id, a.display_name_folded from change_person cp
             left join assignment a on a.tenant_id = $1 and a.person_id = cp.person_id
             where cp.tenant_id = $1 and cp.revision in (select t.revision from change t
               where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2))";
    HAD = "select cp.policy_before, count(*) from change_person cp
             where cp.tenant_id = $1 and cp.revision in (select t.revision from change t
               where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2))
             group by cp.policy_before order by cp.policy_before";
}

/// Puts everybody whom change `undone` touched into a draft. Returns the positions of those who had the same before,
/// with what that was.
///
/// # Errors
/// [`StoreError`].
pub async fn stage(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    undone: Revision,
) -> Result<Vec<(Range, Option<PolicyId>)>, StoreError> {
    crate::execute!(connection, STAGE, tenant.0, undone.0, operation)?;
    let rows = crate::fetch_all!(connection, (Option<Uuid>, i64), HAD, tenant.0, undone.0)?;
    let mut after = 0;
    let had = |(policy, people): (Option<Uuid>, i64)| {
        let range = (after, after + people);
        after += people;
        (range, policy.map(PolicyId))
    };
    Ok(rows.into_iter().map(had).collect())
}
