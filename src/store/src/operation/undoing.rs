//! Operations that give people back what they had before a change.

use super::part::Range;
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PolicyId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // Policy by policy, in the order of names, so that each part has one policy before and one after, and goes along the
    // assignments.
    STAGE = "insert into operation_person (tenant_id, operation_id, position, person_id, display_name_folded)
             select cp.tenant_id, $3, row_number() over (
               order by cp.policy_before, cp.policy_after, a.display_name_folded, cp.person_id),
             cp.person_id, a.display_name_folded from change_person cp
             left join assignment a on a.tenant_id = $1 and a.person_id = cp.person_id
             where cp.tenant_id = $1 and cp.revision in (select t.revision from change t
               where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2))";
    HAD = "select cp.policy_before, cp.policy_after, count(*) from change_person cp
             where cp.tenant_id = $1 and cp.revision in (select t.revision from change t
               where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2))
             group by cp.policy_before, cp.policy_after order by cp.policy_before, cp.policy_after";
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

/// Puts everybody whom change `undone` touched into a draft. Returns who is alike.
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
