//! The answers of a document beside those that are stored.

use super::plan::{FilePlan, RolloutChange};
use crate::snapshot::Snapshot;
use forecourt_exchange::document::DocumentRollout;

pub(super) fn compare_rollouts(plan: &mut FilePlan, snapshot: &Snapshot, stated: &[DocumentRollout]) {
    for (number, entry) in (1..).zip(stated) {
        let stored = snapshot
            .rollout
            .as_ref()
            .filter(|stored| stored.message_id == entry.message);
        let Some(stored) = stored else {
            let message = format!(
                "Line {}: no rollout is announced by {}. Leave the entry out.",
                entry.line, entry.message
            );
            plan.errors
                .push(&format!("rollouts[{number}]"), "rollout-unknown", message);
            continue;
        };
        let before = stored.answer.as_ref().map(|(answer, _, _)| *answer);
        if before != entry.answer {
            plan.rollouts.push(RolloutChange {
                message: entry.message.clone(),
                before,
                after: entry.answer,
            });
        }
    }
}
