//! The policies of a document beside those that are stored.

use super::plan::FilePlan;
use crate::import::PolicyChange;
use crate::organization::describe::{differences, policy_values};
use crate::snapshot::Snapshot;
use forecourt_exchange::document::DocumentPolicy;
use forecourt_exchange::policies::put_stated;
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::{PolicyId, Revision};
use std::collections::HashSet;
use uuid::Uuid;

pub(super) fn compare_policies(plan: &mut FilePlan, snapshot: &Snapshot, stated: &[DocumentPolicy]) {
    let mut named = HashSet::new();
    for (number, entry) in (1..).zip(stated) {
        let folded = entry.name.folded();
        let before = snapshot
            .policies
            .iter()
            .find(|policy| policy.name.folded() == folded);
        if let Some(policy) = before.filter(|policy| policy.name != entry.name) {
            plan.notes.push(format!(
                "Line {}: the file says {} for the policy {}. Names are the same in any case and stay as they are.",
                entry.line, entry.name, policy.name
            ));
        }
        named.insert(folded);
        let mut settings = before.map_or_else(PolicySettings::default, |policy| policy.settings.clone());
        put_stated(&mut settings, &entry.stated);
        if let Err(errors) = settings.check(entry.name.is_global()) {
            for error in errors.0 {
                let field = format!("policies[{number}].settings.{}", error.field);
                let message = format!("Line {}, policy {}: {}", entry.line, entry.name, error.message);
                plan.errors.push(&field, &error.code, message);
            }
            continue;
        }
        if let Some(change) = change(entry, before, settings) {
            plan.policies.push(change);
        }
    }
    let gone = |policy: &&Policy| policy.kind == PolicyKind::Custom && !named.contains(&policy.name.folded());
    plan.removed = snapshot.policies.iter().filter(gone).cloned().collect();
    plan.removed.sort_by_cached_key(|policy| policy.name.folded());
}

fn change(entry: &DocumentPolicy, before: Option<&Policy>, settings: PolicySettings) -> Option<PolicyChange> {
    let base = before.map_or_else(PolicySettings::default, |policy| policy.settings.clone());
    if before.is_some() && base == settings {
        return None;
    }
    let fields = differences(&policy_values(&base), &policy_values(&settings));
    let after = match before {
        Some(policy) => Policy {
            settings,
            ..policy.clone()
        },
        None => Policy {
            id: PolicyId(Uuid::nil()),
            name: entry.name.clone(),
            kind: PolicyKind::Custom,
            settings,
            revision: Revision::default(),
        },
    };
    Some(PolicyChange {
        before: before.cloned(),
        after,
        fields,
    })
}
