//! Requests of programs that carry a key: sending one again does nothing twice.
//!
//! What is kept is the answer of what was done, without its secrets, for a day. A request that never ended, because the server did, is not tried again: it
//! may have done what it should, and only the audit trail knows.

use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::TokenId;
use forecourt_store::api_request as store;
pub use forecourt_store::api_request::Kept;
use time::Duration;

/// How long an answer is kept.
const LIFE: Duration = Duration::hours(24);

/// What a request with a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The first with its key: it is to be carried out.
    First,
    /// Sent again: this was the answer.
    Again(Kept),
}

/// Notes that a request with `key` begins; `digest` stands for what it asks.
///
/// # Errors
/// [`ServiceError::Invalid`] with `idempotency-key-reused` when the key came with something else before;
/// [`ServiceError::Refused`] with `idempotency-in-progress` while the first has not ended; [`ServiceError::Store`].
pub async fn begin(
    services: &Services,
    token: TokenId,
    key: &str,
    digest: &[u8],
) -> Result<Begun, ServiceError> {
    let (now, tenant) = (services.clock().now(), services.tenant());
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    store::delete_old(&mut connection, tenant, now - LIFE).await?;
    if store::begin(&mut connection, tenant, token, key, digest, now).await? {
        transaction.commit().await?;
        return Ok(Begun::First);
    }
    let found = store::find(&mut connection, tenant, token, key).await?;
    transaction.commit().await?;
    match found {
        Some(earlier) if earlier.digest != digest => {
            let message = "Nothing was done: this key came with another request before. Use a new key.";
            Err(ServiceError::field("Idempotency-Key", "idempotency-key-reused", message))
        }
        Some(earlier) => earlier.answer.map(Begun::Again).ok_or_else(|| {
            let message = "The first request with this key has not ended, or ended with a fault of the server. Wait for \
                           it; when it was broken off, look in the activity whether it was carried out, and go on with \
                           a new key.";
            ServiceError::refused("idempotency-in-progress", message)
        }),
        None => Err(ServiceError::Busy),
    }
}

/// Deletes what is older than answers are kept. Asks first, so that a server at rest writes nothing.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn prune(services: &Services) -> Result<(), ServiceError> {
    let (tenant, before) = (services.tenant(), services.clock().now() - LIFE);
    let mut reader = services.database().read().await?;
    let is_old = store::is_old(&mut reader.connection(), tenant, before).await?;
    drop(reader);
    if !is_old {
        return Ok(());
    }
    let mut transaction = services.database().begin().await?;
    store::delete_old(&mut transaction.connection(), tenant, before).await?;
    Ok(transaction.commit().await?)
}

/// Keeps the answer of the first request with `key`, or forgets the request when there is none to keep.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn end(
    services: &Services,
    token: TokenId,
    key: &str,
    answer: Option<&Kept>,
) -> Result<(), ServiceError> {
    let tenant = services.tenant();
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    match answer {
        Some(answer) => store::finish(&mut connection, tenant, token, key, answer).await?,
        None => store::forget(&mut connection, tenant, token, key).await?,
    }
    Ok(transaction.commit().await?)
}
