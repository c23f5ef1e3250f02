//! Ending sessions.

use super::hash_of;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::session as store;

/// Ends the session of `token`: signing out. Nothing happens when it has ended already.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn end(services: &Services, token: &str) -> Result<(), ServiceError> {
    let mut transaction = services.database().begin().await?;
    store::delete(&mut transaction.connection(), services.tenant(), &hash_of(token)).await?;
    transaction.commit().await?;
    Ok(())
}

/// Ends one of the sessions of the administrator who asks.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is not theirs or has ended; [`ServiceError::Store`].
pub async fn end_by_hash(services: &Services, context: &OpContext, hash: &[u8]) -> Result<(), ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let missing = ServiceError::NotFound { what: "session" };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    match store::find(&mut connection, context.tenant, hash).await? {
        Some(session) if Some(session.administrator) == context.administrator() => {
            store::delete(&mut connection, context.tenant, hash).await?;
        }
        _ => return Err(missing),
    }
    transaction.commit().await?;
    Ok(())
}

/// Ends every session of the administrator who asks but the one with the hash `keep`; an empty `keep` ends all.
/// Returns how many ended.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn end_others(services: &Services, context: &OpContext, keep: &[u8]) -> Result<u64, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let Some(id) = context.administrator() else {
        return Ok(0);
    };
    let mut transaction = services.database().begin().await?;
    let ended = store::delete_of(&mut transaction.connection(), context.tenant, id, keep).await?;
    transaction.commit().await?;
    Ok(ended)
}
