//! What an import does to people who are in the directory already.

use super::compare::{Comparison, Joiner};
use crate::error::ServiceError;
use crate::impact::Plan;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};
use forecourt_model::policy::{Policy, PolicyName};
use forecourt_model::{GroupId, PersonId, PolicyId};
use forecourt_store::person::Person;
use std::collections::{HashMap, HashSet};

const OFF: Switches = Switches {
    access: false,
    inbound: false,
};

/// The direct members of groups.
pub(crate) type Members = HashMap<GroupId, HashSet<PersonId>>;

/// The policies as they would be.
struct Policies<'c> {
    comparison: &'c Comparison,
    snapshot: &'c Snapshot,
    by_name: HashMap<String, &'c Policy>,
}

impl<'c> Policies<'c> {
    fn new(comparison: &'c Comparison, snapshot: &'c Snapshot) -> Self {
        let stored = snapshot.policies.iter();
        let named = stored.chain(comparison.policies.iter().map(|change| &change.after));
        Self {
            by_name: named.map(|policy| (policy.name.folded(), policy)).collect(),
            comparison,
            snapshot,
        }
    }

    fn stored(&self, id: PolicyId) -> Switches {
        let policy = self.snapshot.policy(id);
        policy.map_or(OFF, |policy| policy.settings.switches())
    }

    /// A policy that is stored, as the import leaves it; `None` when it leaves it as it is.
    fn edited(&self, id: PolicyId) -> Option<&'c Policy> {
        let mut changes = self.comparison.policies.iter();
        let found = changes.find(|change| change.before.is_some() && change.after.id == id);
        found.map(|change| &change.after)
    }

    fn after(&self, id: PolicyId) -> Switches {
        let edited = self.edited(id);
        edited.map_or_else(|| self.stored(id), |policy| policy.settings.switches())
    }

    /// A policy by its name; without an identifier when the import adds it.
    fn named(&self, name: &PolicyName) -> Got {
        let found = self.by_name.get(&name.folded());
        let added = self
            .comparison
            .policies
            .iter()
            .filter(|change| change.before.is_none());
        let is_added = added
            .map(|change| change.after.name.folded())
            .any(|added| added == name.folded());
        Got {
            policy: found.map(|policy| policy.id).filter(|_| !is_added),
            name: name.to_string(),
            switches: found.map_or(OFF, |policy| policy.settings.switches()),
        }
    }

    fn by_id(&self, id: PolicyId) -> Got {
        let name = self.snapshot.policy(id).map(|policy| policy.name.to_string());
        Got {
            policy: Some(id),
            name: name.unwrap_or_default(),
            switches: self.after(id),
        }
    }
}

/// A policy that somebody gets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Got {
    /// `None` for one that the import adds.
    policy: Option<PolicyId>,
    name: String,
    switches: Switches,
}

/// A person of the directory who gets another policy, or the same from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    person: PersonId,
    from: (PolicyId, SourceKind),
    got: Got,
    source: SourceKind,
}

/// The direct members of a group, as they would be.
fn members_after(comparison: &Comparison, members: &Members, group: GroupId) -> HashSet<PersonId> {
    let mut after = members.get(&group).cloned().unwrap_or_default();
    if let Some(change) = comparison.memberships.iter().find(|change| change.group == group) {
        for leaving in &change.leaves {
            after.remove(leaving);
        }
        after.extend(change.joins.iter().filter_map(Joiner::known));
    }
    after
}

/// What the groups give after the import: the place in `given` by person.
fn by_group(
    comparison: &Comparison,
    policies: &Policies<'_>,
    members: &Members,
) -> (Vec<Got>, HashMap<PersonId, usize>) {
    let ranking: Vec<(GroupId, Got)> = match &comparison.ranking {
        Some(ranking) => ranking
            .iter()
            .map(|(group, name)| (*group, policies.named(name)))
            .collect(),
        None => policies
            .snapshot
            .ranking
            .iter()
            .map(|row| (row.assignment.group, policies.by_id(row.assignment.policy)))
            .collect(),
    };
    let mut places = HashMap::new();
    let mut given = Vec::with_capacity(ranking.len());
    for (group, got) in ranking {
        for person in members_after(comparison, members, group) {
            // Best rank first: whoever has a policy from a group already keeps it.
            places.entry(person).or_insert(given.len());
        }
        given.push(got);
    }
    (given, places)
}

/// Who gets another policy, or the same from elsewhere. `everybody` may be empty when the files say nothing of people
/// and groups; `members` has every group that has a policy before or after.
pub(crate) fn going(
    comparison: &Comparison,
    snapshot: &Snapshot,
    everybody: &[Person],
    members: &Members,
) -> Vec<Going> {
    let policies = Policies::new(comparison, snapshot);
    let (given, places) = by_group(comparison, &policies, members);
    let reassigned: HashMap<PersonId, Option<Got>> = comparison
        .people
        .iter()
        .filter(|change| change.reassigned)
        .filter_map(|change| {
            let got = change.direct.as_ref().map(|direct| match direct.id {
                Some(id) => policies.by_id(id),
                None => PolicyName::parse(&direct.name).map_or_else(
                    |_| Got {
                        policy: None,
                        name: direct.name.clone(),
                        switches: OFF,
                    },
                    |name| policies.named(&name),
                ),
            });
            change.before.as_ref().map(|before| (before.id, got))
        })
        .collect();
    let after = |person: &Person| -> (Got, SourceKind) {
        let direct = match reassigned.get(&person.id) {
            Some(got) => got.clone(),
            None => person.direct_policy.map(|policy| policies.by_id(policy)),
        };
        let group = || {
            places
                .get(&person.id)
                .and_then(|place| given.get(*place))
                .cloned()
        };
        match (direct, group) {
            (Some(got), _) => (got, SourceKind::Direct),
            (None, group) => group().map_or_else(
                || (policies.by_id(PolicyId::GLOBAL), SourceKind::Global),
                |got| (got, SourceKind::Group),
            ),
        }
    };
    everybody
        .iter()
        .filter_map(|person| {
            let from = (person.effective_policy, person.effective_source);
            let (got, source) = after(person);
            let same = (got.policy, source) == (Some(from.0), from.1);
            (!same).then_some(Going {
                person: person.id,
                from,
                got,
                source,
            })
        })
        .collect()
}

/// The impact on everybody who is in the directory now; people who are added gain and lose nothing.
pub(crate) fn impact_of(comparison: &Comparison, snapshot: &Snapshot) -> Impact {
    let policies = Policies::new(comparison, snapshot);
    let edited = |policy| {
        let edited = policies.edited(policy);
        edited.map_or(PolicyChange::Same, |_| PolicyChange::Edited)
    };
    let mut moving: HashMap<_, u64> = HashMap::new();
    let mut leaving: HashMap<_, u64> = HashMap::new();
    for going in &comparison.going {
        let (policy, source) = going.from;
        let change = if going.got.policy == Some(policy) {
            edited(policy)
        } else {
            PolicyChange::Replaced
        };
        *leaving.entry((policy, source)).or_default() += 1;
        *moving
            .entry((policy, source, going.got.switches, change))
            .or_default() += 1;
    }
    let staying = snapshot.counts.iter().map(|count| {
        let left = leaving
            .get(&(count.policy, count.source))
            .copied()
            .unwrap_or_default();
        Cohort {
            people: count.people.saturating_sub(left),
            source: count.source,
            before: policies.stored(count.policy),
            after: policies.after(count.policy),
            policy: count.policy,
            change: edited(count.policy),
        }
    });
    let going = moving
        .into_iter()
        .map(|((policy, source, after, change), people)| Cohort {
            people,
            source,
            before: policies.stored(policy),
            after,
            policy,
            change,
        });
    let cohorts: Vec<_> = staying.chain(going).collect();
    let organization = organization(comparison, snapshot);
    impact(
        (true, snapshot.settings.switches()),
        (true, organization),
        &cohorts,
    )
}

fn organization(comparison: &Comparison, snapshot: &Snapshot) -> Switches {
    let settings = comparison.settings.as_ref();
    settings.map_or(&snapshot.settings, |(_, after)| after).switches()
}

/// The import as a plan, to list whom it reaches. Made from the state that is stored now.
///
/// # Errors
/// [`ServiceError::NotSetUp`].
pub fn plan(services: &Services, comparison: &Comparison) -> Result<Plan, ServiceError> {
    let snapshot = services.snapshot()?;
    let people = comparison
        .going
        .iter()
        .map(|going| {
            let got = &going.got;
            (going.person, (got.name.clone(), got.switches, going.source))
        })
        .collect();
    let stored = comparison
        .policies
        .iter()
        .filter(|change| change.before.is_some());
    let edited: Vec<_> = stored.map(|change| change.after.clone()).collect();
    let organization = organization(comparison, &snapshot);
    Ok(Plan::of_import(snapshot, organization, &edited, people))
}
