//! Operations that give people back what they had before a change.

use super::part::Range;
use crate::database::Connection;
use crate::error::StoreError;
use crate::touched::of_those_left;
use forecourt_model::{PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // Policy by policy, in the order of names, so that each part has one policy and goes along the assignments.
    STAGE = of_those_left!("insert into operation_person (tenant_id, operation_id, position, person_id, display_name_folded)
             select $1, $3, row_number() over (order by t.policy_before, a.display_name_folded, t.person_id),
             t.person_id, a.display_name_folded from touched t
             left join assignment a on a.tenant_id = $1 and a.person_id = t.person_id");
    HAD = of_those_left!("select t.policy_before, count(*) from touched t
             group by t.policy_before order by t.policy_before");
}

/// Puts everybody whom taking change `undone` back concerns into a draft. Returns the positions of those who had the same before,
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
