//! Who a token belongs to.

use super::{IDLE, SEEN_STEP, hash_of};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::AdministratorId;
use forecourt_model::authority::{Permission, Role};
use forecourt_store::administrator::Preferences;
use forecourt_store::session::{self as store, Owner, Session};
use time::OffsetDateTime;

/// An administrator who is signed in. Read anew for every request, so a role that is taken away is gone at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub administrator: AdministratorId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// What they chose for themselves.
    pub preferences: Preferences,
    /// What is stored of the session's token.
    pub session: Vec<u8>,
}

/// The administrator whose session `token` is; `None` when it has ended, has run out or belongs to somebody who may
/// not sign in any more.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn resolve(services: &Services, token: &str) -> Result<Option<SignedIn>, ServiceError> {
    let (now, tenant, hash) = (services.clock().now(), services.tenant(), hash_of(token));
    let mut reader = services.database().read().await?;
    let found = store::owner(&mut reader.connection(), tenant, &hash).await?;
    drop(reader);
    let Some(owner) = found else {
        return Ok(None);
    };
    if is_over(&owner, now) {
        // A clock that goes back must not bring it to life again.
        let mut transaction = services.database().begin().await?;
        store::delete(&mut transaction.connection(), tenant, &hash).await?;
        transaction.commit().await?;
        return Ok(None);
    }
    let found = owner.administrator;
    if found.disabled {
        return Ok(None);
    }
    if now >= owner.seen_at + SEEN_STEP {
        let mut transaction = services.database().begin().await?;
        store::touch(&mut transaction.connection(), tenant, &hash, now).await?;
        transaction.commit().await?;
    }
    Ok(Some(SignedIn {
        administrator: found.id,
        name: found.display_name,
        email: found.email,
        role: found.role,
        preferences: found.preferences,
        session: hash.to_vec(),
    }))
}

/// The role of whoever has the session with the hash `session` now; `None` once it has ended, has run out or belongs
/// to somebody who may not sign in any more. Does not count as using it: an open page keeps nobody signed in.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn role_now(services: &Services, session: &[u8]) -> Result<Option<Role>, ServiceError> {
    let (now, tenant) = (services.clock().now(), services.tenant());
    let mut reader = services.database().read().await?;
    let found = store::owner(&mut reader.connection(), tenant, session).await?;
    Ok(found
        .filter(|owner| !is_over(owner, now) && !owner.administrator.disabled)
        .map(|owner| owner.administrator.role))
}

/// Whether a session has run out.
fn is_over(owner: &Owner, now: OffsetDateTime) -> bool {
    now >= owner.expires_at || now >= owner.seen_at + IDLE
}

/// The sessions of the administrator who asks, the one used last first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list(services: &Services, context: &OpContext) -> Result<Vec<Session>, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let Some(id) = context.administrator() else {
        return Ok(Vec::new());
    };
    let mut reader = services.database().read().await?;
    let now = context.now;
    let sessions = store::list(&mut reader.connection(), context.tenant, id).await?;
    Ok(sessions
        .into_iter()
        .filter(|s| now < s.expires_at && now < s.seen_at + IDLE)
        .collect())
}

/// How many sessions are open, for the metrics.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn count_open(services: &Services) -> Result<i64, ServiceError> {
    let now = services.clock().now();
    let mut reader = services.database().read().await?;
    Ok(store::count(&mut reader.connection(), services.tenant(), now, now - IDLE).await?)
}
