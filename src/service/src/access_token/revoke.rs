//! Revoking an access token.

use super::{AccessToken, made_with, sees_everybody, target};
use crate::change::{Action, Draft, FieldChange, Record};
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

/// What was revoked.
#[derive(Clone, Debug)]
pub struct Revoked {
    /// The change.
    pub revision: Revision,
    /// The tokens that were made with it, at any remove, and counted until then: they ended with it.
    pub with_it: Vec<AccessToken>,
}

/// Revokes a token and what was made with it: the next request with any of them is refused, for whoever had the one may
/// have made the others. One's own, or anybody's for those who manage administrators. `None` when it was revoked
/// already.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::MissingScope`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn revoke(
    services: &Services,
    context: &OpContext,
    id: TokenId,
) -> Result<Option<Revoked>, ServiceError> {
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
    let all = store::list(&mut connection, context.tenant).await?;
    let mut with_it = Vec::new();
    for made in made_with(&all, id) {
        if store::revoke(&mut connection, context.tenant, made.id, context.now).await?
            && context.now < made.expires_at
        {
            with_it.push(made.clone());
        }
    }
    let mut fields = vec![
        FieldChange::new("Owner", Some(found.owner_name), None),
        FieldChange::new("Scopes", Some(found.scopes.to_string()), None),
    ];
    if !with_it.is_empty() {
        let names: Vec<_> = with_it.iter().map(|made| made.name.as_str()).collect();
        fields.push(FieldChange::new(
            "Tokens made with it",
            Some(names.join(", ")),
            None,
        ));
    }
    let record = Record::new(Action::TokenRevoked, target(id, &found.name), fields);
    let revision = draft.commit(record, &[]).await?;
    Ok(Some(Revoked { revision, with_it }))
}

fn is_seen(context: &OpContext, token: &AccessToken) -> bool {
    Some(token.owner) == context.administrator() || sees_everybody(context)
}
