//! Giving an administrator a new password.

use super::input::new_password;
use super::target;
use crate::change::{Action, Draft, FieldChange, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::password::{Password, generate};
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::access_token::{self, AccessToken};
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

/// Gives an administrator a new password, ends all their sessions and revokes their access tokens: whoever had the old
/// password may have made some. Without a password one is made up.
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
    let mut draft = Draft::begin(services, context).await?;
    let after = write_password(&mut draft, context, id, hash, None, &[]).await?;
    let revoked = revoke_tokens(&mut draft, context, id).await?;
    let fields = if revoked.is_empty() {
        Vec::new()
    } else {
        vec![FieldChange::new("Access tokens", Some(revoked.join(", ")), None)]
    };
    let revision = draft.commit(record(&after, fields), &[]).await?;
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
    let mut draft = Draft::begin(services, context).await?;
    let after = write_password(&mut draft, context, id, hash, verified, keep).await?;
    draft.commit(record(&after, Vec::new()), &[]).await
}

async fn write_password(
    draft: &mut Draft<'_>,
    context: &OpContext,
    id: AdministratorId,
    hash: String,
    verified: Option<&str>,
    keep: &[u8],
) -> Result<Administrator, ServiceError> {
    let missing = || ServiceError::NotFound {
        what: "administrator",
    };
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
    Ok(after)
}

/// Revokes every token of the administrator that still counts. Returns their names, in order.
async fn revoke_tokens(
    draft: &mut Draft<'_>,
    context: &OpContext,
    owner: AdministratorId,
) -> Result<Vec<String>, ServiceError> {
    let mut connection = draft.connection();
    let tokens = access_token::list(&mut connection, context.tenant).await?;
    let counts = |token: &AccessToken| token.owner == owner && context.now < token.expires_at;
    let mut names = Vec::new();
    for token in tokens.into_iter().filter(counts) {
        if access_token::revoke(&mut connection, context.tenant, token.id, context.now).await? {
            names.push(token.name);
        }
    }
    names.sort();
    Ok(names)
}

fn record(after: &Administrator, fields: Vec<FieldChange>) -> Record {
    Record::new(Action::PasswordReset, target(after), fields)
}
