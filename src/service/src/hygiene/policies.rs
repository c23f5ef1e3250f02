//! Policies and groups that do nothing, say the same, or let more through.

use super::finding::{Finding, FindingKind, Number, See};
use super::fix::{Fix, Place};
use super::repair::Repair;
use crate::people::Filter;
use crate::snapshot::Snapshot;
use forecourt_model::access::Switches;
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::{GroupId, PolicyId};

/// Everybody with a policy, as the list of people filters.
pub(super) fn holders(policy: &Policy) -> See {
    See::People(Box::new(Filter {
        policies: vec![policy.name.to_string()],
        ..Filter::default()
    }))
}

fn custom(snapshot: &Snapshot) -> impl Iterator<Item = &Policy> {
    snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind == PolicyKind::Custom)
}

/// Whether a policy lets people do what `global` does not.
fn is_looser(policy: Switches, global: Switches) -> bool {
    let inbound = |switches: Switches| switches.access && switches.inbound;
    (policy.access && !global.access) || (inbound(policy) && !inbound(global))
}

/// Custom policies that let people do what Global does not.
pub(super) fn looser(snapshot: &Snapshot) -> Vec<Finding> {
    let Some(global) = snapshot.policy(PolicyId::GLOBAL) else {
        return Vec::new();
    };
    let of_global = global.settings.switches();
    let mut found: Vec<_> = custom(snapshot)
        .filter(|policy| is_looser(policy.settings.switches(), of_global))
        .map(|policy| (policy, snapshot.people_with(policy.id, None)))
        .filter(|(_, people)| *people > 0)
        .collect();
    found.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    let finding = |(policy, people): (&Policy, u64)| {
        let people = Number::Exactly(people);
        let verb = if people.is_one() { "has" } else { "have" };
        Finding {
            kind: FindingKind::LooserThanGlobal,
            title: format!("{} allows what Global does not", policy.name),
            text: format!(
                "{} {verb} it and may do more than everybody else.",
                people.people()
            ),
            people: Some(people),
            fix: Fix::Edit(Place::Policy(policy.id), Repair::AsStrictAsGlobal),
            see: Some(holders(policy)),
        }
    };
    found.into_iter().map(finding).collect()
}

/// Custom policies that neither people nor groups have.
pub(super) fn unused(snapshot: &Snapshot) -> Vec<Finding> {
    let of_group = |policy: &Policy| {
        let mut rows = snapshot.ranking.iter();
        rows.any(|row| row.assignment.policy == policy.id)
    };
    custom(snapshot)
        .filter(|policy| snapshot.people_with(policy.id, None) == 0 && !of_group(policy))
        .map(|policy| Finding {
            kind: FindingKind::NobodyHas,
            title: format!("Nobody has {}", policy.name),
            text: "The policy is assigned to no person and to no group.".to_owned(),
            people: None,
            fix: Fix::DeletePolicy(policy.id),
            see: Some(See::Policy(policy.name.clone())),
        })
        .collect()
}

/// What a policy says, without what is only for readers, and with lists in an order.
fn substance(policy: &Policy) -> PolicySettings {
    let mut settings = PolicySettings {
        description: String::new(),
        ..policy.settings.clone()
    };
    settings.allowed_external_domains.sort();
    settings.blocked_external_domains.sort();
    settings
}

/// Custom policies that say the same as another policy. Global is not another policy: what is assigned shields from
/// groups, and Global does not.
pub(super) fn identical(snapshot: &Snapshot) -> Vec<Finding> {
    let people = |policy: &Policy| snapshot.people_with(policy.id, None);
    let mut candidates: Vec<_> = snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::Global)
        .map(|policy| (policy, substance(policy)))
        .collect();
    // What stays comes first: a built-in policy, else the one with the most people.
    candidates.sort_by_key(|(policy, _)| {
        (
            policy.kind == PolicyKind::Custom,
            std::cmp::Reverse(people(policy)),
        )
    });
    let mut kept: Vec<(&Policy, PolicySettings)> = Vec::new();
    let mut found = Vec::new();
    for (policy, says) in candidates {
        let same = kept.iter().find(|(_, other)| *other == says);
        match same {
            Some((into, _)) if policy.kind == PolicyKind::Custom => {
                let count = Number::Exactly(people(policy));
                let verb = if count.is_one() { "has" } else { "have" };
                found.push(Finding {
                    kind: FindingKind::Identical,
                    title: format!("{} and {} say the same", policy.name, into.name),
                    text: format!(
                        "{} {verb} {}. With {} instead, nothing changes for anybody.",
                        count.people(),
                        policy.name,
                        into.name
                    ),
                    people: Some(count),
                    fix: Fix::Merge(policy.id, into.id),
                    see: Some(holders(policy)),
                });
            }
            Some(_) => {}
            None => kept.push((policy, says)),
        }
    }
    // One that nobody has is found as such.
    found.retain(|finding| finding.people != Some(Number::Exactly(0)) || is_of_group(snapshot, finding.fix));
    found
}

fn is_of_group(snapshot: &Snapshot, fix: Fix) -> bool {
    let Fix::Merge(from, _) = fix else { return false };
    snapshot.ranking.iter().any(|row| row.assignment.policy == from)
}

fn of_group(snapshot: &Snapshot, group: GroupId, kind: FindingKind) -> Option<Finding> {
    let row = snapshot
        .ranking
        .iter()
        .find(|row| row.assignment.group == group)?;
    let policy = snapshot.policy(row.assignment.policy);
    let name = policy.map(|policy| policy.name.to_string()).unwrap_or_default();
    let (title, text) = if kind == FindingKind::GroupEmpty {
        let title = format!("{} has a policy and no members", row.group_name);
        (
            title,
            format!(
                "It holds rank {} for {name} without giving it to anybody.",
                row.assignment.rank
            ),
        )
    } else {
        let members = Number::Exactly(row.people).people();
        let title = format!("{} gives its policy to nobody", row.group_name);
        let text = format!(
            "{members} would get {name}, and each has a direct assignment or a group with a better rank instead."
        );
        (title, text)
    };
    Some(Finding {
        kind,
        title,
        text,
        people: (kind == FindingKind::GroupReachesNobody).then_some(Number::Exactly(row.people)),
        fix: Fix::TakeFromGroup(group),
        see: Some(See::Group(group)),
    })
}

/// Groups with a policy and without members.
pub(super) fn empty_groups(snapshot: &Snapshot) -> Vec<Finding> {
    let empty = snapshot.ranking.iter().filter(|row| row.people == 0);
    empty
        .filter_map(|row| of_group(snapshot, row.assignment.group, FindingKind::GroupEmpty))
        .collect()
}

/// These groups, whose members all get another policy.
pub(super) fn without_reach(snapshot: &Snapshot, groups: &[GroupId]) -> Vec<Finding> {
    groups
        .iter()
        .filter_map(|group| of_group(snapshot, *group, FindingKind::GroupReachesNobody))
        .collect()
}
