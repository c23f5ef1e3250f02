//! The notice that every organization starts with.

use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::Revision;
use forecourt_model::rollout::{Rollout, Window};
use forecourt_store::rollout::StoredRollout;
use forecourt_store::{Connection, message, rollout};
use time::macros::{date, datetime};

/// The notice that chat with personal accounts comes switched on.
pub const CONSUMER_CHAT: &str = "MC296208";

/// Its facts in our words, in the shape of a Graph `serviceUpdateMessage`.
const DOCUMENT: &str = include_str!("mc296208.json");

/// Adds the notice with its planned window, early to mid December 2021. The feature is active from the first day of
/// the window on, so an organization made later starts with the feature launched, on, and not answered.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn seed(connection: &mut Connection<'_>, context: &OpContext) -> Result<(), ServiceError> {
    message::save(
        connection,
        context.tenant,
        CONSUMER_CHAT,
        DOCUMENT,
        datetime!(2021-11-03 00:00 UTC),
    )
    .await?;
    let stored = StoredRollout {
        message_id: CONSUMER_CHAT.to_owned(),
        rollout: Rollout {
            window: Window {
                start: date!(2021 - 12 - 01),
                end: date!(2021 - 12 - 15),
            },
            activation: datetime!(2021-12-01 00:00 UTC),
        },
        answer: None,
        revision: Revision(1),
    };
    rollout::save(connection, context.tenant, &stored).await?;
    Ok(())
}
