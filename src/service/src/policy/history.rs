//! What was done to one policy.

use crate::change::{Action, Detail, FieldChange};
use forecourt_model::Revision;
use forecourt_store::change::Change;
use time::OffsetDateTime;

/// A change of the past, for the history on the page of the thing it was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastChange {
    /// Its number.
    pub revision: Revision,
    /// When it was made.
    pub at: OffsetDateTime,
    /// Who made it.
    pub actor: String,
    /// Whether the software itself or a command made it.
    pub by_system: bool,
    /// What was done, in words that follow the name.
    pub action: String,
    /// Before and after.
    pub fields: Vec<FieldChange>,
    /// Why.
    pub reason: Option<String>,
    /// The change that took it back.
    pub undone_by: Option<Revision>,
}

impl From<Change> for PastChange {
    fn from(change: Change) -> Self {
        let label = Action::from_code(&change.action).map(Action::label);
        let detail: Detail = serde_json::from_str(&change.detail).unwrap_or_default();
        Self {
            revision: change.revision,
            at: change.occurred_at,
            actor: change.actor_name,
            by_system: change.actor_id.is_none(),
            action: label.map_or(change.action, str::to_owned),
            fields: detail.fields,
            reason: change.reason,
            undone_by: change.undone_by,
        }
    }
}
