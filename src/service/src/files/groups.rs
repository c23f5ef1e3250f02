//! The policies of groups in a document beside those that are stored.

use super::plan::{FilePlan, RankedName};
use super::resolve::{Directory, policy_after};
use crate::snapshot::Snapshot;
use forecourt_exchange::document::DocumentGroup;
use forecourt_model::GroupId;
use forecourt_model::access::MAXIMUM_RANKED_GROUPS;
use forecourt_model::folding::fold;
use std::collections::HashSet;

/// The group that an entry means.
///
/// # Errors
/// A code and a sentence, when there is none or the name alone does not say which.
fn find(directory: &Directory, entry: &DocumentGroup) -> Result<GroupId, (&'static str, String)> {
    if let Some(id) = entry.id.filter(|id| directory.groups.contains_key(id)) {
        return Ok(id);
    }
    let named = directory
        .group_names
        .get(&fold(&entry.group))
        .map_or(&[][..], Vec::as_slice);
    match named {
        [only] => Ok(*only),
        [] => Err((
            "group-unknown",
            format!(
                "There is no group named “{}”. Import it, or correct the name.",
                entry.group
            ),
        )),
        several => Err((
            "group-ambiguous",
            format!(
                "{} groups are named “{}”. Say which with its id.",
                several.len(),
                entry.group
            ),
        )),
    }
}

pub(super) fn compare_groups(
    plan: &mut FilePlan,
    snapshot: &Snapshot,
    directory: &Directory,
    stated: &[DocumentGroup],
) {
    let (mut after, mut seen) = (Vec::with_capacity(stated.len()), HashSet::new());
    for (number, entry) in (1..).zip(stated) {
        let field = format!("group_assignments[{number}]");
        let mut wrong = |code: &str, message: String| {
            plan.errors
                .push(&field, code, format!("Line {}: {message}", entry.line));
        };
        let group = match find(directory, entry) {
            Ok(group) => group,
            Err((code, message)) => {
                wrong(code, message);
                continue;
            }
        };
        if !seen.insert(group) {
            wrong(
                "twice",
                format!("The group {} has a policy above already.", entry.group),
            );
            continue;
        }
        let Some(policy) = policy_after(plan, snapshot, &entry.policy).filter(|name| !name.is_global())
        else {
            let message = format!(
                "Line {}: there is no policy named “{}” that a group can have.",
                entry.line, entry.policy
            );
            plan.errors.push(&field, "policy-unknown", message);
            continue;
        };
        let found = directory.groups.get(&group);
        after.push(RankedName {
            group,
            group_name: found.map(|group| group.display_name.clone()).unwrap_or_default(),
            policy,
        });
    }
    if after.len() > MAXIMUM_RANKED_GROUPS {
        let message = format!(
            "{} groups would have a policy. At most {MAXIMUM_RANKED_GROUPS} can.",
            after.len()
        );
        plan.errors
            .push("group_assignments", "too-many-ranked-groups", message);
    }
    let before: Vec<_> = snapshot
        .ranking
        .iter()
        .filter_map(|row| {
            let policy = snapshot.policy(row.assignment.policy)?;
            Some(RankedName {
                group: row.assignment.group,
                group_name: row.group_name.clone(),
                policy: policy.name.clone(),
            })
        })
        .collect();
    let what =
        |rows: &[RankedName]| -> Vec<_> { rows.iter().map(|row| (row.group, row.policy.folded())).collect() };
    if what(&before) != what(&after) {
        plan.ranking = Some((before, after));
    }
}
