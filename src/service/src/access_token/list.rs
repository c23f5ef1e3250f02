//! Reading access tokens.

use super::{AccessToken, sees_everybody};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::access_token as store;

/// Tokens, the newest first: everybody's for those who may read administrators (a token by a
/// scope of its own), else one's own.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list(services: &Services, context: &OpContext) -> Result<Vec<AccessToken>, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let everybody = sees_everybody(context);
    let own = context.administrator();
    let mut reader = services.database().read().await?;
    let tokens = store::list(&mut reader.connection(), context.tenant).await?;
    let seen = |token: &AccessToken| everybody || Some(token.owner) == own;
    Ok(tokens.into_iter().filter(seen).collect())
}
