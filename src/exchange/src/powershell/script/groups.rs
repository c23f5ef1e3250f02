//! Policies of groups. Teams has no command that changes one: it is taken away and given again.

use super::{ScriptGroup, comment};
use crate::powershell::words::quote;

fn remove(group: &ScriptGroup) -> String {
    format!(
        "Remove-CsGroupPolicyAssignment -GroupId {} -PolicyType ExternalAccessPolicy # {}",
        quote(&group.id.to_string()),
        comment(&group.name)
    )
}

fn add(rank: usize, group: &ScriptGroup) -> String {
    format!(
        "New-CsGroupPolicyAssignment -GroupId {} -PolicyType ExternalAccessPolicy -PolicyName {} -Rank {rank} # {}",
        quote(&group.id.to_string()),
        quote(group.policy.as_str()),
        comment(&group.name)
    )
}

/// What leads from one order to the other. Groups that keep their policy and their order among themselves stay; Teams
/// closes gaps and makes room by itself.
pub(super) fn commands(before: &[ScriptGroup], after: &[ScriptGroup]) -> String {
    let staying = staying(before, after);
    let stays = |group: &ScriptGroup| staying.contains(&group.id);
    let removed = before.iter().filter(|group| !stays(group)).map(remove);
    let added = (1..)
        .zip(after)
        .filter(|(_, group)| !stays(group))
        .map(|(rank, group)| add(rank, group));
    removed.chain(added).collect::<Vec<_>>().join("\n")
}

/// The most groups that can stay: a longest common run of both orders.
fn staying(before: &[ScriptGroup], after: &[ScriptGroup]) -> Vec<forecourt_model::GroupId> {
    let same = |left: &ScriptGroup, right: &ScriptGroup| {
        left.id == right.id && left.policy.folded() == right.policy.folded()
    };
    let mut best: Vec<Vec<forecourt_model::GroupId>> = vec![Vec::new(); after.len() + 1];
    for group in before {
        let mut row = vec![Vec::new()];
        for (other, (diagonal, above)) in after.iter().zip(best.iter().zip(best.iter().skip(1))) {
            let longest = if same(group, other) {
                let mut longer = diagonal.clone();
                longer.push(group.id);
                longer
            } else {
                let left = row.last().cloned().unwrap_or_default();
                if left.len() > above.len() {
                    left
                } else {
                    above.clone()
                }
            };
            row.push(longest);
        }
        best = row;
    }
    best.pop().unwrap_or_default()
}

/// All of them, in place of those that there are.
pub(super) fn all(after: &[ScriptGroup]) -> String {
    let clear = "Get-CsGroupPolicyAssignment -PolicyType ExternalAccessPolicy | ForEach-Object {\n    \
                 Remove-CsGroupPolicyAssignment -GroupId $_.GroupId -PolicyType ExternalAccessPolicy\n}";
    let added = (1..).zip(after).map(|(rank, group)| add(rank, group));
    std::iter::once(clear.to_owned())
        .chain(added)
        .collect::<Vec<_>>()
        .join("\n")
}
