//! The operations, newest first.

use super::author;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::operation::{self as store, Operation};
use time::OffsetDateTime;
use uuid::Uuid;

/// How many a page has.
const PAGE: usize = 25;

/// A page of operations.
#[derive(Clone, Debug, Default)]
pub struct OperationPage {
    /// Newest first; drafts only those of the one who asks.
    pub operations: Vec<Operation>,
    /// Where the next page begins: moment in microseconds and identifier.
    pub next: Option<(OffsetDateTime, Uuid)>,
}

/// The operations after `after`.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    after: Option<(OffsetDateTime, Uuid)>,
) -> Result<OperationPage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut connection = reader.connection();
    let author = author(context);
    let mut operations = store::page(&mut connection, context.tenant, &author, after, limit).await?;
    let more = operations.len() > PAGE;
    operations.truncate(PAGE);
    let next = operations
        .last()
        .filter(|_| more)
        .map(|last| (last.created_at, last.id));
    Ok(OperationPage { operations, next })
}
