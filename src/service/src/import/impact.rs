//! What an import does to people who are in the directory already.

use super::compare::Comparison;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, SourceKind, Switches, impact};
use forecourt_model::policy::PolicyName;
use forecourt_model::{PersonId, PolicyId};
use std::collections::HashMap;

/// The impact on everybody who is in the directory now; people who are added gain and lose nothing.
///
/// `without_direct` says what counts for those whose direct assignment is taken away.
pub(super) fn impact_of(
    comparison: &Comparison,
    snapshot: &Snapshot,
    without_direct: &HashMap<PersonId, PolicyId>,
) -> Impact {
    let settings = comparison
        .settings
        .as_ref()
        .map_or(&snapshot.settings, |(_, after)| after);
    let off = Switches {
        access: false,
        inbound: false,
    };
    let stored = |id: PolicyId| {
        snapshot
            .policy(id)
            .map_or(off, |policy| policy.settings.switches())
    };
    let changed = |id: PolicyId| {
        let found = comparison
            .policies
            .iter()
            .find(|change| change.before.is_some() && change.after.id == id);
        found.map_or_else(|| stored(id), |change| change.after.settings.switches())
    };
    let added = |name: &str| {
        let wanted = PolicyName::parse(name).map(|name| name.folded()).ok();
        let found = comparison
            .policies
            .iter()
            .find(|change| Some(change.after.name.folded()) == wanted);
        found.map_or(off, |change| change.after.settings.switches())
    };
    let moving: Vec<_> = comparison
        .people
        .iter()
        .filter(|person| person.reassigned)
        .filter_map(|person| {
            let before = person.before.as_ref()?;
            let after = match &person.direct {
                None => changed(
                    without_direct
                        .get(&before.id)
                        .copied()
                        .unwrap_or(PolicyId::GLOBAL),
                ),
                Some(direct) => direct.id.map_or_else(|| added(&direct.name), changed),
            };
            Some((before.effective_policy, before.effective_source, after))
        })
        .collect();
    let leaving = |policy: PolicyId, source: SourceKind| {
        moving
            .iter()
            .filter(|(from, from_source, _)| *from == policy && *from_source == source)
            .count() as u64
    };
    let staying = snapshot.counts.iter().map(|count| Cohort {
        people: count.people.saturating_sub(leaving(count.policy, count.source)),
        source: count.source,
        before: stored(count.policy),
        after: changed(count.policy),
        policy: count.policy,
    });
    let going = moving.iter().map(|(policy, source, after)| Cohort {
        people: 1,
        source: *source,
        before: stored(*policy),
        after: *after,
        policy: *policy,
    });
    let cohorts: Vec<_> = staying.chain(going).collect();
    impact(
        (true, snapshot.settings.switches()),
        (true, settings.switches()),
        &cohorts,
    )
}
