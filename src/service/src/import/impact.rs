//! What an import does to people who are in the directory already.

use super::compare::{Comparison, PersonChange};
use crate::error::ServiceError;
use crate::impact::Plan;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};
use forecourt_model::policy::{Policy, PolicyName};
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::person::Person;
use std::collections::HashMap;

const OFF: Switches = Switches {
    access: false,
    inbound: false,
};

/// What counts for those whose direct assignment is taken away: policy and source.
pub(super) type WithoutDirect = HashMap<PersonId, (PolicyId, SourceKind)>;

/// The policies as they would be.
struct Policies<'c> {
    comparison: &'c Comparison,
    snapshot: &'c Snapshot,
    by_name: HashMap<String, &'c Policy>,
}

impl<'c> Policies<'c> {
    fn new(comparison: &'c Comparison, snapshot: &'c Snapshot) -> Self {
        let named = comparison.policies.iter().map(|change| &change.after);
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

    /// A policy that the import adds.
    fn added(&self, name: &str) -> Switches {
        let name = PolicyName::parse(name).map(|name| name.folded());
        let found = name.ok().and_then(|name| self.by_name.get(&name));
        found.map_or(OFF, |policy| policy.settings.switches())
    }
}

/// A person of the directory who gets another policy, or the same from elsewhere.
struct Going<'c> {
    before: &'c Person,
    /// The policy afterwards; `None` for one that the import adds.
    policy: Option<PolicyId>,
    name: String,
    source: SourceKind,
    switches: Switches,
}

fn going<'c>(policies: &Policies<'c>, person: &'c PersonChange) -> Option<Going<'c>> {
    let before = person.before.as_ref().filter(|_| person.reassigned)?;
    Some(match &person.direct {
        None => {
            let remaining = policies.comparison.without_direct.get(&before.id);
            let (policy, source) = remaining
                .copied()
                .unwrap_or((PolicyId::GLOBAL, SourceKind::Global));
            let name = policies.snapshot.policy(policy);
            Going {
                before,
                policy: Some(policy),
                name: name.map(|policy| policy.name.to_string()).unwrap_or_default(),
                source,
                switches: policies.after(policy),
            }
        }
        Some(direct) => Going {
            before,
            policy: direct.id,
            name: direct.name.clone(),
            source: SourceKind::Direct,
            switches: direct
                .id
                .map_or_else(|| policies.added(&direct.name), |id| policies.after(id)),
        },
    })
}

/// The impact on everybody who is in the directory now; people who are added gain and lose nothing.
pub(super) fn impact_of(comparison: &Comparison, snapshot: &Snapshot) -> Impact {
    let policies = Policies::new(comparison, snapshot);
    let edited = |policy| {
        let edited = policies.edited(policy);
        edited.map_or(PolicyChange::Same, |_| PolicyChange::Edited)
    };
    let mut moving: HashMap<_, u64> = HashMap::new();
    let mut leaving: HashMap<_, u64> = HashMap::new();
    for going in comparison
        .people
        .iter()
        .filter_map(|person| going(&policies, person))
    {
        let (policy, source) = (going.before.effective_policy, going.before.effective_source);
        let change = if going.policy == Some(policy) {
            edited(policy)
        } else {
            PolicyChange::Replaced
        };
        *leaving.entry((policy, source)).or_default() += 1;
        *moving
            .entry((policy, source, going.switches, change))
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
    let policies = Policies::new(comparison, &snapshot);
    let people = comparison
        .people
        .iter()
        .filter_map(|person| going(&policies, person))
        .map(|going| (going.before.id, (going.name, going.switches, going.source)))
        .collect();
    let stored = comparison
        .policies
        .iter()
        .filter(|change| change.before.is_some());
    let edited: Vec<_> = stored.map(|change| change.after.clone()).collect();
    let organization = organization(comparison, &snapshot);
    Ok(Plan::of_import(snapshot, organization, &edited, people))
}
