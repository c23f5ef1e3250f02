//! Revoking an access token.

use super::{AccessToken, sees_everybody, target};
use crate::change::{Action, Detail, Draft, FieldChange, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::scope::Scope;
use forecourt_model::{Revision, TokenId};
use forecourt_store::access_token as store;

const MISSING: ServiceError = ServiceError::NotFound { what: "access token" };

/// One token: one's own, or anybody's for those who may read administrators.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn find(
    services: &Services,
    context: &OpContext,
    id: TokenId,
) -> Result<AccessToken, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, id).await?;
    let found = found.ok_or(MISSING)?;
    if is_seen(context, &found) {
        Ok(found)
    } else {
        Err(MISSING)
    }
}

/// Revokes a token: the next request with it is refused. One's own, or anybody's for those who manage administrators.
/// `None` when it was revoked already.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::MissingScope`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn revoke(
    services: &Services,
    context: &OpContext,
    id: TokenId,
) -> Result<Option<Revision>, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let mut draft = Draft::begin(services, context).await?;
    let mut connection = draft.connection();
    let found = store::find(&mut connection, context.tenant, id)
        .await?
        .ok_or(MISSING)?;
    if !is_seen(context, &found) {
        return Err(MISSING);
    }
    if Some(found.owner) != context.administrator() {
        context.require_scope(Scope::AdministratorsWrite)?;
    }
    if !store::revoke(&mut connection, context.tenant, id, context.now).await? {
        return Ok(None);
    }
    let record = Record {
        action: Action::TokenRevoked,
        target: target(id, &found.name),
        detail: Detail {
            fields: vec![
                FieldChange::new("Owner", Some(found.owner_name), None),
                FieldChange::new("Scopes", Some(found.scopes.to_string()), None),
            ],
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    Ok(Some(draft.commit(record, &[]).await?))
}

fn is_seen(context: &OpContext, token: &AccessToken) -> bool {
    Some(token.owner) == context.administrator() || sees_everybody(context)
}
