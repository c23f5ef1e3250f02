//! Beginning a session after the password was right.

use super::{ABSOLUTE, IDLE, hash_of, new_token};
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::AdministratorId;
use forecourt_store::session::{self as store, Session};

/// The longest description of a browser that is kept.
const MAXIMUM_USER_AGENT: usize = 300;

/// A session that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The secret for the cookie. It is nowhere else.
    pub token: String,
}

/// Begins a session with a new token; `previous`, the token that the browser had, ends. Sessions that have run out are
/// cleared away on the occasion.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn begin(
    services: &Services,
    administrator: AdministratorId,
    address: &str,
    user_agent: &str,
    previous: Option<&str>,
) -> Result<Begun, ServiceError> {
    let (now, tenant) = (services.clock().now(), services.tenant());
    let token = new_token(services.random());
    let session = Session {
        hash: hash_of(&token),
        administrator,
        address: address.to_owned(),
        user_agent: user_agent.chars().take(MAXIMUM_USER_AGENT).collect(),
        created_at: now,
        seen_at: now,
        expires_at: now + ABSOLUTE,
    };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    if let Some(previous) = previous {
        store::delete(&mut connection, tenant, &hash_of(previous)).await?;
    }
    store::delete_expired(&mut connection, tenant, now, now - IDLE).await?;
    store::insert(&mut connection, tenant, &session).await?;
    transaction.commit().await?;
    Ok(Begun { token })
}
