//! What was told, and telling it again.

use super::{Delivery, MISSING};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::WebhookId;
use forecourt_model::authority::Permission;
use forecourt_store::webhook::{self, delivery as store};
use uuid::Uuid;

/// How many deliveries a page has.
const PAGE: usize = 25;

/// A page of deliveries, the newest first.
#[derive(Clone, Debug)]
pub struct DeliveryPage {
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// Where the next page begins.
    pub next: Option<Uuid>,
}

/// Deliveries of a webhook before `before`.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn deliveries(
    services: &Services,
    context: &OpContext,
    id: WebhookId,
    before: Option<Uuid>,
) -> Result<DeliveryPage, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    webhook::find(&mut connection, context.tenant, id)
        .await?
        .ok_or(MISSING)?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut deliveries = store::page(&mut connection, context.tenant, id, before, limit).await?;
    let more = deliveries.len() > PAGE;
    deliveries.truncate(PAGE);
    let next = deliveries.last().filter(|_| more).map(|last| last.id);
    Ok(DeliveryPage { deliveries, next })
}

/// Sends a delivery that has ended once more, with the same message identifier. One that waits stays as it is.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn replay(
    services: &Services,
    context: &OpContext,
    webhook: WebhookId,
    id: Uuid,
) -> Result<Delivery, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    store::replay(&mut connection, context.tenant, webhook, id, context.now).await?;
    let found = store::find(&mut connection, context.tenant, webhook, id).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "delivery" })?;
    transaction.commit().await?;
    Ok(found)
}
