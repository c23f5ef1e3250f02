//! What an import does to people who are in the directory already.

use super::compare::{Comparison, Joiner};
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, SourceKind, Switches, impact};
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PersonId, PolicyId};
use forecourt_store::person::Person;
use std::collections::{BTreeMap, HashMap, HashSet};

const OFF: Switches = Switches {
    access: false,
    inbound: false,
};

/// The switches that a policy would have after the import, by its identifier or, when the import adds it, by its name.
struct After<'c> {
    comparison: &'c Comparison,
    snapshot: &'c Snapshot,
}

impl After<'_> {
    fn of(&self, policy: PolicyId) -> Switches {
        let changed = self
            .comparison
            .policies
            .iter()
            .find(|change| change.before.is_some() && change.after.id == policy);
        changed.map_or_else(
            || stored(self.snapshot, policy),
            |change| change.after.settings.switches(),
        )
    }

    fn named(&self, name: &PolicyName) -> Switches {
        let folded = name.folded();
        let added = self
            .comparison
            .policies
            .iter()
            .find(|change| change.after.name.folded() == folded)
            .map(|change| change.after.settings.switches());
        let known = || {
            let found = self
                .snapshot
                .policies
                .iter()
                .find(|policy| policy.name.folded() == folded);
            found.map_or(OFF, |policy| policy.settings.switches())
        };
        added.unwrap_or_else(known)
    }
}

fn stored(snapshot: &Snapshot, policy: PolicyId) -> Switches {
    snapshot
        .policy(policy)
        .map_or(OFF, |policy| policy.settings.switches())
}

/// The members of the groups with a policy, as they would be.
fn members_after(
    comparison: &Comparison,
    members: &HashMap<GroupId, HashSet<PersonId>>,
    group: GroupId,
) -> HashSet<PersonId> {
    let mut after = members.get(&group).cloned().unwrap_or_default();
    if let Some(change) = comparison.memberships.iter().find(|change| change.group == group) {
        for leaving in &change.leaves {
            after.remove(leaving);
        }
        after.extend(change.joins.iter().filter_map(Joiner::known));
    }
    after
}

/// The impact on everybody who is in the directory now; people who are added gain and lose nothing. `members` has the
/// direct members of every group that has a policy before or after.
pub(super) fn impact_of(
    comparison: &Comparison,
    snapshot: &Snapshot,
    everybody: &[Person],
    members: &HashMap<GroupId, HashSet<PersonId>>,
) -> Impact {
    let after = After { comparison, snapshot };
    let ranking: Vec<(GroupId, Switches)> = match &comparison.ranking {
        Some(ranking) => ranking
            .iter()
            .map(|(group, policy)| (*group, after.named(policy)))
            .collect(),
        None => snapshot
            .ranking
            .iter()
            .map(|row| (row.assignment.group, after.of(row.assignment.policy)))
            .collect(),
    };
    let mut by_group: HashMap<PersonId, Switches> = HashMap::new();
    for (group, switches) in &ranking {
        for person in members_after(comparison, members, *group) {
            // Best rank first: whoever has a policy from a group already keeps it.
            by_group.entry(person).or_insert(*switches);
        }
    }
    let reassigned: HashMap<PersonId, Option<Switches>> = comparison
        .people
        .iter()
        .filter(|change| change.reassigned)
        .filter_map(|change| {
            let before = change.before.as_ref()?;
            let direct = change.direct.as_ref().map(|direct| match direct.id {
                Some(id) => after.of(id),
                None => PolicyName::parse(&direct.name).map_or(OFF, |name| after.named(&name)),
            });
            Some((before.id, direct))
        })
        .collect();
    let mut parts: BTreeMap<(PolicyId, SourceKind, bool, bool), u64> = BTreeMap::new();
    let global = after.of(PolicyId::GLOBAL);
    if everybody.is_empty() {
        for count in &snapshot.counts {
            let switches = after.of(count.policy);
            let key = (count.policy, count.source, switches.access, switches.inbound);
            *parts.entry(key).or_default() += count.people;
        }
    }
    for person in everybody {
        let direct = match reassigned.get(&person.id) {
            Some(direct) => *direct,
            None => person.direct_policy.map(|policy| after.of(policy)),
        };
        let switches = direct
            .or_else(|| by_group.get(&person.id).copied())
            .unwrap_or(global);
        let key = (
            person.effective_policy,
            person.effective_source,
            switches.access,
            switches.inbound,
        );
        *parts.entry(key).or_default() += 1;
    }
    let cohorts: Vec<_> = parts
        .into_iter()
        .map(|((policy, source, access, inbound), people)| Cohort {
            people,
            source,
            before: stored(snapshot, policy),
            after: Switches { access, inbound },
            policy,
        })
        .collect();
    let settings = comparison
        .settings
        .as_ref()
        .map_or(&snapshot.settings, |(_, after)| after);
    impact(
        (true, snapshot.settings.switches()),
        (true, settings.switches()),
        &cohorts,
    )
}
