//! The change behind something.

use crate::change::Action;
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::change::Change;
use forecourt_store::{Connection, as_of as store};
use time::OffsetDateTime;

/// Who made something so, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The change; of a change over many people the whole.
    pub revision: Revision,
    /// When.
    pub at: OffsetDateTime,
    /// Who; `None` for commands and the software itself.
    pub actor_id: Option<AdministratorId>,
    /// The name of who made it, as it was then.
    pub actor_name: String,
    /// What was done, in words that follow the name.
    pub action: String,
    /// Why, in the words of who made it.
    pub reason: Option<String>,
}

impl From<Change> for Made {
    fn from(change: Change) -> Self {
        let label = Action::from_code(&change.action).map(Action::label);
        Self {
            revision: change.revision,
            at: change.occurred_at,
            actor_id: change.actor_id,
            actor_name: change.actor_name,
            action: label.map_or(change.action, str::to_owned),
            reason: change.reason,
        }
    }
}

/// The change `revision`, or the whole that it is a part of; `None` when the audit trail does not have it.
pub(super) async fn made(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
) -> Result<Option<Made>, ServiceError> {
    let found = store::whole(connection, context.tenant, revision).await?;
    Ok(found.map(Made::from))
}
