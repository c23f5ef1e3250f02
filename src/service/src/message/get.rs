//! One message.

use super::document::Message;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::rollout::{self, CONSUMER_CHAT, RolloutView};
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::message::{self as store, ViewPoint};

/// A message as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// What they have done with it.
    pub view_point: ViewPoint,
    /// The rollout that it announces.
    pub rollout: Option<RolloutView>,
}

/// The message with the number `id`. Reading it here marks nothing.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn get(services: &Services, context: &OpContext, id: &str) -> Result<MessageView, ServiceError> {
    context.require(Permission::ReadMessages)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let found = store::find(&mut connection, context.tenant, id).await?;
    let document = found.ok_or(ServiceError::NotFound { what: "message" })?;
    let view_point = match context.administrator() {
        Some(administrator) => store::view_point(&mut connection, context.tenant, id, administrator).await?,
        None => ViewPoint::default(),
    };
    drop(reader);
    let rollout = if id == CONSUMER_CHAT {
        Some(rollout::get(services, context).await?)
    } else {
        None
    };
    Ok(MessageView {
        message: Message::read(&document)?,
        view_point,
        rollout,
    })
}
