//! Commands for the policies of groups and of many people.

use super::words::quote;
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PersonId};

/// The most people of one batch (New-CsBatchPolicyAssignmentOperation).
const BATCH: usize = 5_000;

/// The command that gives a group a policy, at a rank or at the last place.
pub fn assign_group(group: GroupId, policy: &PolicyName, rank: Option<i64>) -> String {
    let rank = rank.map(|rank| format!(" -Rank {rank}")).unwrap_or_default();
    format!(
        "New-CsGroupPolicyAssignment -GroupId {group} -PolicyType ExternalAccessPolicy -PolicyName {}{rank}",
        quote(policy.as_str())
    )
}

/// The command that takes the policy of a group away.
pub fn unassign_group(group: GroupId) -> String {
    format!("Remove-CsGroupPolicyAssignment -GroupId {group} -PolicyType ExternalAccessPolicy")
}

/// The commands that give these people a policy directly, or take their direct assignments away: one for each 5,000 of
/// them.
pub fn assign_many(people: &[PersonId], policy: Option<&PolicyName>) -> String {
    let name = policy
        .filter(|name| !name.is_global())
        .map_or_else(|| "$null".to_owned(), |name| quote(name.as_str()));
    let line = |people: &[PersonId]| {
        let ids: Vec<_> = people.iter().map(|person| format!("'{person}'")).collect();
        format!(
            "New-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName {name} -Identity @({})",
            ids.join(", ")
        )
    };
    people.chunks(BATCH).map(line).collect::<Vec<_>>().join("\n")
}
