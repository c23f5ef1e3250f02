//! Ending an operation, and throwing a draft away.

use super::get::visible;
use super::words::title;
use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{Revision, TenantId};
use forecourt_store::operation::{self as store, Operation, State};
use forecourt_store::{Connection, Transaction, change};
use uuid::Uuid;

/// Ends an operation that waits or runs, and returns it as it is then, with the number of the change. The part that is
/// under way is finished first, and what is done stays done. When it took a change back, that can be taken back again:
/// for those who are left.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] when it is over already or was
/// never started; [`ServiceError::Store`].
pub async fn cancel(
    services: &Services,
    context: &OpContext,
    id: Uuid,
) -> Result<(Operation, Revision), ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let mut connection = draft.connection();
    visible(&mut connection, context, id).await?;
    if !store::cancel(&mut connection, context.tenant, id, context.now).await? {
        return Err(ServiceError::refused(
            "operation-over",
            "Nothing was cancelled: the operation does not run.",
        ));
    }
    let ended = visible(&mut connection, context, id).await?;
    let_be_undone_again(&mut connection, context.tenant, &ended).await?;
    let done = ended.succeeded + ended.unchanged + ended.failed;
    let record = Record::new(
        Action::OperationCancelled,
        Target::new(TargetKind::Operation, id, title(&ended)),
        vec![FieldChange::new(
            "People left as they were",
            None,
            Some((ended.people - done).to_string()),
        )],
    );
    let revision = draft.commit(record, &[]).await?;
    Ok((ended, revision))
}

/// When `operation` ended before its end and took a change back, that change does not count as taken back any more.
///
/// # Errors
/// [`ServiceError::Store`].
pub(super) async fn let_be_undone_again(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: &Operation,
) -> Result<(), ServiceError> {
    let Some(by) = operation.revision.filter(|_| operation.source == super::UNDO) else {
        return Ok(());
    };
    let started = change::find(connection, tenant, by).await?;
    if let Some(undone) = started.and_then(|started| started.undoes) {
        change::clear_undone(connection, tenant, undone, by).await?;
    }
    Ok(())
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
