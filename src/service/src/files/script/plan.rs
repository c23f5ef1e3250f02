//! A plan as a script.

use super::identity::Identities;
use super::{impact_lines, made, opens};
use crate::exception::end_words;
use crate::files::plan::{AssignmentChange, FilePlan, RankedName};
use crate::snapshot::Snapshot;
use forecourt_exchange::powershell::script::{self, Script, ScriptAssignment, ScriptGroup, ScriptPolicy};
use forecourt_model::access::Switches;
use forecourt_model::policy::PolicyName;
use std::collections::HashMap;
use time::OffsetDateTime;

/// The plan as a script that does the same to a tenant that is as the organization is here. `snapshot` is the state
/// that the plan was made in.
pub fn plan_script(snapshot: &Snapshot, plan: &FilePlan, now: OffsetDateTime) -> String {
    let mut notes = vec![made(now)];
    notes.extend(impact_lines(&plan.impact));
    if !plan.rollouts.is_empty() {
        notes.push(
            "Answers to rollouts are kept by Forecourt only; the settings below are what counts.".to_owned(),
        );
    }
    let script = Script {
        title: format!(
            "External access of {}: what a configuration file changes",
            snapshot.organization.name
        ),
        notes,
        settings: plan.settings.clone(),
        policies: plan
            .policies
            .iter()
            .map(|change| ScriptPolicy {
                name: change.after.name.clone(),
                kind: change.after.kind,
                before: change.before.as_ref().map(|policy| policy.settings.clone()),
                after: change.after.settings.clone(),
            })
            .collect(),
        removed: plan.removed.iter().map(|policy| policy.name.clone()).collect(),
        groups: plan
            .ranking
            .as_ref()
            .map(|(before, after)| (groups(before), groups(after))),
        assignments: assignments(snapshot, plan),
    };
    script::change_script(&script)
}

fn groups(rows: &[RankedName]) -> Vec<ScriptGroup> {
    let group = |row: &RankedName| ScriptGroup {
        id: row.group,
        name: row.group_name.clone(),
        policy: row.policy.clone(),
    };
    rows.iter().map(group).collect()
}

fn assignments(snapshot: &Snapshot, plan: &FilePlan) -> Vec<ScriptAssignment> {
    const OFF: Switches = Switches {
        access: false,
        inbound: false,
    };
    let mut after: HashMap<String, Switches> = snapshot
        .policies
        .iter()
        .map(|policy| (policy.name.folded(), policy.settings.switches()))
        .collect();
    for change in &plan.policies {
        after.insert(change.after.name.folded(), change.after.settings.switches());
    }
    // Whoever loses the direct assignment gets the policy of a group or Global: the most open of them counts.
    let ranked: Vec<String> = match &plan.ranking {
        Some((_, rows)) => rows.iter().map(|row| row.policy.folded()).collect(),
        None => {
            let ids = snapshot.ranking.iter().map(|row| row.assignment.policy);
            ids.filter_map(|id| Some(snapshot.policy(id)?.name.folded()))
                .collect()
        }
    };
    let others = ranked.into_iter().chain([PolicyName::global().folded()]);
    let fallback = others
        .filter_map(|name| after.get(&name))
        .fold(OFF, |all, one| Switches {
            access: all.access || one.access,
            inbound: all.inbound || one.inbound,
        });
    let changing = || plan.assignments.iter().filter(|change| change.is_other_policy());
    let identities = Identities::among(changing().map(|change| &change.person));
    changing()
        .map(|change| {
            let before = snapshot.policy(change.person.effective_policy);
            let before = before.map_or(OFF, |policy| policy.settings.switches());
            let gets = change
                .after
                .as_ref()
                .map_or(Some(&fallback), |name| after.get(&name.folded()));
            ScriptAssignment {
                identity: identities.of(&change.person),
                policy: change.after.clone(),
                opens: gets.is_none_or(|gets| opens(before, *gets)),
                note: note(change),
            }
        })
        .collect()
}

/// Teams keeps no reasons, so they stand in a comment.
fn note(change: &AssignmentChange) -> Option<String> {
    let exception = change.exception_after.as_ref()?;
    let mut words = format!("owner {}", exception.owner);
    if let Some(reason) = &exception.reason {
        words.push_str(&format!(", reason: {reason}"));
    }
    if let Some(end) = exception.expires {
        words.push_str(&format!(", ends {}", end_words(end)));
    }
    Some(words)
}
