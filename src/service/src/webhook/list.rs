//! Reading webhooks.

use super::{MISSING, Webhook};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::WebhookId;
use forecourt_model::authority::Permission;
use forecourt_store::webhook as store;

/// Every webhook, the oldest first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list(services: &Services, context: &OpContext) -> Result<Vec<Webhook>, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    Ok(store::list(&mut reader.connection(), context.tenant).await?)
}

/// One webhook.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn find(services: &Services, context: &OpContext, id: WebhookId) -> Result<Webhook, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, id).await?;
    found.ok_or(MISSING)
}
