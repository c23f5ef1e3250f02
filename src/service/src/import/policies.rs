//! Comparing the policies of a file with those that are stored.

use super::compare::{Comparison, PolicyChange};
use super::preview::ask;
use crate::organization::describe::{differences, policy_values};
use crate::snapshot::Snapshot;
use forecourt_exchange::policies::PolicyFile;
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::{PolicyId, Revision};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Adds what the policies of `file` would change. Policies that the file does not have stay as they are. Built-in ones
/// take the file's values: their consumer switches are documented nowhere, so what an organization prints is better
/// than what is assumed.
pub(super) fn compare_policies(
    comparison: &mut Comparison,
    snapshot: &Snapshot,
    file: &PolicyFile,
    answers: &BTreeMap<String, String>,
) {
    for read in &file.policies {
        let before = snapshot
            .policies
            .iter()
            .find(|policy| policy.name.folded() == read.name.folded());
        let prefix = format!("policy.{}", read.name);
        let about = format!("Policy {}", read.name);
        let given = ask(comparison, &prefix, &about, &read.ambiguous, answers);
        if given.len() < read.ambiguous.len() {
            continue;
        }
        let current = before.map_or_else(PolicySettings::default, |policy| policy.settings.clone());
        let settings = match read.apply(&given, &current) {
            Ok(settings) => settings,
            Err(errors) => {
                for error in errors.0 {
                    let field = format!("{prefix}.{}", error.field);
                    comparison
                        .errors
                        .push(&field, &error.code, format!("{about}: {}", error.message));
                }
                continue;
            }
        };
        let fields = match before {
            Some(policy) => differences(&policy_values(&policy.settings), &policy_values(&settings)),
            None => differences(
                &policy_values(&PolicySettings::default()),
                &policy_values(&settings),
            ),
        };
        if before.is_some() && fields.is_empty() {
            comparison.policies_same += 1;
            continue;
        }
        let after = before.map_or_else(
            || Policy {
                id: PolicyId(Uuid::nil()),
                name: read.name.clone(),
                kind: PolicyKind::Custom,
                settings: settings.clone(),
                revision: Revision::default(),
            },
            |policy| Policy {
                settings: settings.clone(),
                ..policy.clone()
            },
        );
        comparison.policies.push(PolicyChange {
            before: before.cloned(),
            after,
            fields,
        });
    }
    comparison.notes.extend(file.notes.iter().cloned());
    for property in &file.unknown {
        let note = property.note.as_deref().unwrap_or("Forecourt does not know it.");
        comparison
            .notes
            .push(format!("{} was not taken over: {note}", property.name));
    }
}
