//! Ending an operation, and throwing a draft away.

use super::get::visible;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::Transaction;
use forecourt_store::operation::{self as store, Operation, State};
use uuid::Uuid;

/// Ends an operation that waits or runs, and returns it as it is then. The part that is under way is finished first, and
/// what is done stays done.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] when it is over already or was
/// never started; [`ServiceError::Store`].
pub async fn cancel(services: &Services, context: &OpContext, id: Uuid) -> Result<Operation, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    visible(&mut connection, context, id).await?;
    if !store::cancel(&mut connection, context.tenant, id, context.now).await? {
        return Err(ServiceError::refused(
            "operation-over",
            "Nothing was cancelled: the operation does not run.",
        ));
    }
    let ended = visible(&mut connection, context, id).await?;
    finish(services, transaction).await?;
    Ok(ended)
}

/// Commits, unless it is only to be seen what would be.
async fn finish(services: &Services, transaction: Transaction) -> Result<(), ServiceError> {
    if !services.is_rehearsal() {
        transaction.commit().await?;
    }
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] also for somebody else's draft; [`ServiceError::Refused`]
/// when it was started; [`ServiceError::Store`].
pub async fn discard(services: &Services, context: &OpContext, id: Uuid) -> Result<(), ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    let operation = visible(&mut connection, context, id).await?;
    if operation.state != State::Draft || !store::delete_draft(&mut connection, context.tenant, id).await? {
        return Err(ServiceError::refused(
            "operation-started",
            "Nothing was discarded: the operation was started. Cancel it instead.",
        ));
    }
    finish(services, transaction).await
}
