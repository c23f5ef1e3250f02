//! Reading webhooks.

use super::{MISSING, Webhook, place};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::WebhookId;
use forecourt_model::authority::Permission;
use forecourt_store::webhook as store;

/// Every webhook, the oldest first; of the addresses only scheme and host for those who cannot change webhooks.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list(services: &Services, context: &OpContext) -> Result<Vec<Webhook>, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    let found = store::list(&mut reader.connection(), context.tenant).await?;
    Ok(found.into_iter().map(|webhook| seen(context, webhook)).collect())
}

/// One webhook; of the address only scheme and host for those who cannot change webhooks.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn find(services: &Services, context: &OpContext, id: WebhookId) -> Result<Webhook, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, id).await?;
    Ok(seen(context, found.ok_or(MISSING)?))
}

/// What may be seen of a webhook.
fn seen(context: &OpContext, webhook: Webhook) -> Webhook {
    if context.may(Permission::ManageAdministrators) {
        return webhook;
    }
    Webhook {
        url: place(&webhook.url).to_owned(),
        ..webhook
    }
}
