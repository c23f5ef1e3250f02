//! Beginning a session after the password was right.

use super::{ABSOLUTE, IDLE, hash_of, new_token};
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::AdministratorId;
use forecourt_store::Connection;
use forecourt_store::session::{self as store, Session};

/// The longest description of a browser that is kept.
const MAXIMUM_USER_AGENT: usize = 300;

/// A session that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The secret for the cookie. It is nowhere else.
    pub token: String,
}

/// The browser that a session is begun in.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The address that it is seen from.
    pub address: String,
    /// What it says about itself.
    pub user_agent: String,
    /// The token that it had until now.
    pub previous: Option<String>,
}

/// Begins a session with a new token, in the transaction of `connection`; the token that the browser had ends. Sessions
/// that have run out are cleared away on the occasion.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn begin(
    connection: &mut Connection<'_>,
    services: &Services,
    administrator: AdministratorId,
    browser: &Browser,
) -> Result<Begun, ServiceError> {
    let (now, tenant) = (services.clock().now(), services.tenant());
    let token = new_token(services.random());
    let session = Session {
        hash: hash_of(&token).to_vec(),
        administrator,
        address: browser.address.clone(),
        user_agent: browser.user_agent.chars().take(MAXIMUM_USER_AGENT).collect(),
        created_at: now,
        seen_at: now,
        expires_at: now + ABSOLUTE,
    };
    if let Some(previous) = &browser.previous {
        store::delete(connection, tenant, &hash_of(previous)).await?;
    }
    store::delete_expired(connection, tenant, now, now - IDLE).await?;
    store::insert(connection, tenant, &session).await?;
    Ok(Begun { token })
}
