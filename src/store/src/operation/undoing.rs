//! Operations that give people back what they had before a change.

use super::part::Range;
use crate::database::Connection;
use crate::error::StoreError;
use crate::touched::of_those_left;
use forecourt_model::{PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // Policy by policy, in the order of names, so that each part has one policy before and one after, and goes along the
    // assignments.
    STAGE = of_those_left!("insert into operation_person (tenant_id, operation_id, position, person_id, display_name_folded)
             select $1, $3, row_number() over (
               order by t.policy_before, t.policy_after, a.display_name_folded, t.person_id),
             t.person_id, a.display_name_folded from touched t
             left join assignment a on a.tenant_id = $1 and a.person_id = t.person_id");
    HAD = of_those_left!("select t.policy_before, t.policy_after, count(*) from touched t
             group by t.policy_before, t.policy_after order by t.policy_before, t.policy_after");
}

/// People of a draft who go from the same to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Their positions.
    pub range: Range,
    /// What they had before the change that is taken back.
    pub before: Option<PolicyId>,
    /// What it gave them.
    pub after: Option<PolicyId>,
}

/// Puts everybody whom taking change `undone` back concerns into a draft. Returns who is alike.
///
/// # Errors
/// [`StoreError`].
pub async fn stage(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    undone: Revision,
) -> Result<Vec<Alike>, StoreError> {
    crate::execute!(connection, STAGE, tenant.0, undone.0, operation)?;
    let rows = crate::fetch_all!(
        connection,
        (Option<Uuid>, Option<Uuid>, i64),
        HAD,
        tenant.0,
        undone.0
    )?;
    let mut position = 0;
    let alike = |(before, after, people): (Option<Uuid>, Option<Uuid>, i64)| {
        let range = (position, position + people);
        position += people;
        Alike {
            range,
            before: before.map(PolicyId),
            after: after.map(PolicyId),
        }
    };
    Ok(rows.into_iter().map(alike).collect())
}
