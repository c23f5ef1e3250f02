//! A rollout as the audit trail keeps it: whole, so that a change can be taken back.

use forecourt_model::Revision;
use forecourt_model::rollout::{Answer, Rollout};
use forecourt_store::rollout::StoredRollout;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

/// What the organization answered, when, and who did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The answer.
    pub answer: Answer,
    /// When it was given.
    pub at: OffsetDateTime,
    /// The name of who gave it.
    pub by: String,
}

/// The dates and the answer. In a change's `before` and `after` it stands under `rollout`, and what it did to the
/// organization's settings under `settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolloutDocument {
    /// Its message.
    pub message_id: String,
    /// The dates.
    pub rollout: Rollout,
    /// The answer, once there is one.
    pub answer: Option<GivenAnswer>,
}

impl RolloutDocument {
    /// The document under `rollout` of a change's `before` or `after`, if it has one.
    pub fn of(value: &Value) -> Option<Self> {
        serde_json::from_value(value.get("rollout")?.clone()).ok()
    }

    /// The rollout to store, as change `revision`.
    pub fn stored(self, revision: Revision) -> StoredRollout {
        StoredRollout {
            message_id: self.message_id,
            rollout: self.rollout,
            answer: self.answer.map(|given| (given.answer, given.at, given.by)),
            revision,
        }
    }

    /// The value for a change that touched nothing else.
    pub(crate) fn alone(self) -> Value {
        json!({ "rollout": self })
    }
}

impl From<&StoredRollout> for RolloutDocument {
    fn from(stored: &StoredRollout) -> Self {
        Self {
            message_id: stored.message_id.clone(),
            rollout: stored.rollout,
            answer: stored.answer.clone().map(|(answer, at, by)| GivenAnswer { answer, at, by }),
        }
    }
}
