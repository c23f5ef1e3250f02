//! What watchers are told after a change.

use forecourt_model::{AdministratorId, Revision};
use forecourt_store::change::Change;

/// A change, as open pages hear of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Event {
    /// Its number.
    pub revision: Revision,
    /// Who made it; `None` for commands and the software itself.
    pub actor_id: Option<AdministratorId>,
    /// The name of who made it.
    pub actor_name: String,
    /// What was done, as a code.
    pub action: String,
    /// What kind of thing it was done to.
    pub target_kind: String,
    /// Which thing.
    pub target_id: String,
    /// The name of that thing.
    pub target_name: String,
}

impl From<&Change> for Event {
    fn from(change: &Change) -> Self {
        Self {
            revision: change.revision,
            actor_id: change.actor_id,
            actor_name: change.actor_name.clone(),
            action: change.action.clone(),
            target_kind: change.target_kind.clone(),
            target_id: change.target_id.clone(),
            target_name: change.target_name.clone(),
        }
    }
}
