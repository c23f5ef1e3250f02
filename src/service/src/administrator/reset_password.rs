//! Giving an administrator a new password.

use super::input::new_password;
use super::target;
use crate::change::{Action, Detail, Draft, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::password::{Password, generate};
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::administrator::{self as store, Administrator};
use forecourt_store::session;

/// A password that was reset.
#[derive(Clone, Debug)]
pub struct PasswordReset {
    /// The change that did it.
    pub revision: Revision,
    /// The password that was made up because none was chosen. It is stored nowhere.
    pub made_up: Option<Password>,
}

/// Gives an administrator a new password and ends all their sessions. Without a password one is made up.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] on `password`; [`ServiceError::NotFound`];
/// [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn reset_password(
    services: &Services,
    context: &OpContext,
    id: AdministratorId,
    password: Option<&Password>,
) -> Result<PasswordReset, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let email = super::get(services, context, id).await?.email;
    let made_up = password.is_none().then(|| generate(services.random()));
    let hash = match (password, &made_up) {
        (Some(chosen), _) => new_password(services, "password", chosen, &[&email]).await?,
        (None, Some(made_up)) => services.passwords().hash(made_up, services.random()).await?,
        (None, None) => return Err(ServiceError::Busy),
    };
    let revision = store_password(services, context, id, hash, None, &[]).await?;
    Ok(PasswordReset { revision, made_up })
}

/// Stores a new hash and ends every session but the one with the hash `keep`. With `verified`, only if that is still
/// the stored hash.
pub(crate) async fn store_password(
    services: &Services,
    context: &OpContext,
    id: AdministratorId,
    hash: String,
    verified: Option<&str>,
    keep: &[u8],
) -> Result<Revision, ServiceError> {
    let missing = || ServiceError::NotFound {
        what: "administrator",
    };
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let found = store::find(&mut connection, context.tenant, id)
        .await?
        .ok_or_else(missing)?;
    if verified.is_some_and(|verified| verified != found.password_hash) {
        let message = "Your password was changed in between. Sign in again.";
        return Err(ServiceError::refused("password-changed", message));
    }
    let after = Administrator {
        password_hash: hash,
        password_changed_at: context.now,
        revision,
        ..found
    };
    store::save(&mut connection, context.tenant, &after).await?;
    session::delete_of(&mut connection, context.tenant, id, keep).await?;
    let record = Record {
        action: Action::PasswordReset,
        target: target(&after),
        detail: Detail::default(),
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await
}
