//! What taking an import back does to everybody, when it changes groups: worked out person by person, as the import
//! itself is.

use super::import::ImportRestore;
use super::plan::depends;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::material::DirectoryChange;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_store::{Connection, change, directory, group_member};
use std::collections::{BTreeMap, HashMap, HashSet};

const OFF: Switches = Switches {
    access: false,
    inbound: false,
};

/// Who is effective through which group afterwards, best rank first.
async fn by_group(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    done: &ImportRestore,
) -> Result<HashMap<PersonId, (PolicyId, GroupId)>, ServiceError> {
    let mut ranking = match done.groups.as_ref().and_then(|groups| groups.ranking.clone()) {
        Some(ranking) => ranking,
        None => snapshot.group_assignments(),
    };
    ranking.sort_by_key(|row| row.rank);
    let mut given = HashMap::new();
    for row in ranking {
        let members = group_member::ids(connection, context.tenant, row.group).await?;
        let mut members: HashSet<_> = members.into_iter().collect();
        if let Some(groups) = &done.groups {
            let of = |list: &'_ [(GroupId, Vec<PersonId>)]| -> Vec<PersonId> {
                let found = list.iter().find(|(group, _)| *group == row.group);
                found.map(|(_, people)| people.clone()).unwrap_or_default()
            };
            for leaving in of(&groups.leaves) {
                members.remove(&leaving);
            }
            members.extend(of(&groups.joins));
        }
        for member in members {
            given.entry(member).or_insert((row.policy, row.group));
        }
    }
    Ok(given)
}

/// What it does to those who stay in the directory; people who come or go gain and lose nothing.
///
/// # Errors
/// [`ServiceError::Depends`] when somebody would have a policy that goes; [`ServiceError::Store`].
pub(super) async fn impact_of(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    done: &ImportRestore,
) -> Result<Impact, ServiceError> {
    let given = by_group(connection, context, snapshot, done).await?;
    let rows = change::people(connection, context.tenant, revision).await?;
    let direct: HashMap<_, _> = rows.into_iter().map(|row| (row.person, row.before)).collect();
    let leaving: HashSet<_> = done
        .people
        .iter()
        .filter_map(|change| match change {
            DirectoryChange::Removed(kept) => Some(kept.id),
            _ => None,
        })
        .collect();
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for person in directory::everybody(connection, context.tenant).await? {
        if leaving.contains(&person.id) {
            continue;
        }
        let own = direct.get(&person.id).copied().unwrap_or(person.direct_policy);
        let (policy, source, group) = match (own, given.get(&person.id)) {
            (Some(policy), _) => (policy, SourceKind::Direct, None),
            (None, Some((policy, group))) => (*policy, SourceKind::Group, Some(*group)),
            (None, None) => (PolicyId::GLOBAL, SourceKind::Global, None),
        };
        if let Some(going) = done.deleted.iter().find(|going| going.id == policy) {
            let what = format!(
                "{} would have the policy {}, which it added",
                person.shown_name(),
                going.name
            );
            return Err(depends(revision, &what, Vec::new()));
        }
        let is_same = (policy, source, group)
            == (
                person.effective_policy,
                person.effective_source,
                person.effective_group,
            );
        let before = (person.effective_policy, person.effective_source);
        *counts.entry((before, policy, is_same)).or_default() += 1;
    }
    let stored = |id: PolicyId| {
        snapshot
            .policy(id)
            .map_or(OFF, |policy| policy.settings.switches())
    };
    let written = |id: PolicyId| {
        let mut all = done.edited.iter().chain(&done.added);
        all.find(|policy| policy.id == id)
    };
    let cohort = |(((policy, source), after, is_same), people): ((_, PolicyId, bool), u64)| Cohort {
        people,
        source,
        before: stored(policy),
        after: written(after).map_or_else(|| stored(after), |policy| policy.settings.switches()),
        policy,
        change: match (is_same, written(after)) {
            (false, _) => PolicyChange::Replaced,
            (true, Some(_)) => PolicyChange::Edited,
            (true, None) => PolicyChange::Same,
        },
    };
    let cohorts: Vec<_> = counts.into_iter().map(cohort).collect();
    let settings = done.settings.as_ref().unwrap_or(&snapshot.settings);
    Ok(impact(
        (true, snapshot.settings.switches()),
        (true, settings.switches()),
        &cohorts,
    ))
}
