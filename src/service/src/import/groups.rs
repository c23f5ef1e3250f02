//! Comparing the groups, members and group assignments of files with the directory.

use super::compare::{Comparison, GroupFate, Joiner, MembershipChange, PersonFate};
use crate::snapshot::Snapshot;
use forecourt_exchange::group_assignments::GroupAssignmentsFile;
use forecourt_exchange::group_members::{GroupMembersFile, MemberRef};
use forecourt_exchange::groups::GroupsFile;
use forecourt_exchange::people::RowProblem;
use forecourt_model::access::MAXIMUM_RANKED_GROUPS;
use forecourt_model::folding::{fold, fold_case};
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PersonId};
use forecourt_store::group::Group;
use forecourt_store::person::Person;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The groups as they are stored, for the comparison.
pub(super) struct Stored {
    pub(super) groups: HashMap<GroupId, Group>,
    /// The direct members of the groups that a file of members names.
    pub(super) members: HashMap<GroupId, HashSet<PersonId>>,
}

fn problem(line: u64, column: &'static str, code: &'static str, message: String) -> RowProblem {
    RowProblem {
        line,
        column: Some(column),
        code,
        message,
    }
}

/// Adds which groups come and change. A group without an identifier is known by its name.
pub(super) fn compare_groups(comparison: &mut Comparison, stored: &Stored, file: GroupsFile) {
    comparison.problems.extend(file.problems);
    comparison.notes.extend(file.notes);
    let by_name: HashMap<String, GroupId> = stored
        .groups
        .values()
        .map(|group| (fold(&group.display_name), group.id))
        .collect();
    for read in file.groups {
        let id = read
            .id
            .or_else(|| by_name.get(&fold(&read.display_name)).copied());
        let before = id.and_then(|id| stored.groups.get(&id));
        let kind = read
            .group_type
            .or_else(|| before.map(|group| group.kind.clone()))
            .unwrap_or_else(|| "Security".to_owned());
        let same = before.is_some_and(|group| {
            group.display_name == read.display_name && group.kind == kind && group.mail == read.mail
        });
        comparison.groups.push(GroupFate {
            id,
            display_name: read.display_name,
            kind,
            mail: read.mail,
            added: before.is_none(),
            changed: before.is_some() && !same,
        });
    }
}

/// Finds the person that a row of members names.
struct Finder<'f> {
    by_id: HashSet<PersonId>,
    by_name: HashMap<String, PersonId>,
    added: &'f [super::compare::PersonChange],
}

impl Finder<'_> {
    fn find(&self, id: Option<PersonId>, name: Option<&str>) -> Option<Joiner> {
        if let Some(id) = id.filter(|id| self.by_id.contains(id)) {
            return Some(Joiner::Known(id));
        }
        let folded = name.map(|name| fold_case(name.trim()));
        if let Some(known) = folded.as_ref().and_then(|name| self.by_name.get(name)) {
            return Some(Joiner::Known(*known));
        }
        let added = self
            .added
            .iter()
            .filter(|change| change.fate == PersonFate::Added)
            .find(|change| {
                (id.is_some() && change.read.id == id)
                    || folded.as_ref() == Some(&fold_case(change.read.user_principal_name.trim()))
            })?;
        Some(match added.read.id {
            Some(id) => Joiner::Known(id),
            None => Joiner::Added(fold_case(added.read.user_principal_name.trim())),
        })
    }
}

/// Adds who joins and leaves. The members of a group that the file names become those of the file; other groups stay
/// as they are.
pub(super) fn compare_members(
    comparison: &mut Comparison,
    stored: &Stored,
    everybody: &[Person],
    file: GroupMembersFile,
) {
    comparison.problems.extend(file.problems);
    comparison.notes.extend(file.notes);
    let people = std::mem::take(&mut comparison.people);
    let finder = Finder {
        by_id: everybody.iter().map(|person| person.id).collect(),
        by_name: everybody
            .iter()
            .map(|person| (fold_case(&person.user_principal_name), person.id))
            .collect(),
        added: &people,
    };
    let coming: HashSet<GroupId> = comparison.groups.iter().filter_map(|group| group.id).collect();
    let mut wanted: BTreeMap<GroupId, (Vec<Joiner>, Vec<GroupId>)> = BTreeMap::new();
    for read in file.members {
        let (line, group) = (read.line, read.group);
        if !stored.groups.contains_key(&group) && !coming.contains(&group) {
            let message = format!("There is no group with the identifier {group}. Import the groups too.");
            comparison
                .problems
                .push(problem(line, "GroupId", "group-unknown", message));
            continue;
        }
        let (people, children) = wanted.entry(group).or_default();
        match read.member {
            MemberRef::Group(child) => children.push(child),
            MemberRef::User {
                id,
                user_principal_name: name,
            } => match finder.find(id, name.as_deref()) {
                Some(joiner) => people.push(joiner),
                None => {
                    let who = name.or_else(|| id.map(|id| id.to_string())).unwrap_or_default();
                    let message = format!("{who} is not in the directory. Import the people too.");
                    comparison
                        .problems
                        .push(problem(line, "MemberId", "member-unknown", message));
                }
            },
        }
    }
    for (group, (people, children)) in wanted {
        let current = stored.members.get(&group).cloned().unwrap_or_default();
        let kept: HashSet<PersonId> = people.iter().filter_map(Joiner::known).collect();
        let joins: Vec<_> = people
            .into_iter()
            .filter(|joiner| joiner.known().is_none_or(|id| !current.contains(&id)))
            .collect();
        let mut leaves: Vec<_> = current.difference(&kept).copied().collect();
        leaves.sort_unstable();
        comparison.memberships.push(MembershipChange {
            group,
            joins,
            leaves,
            children,
        });
    }
    comparison.people = people;
}

/// Adds the order of groups with a policy. Those of the file come first, in its order; others that have a policy keep
/// it and follow.
pub(super) fn compare_ranking(
    comparison: &mut Comparison,
    snapshot: &Snapshot,
    stored: &Stored,
    file: GroupAssignmentsFile,
) {
    comparison.problems.extend(file.problems);
    comparison.notes.extend(file.notes);
    let coming: HashSet<GroupId> = comparison.groups.iter().filter_map(|group| group.id).collect();
    let mut ranking: Vec<(GroupId, PolicyName)> = Vec::new();
    for read in file.assignments {
        if !stored.groups.contains_key(&read.group) && !coming.contains(&read.group) {
            let message = format!(
                "There is no group with the identifier {}. Import the groups too.",
                read.group
            );
            comparison
                .problems
                .push(problem(read.line, "GroupId", "group-unknown", message));
            continue;
        }
        let known = PolicyName::parse(&read.policy_name).ok().and_then(|name| {
            let folded = name.folded();
            let stored = snapshot.policies.iter().map(|policy| &policy.name);
            let added = comparison.policies.iter().map(|change| &change.after.name);
            stored.chain(added).find(|name| name.folded() == folded).cloned()
        });
        let Some(policy) = known.filter(|name| !name.is_global()) else {
            let message = format!(
                "There is no policy named “{}” that a group can have. Import the policies too, or correct the name.",
                read.policy_name
            );
            comparison
                .problems
                .push(problem(read.line, "PolicyName", "policy-unknown", message));
            continue;
        };
        ranking.push((read.group, policy));
    }
    let others: Vec<_> = snapshot
        .ranking
        .iter()
        .filter(|row| ranking.iter().all(|(group, _)| *group != row.assignment.group))
        .collect();
    if !others.is_empty() {
        let names: Vec<_> = others.iter().map(|row| row.group_name.as_str()).collect();
        comparison.notes.push(format!(
            "Not in the file of group assignments, so they keep their policy and come after the others: {}.",
            names.join(", ")
        ));
    }
    for row in others {
        if let Some(policy) = snapshot.policy(row.assignment.policy) {
            ranking.push((row.assignment.group, policy.name.clone()));
        }
    }
    if ranking.len() > MAXIMUM_RANKED_GROUPS {
        comparison.errors.push(
            "group_assignments",
            "too-many-ranked-groups",
            format!(
                "{} groups would have a policy. At most {MAXIMUM_RANKED_GROUPS} can; take some out of the file.",
                ranking.len()
            ),
        );
    }
    let current: Vec<_> = snapshot
        .ranking
        .iter()
        .filter_map(|row| {
            let policy = snapshot.policy(row.assignment.policy)?;
            Some((row.assignment.group, policy.name.clone()))
        })
        .collect();
    if current != ranking {
        comparison.ranking = Some(ranking);
    }
}
