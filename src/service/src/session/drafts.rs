//! Forms that were sent after a session had ended.

use super::{DRAFT_LIFE, hash_of, new_token};
use crate::services::Services;
use forecourt_store::{StoreError, draft};

/// The most forms that are kept at once: nobody who is signed out may fill the database.
const MAXIMUM_DRAFTS: i64 = 200;

/// Keeps the form `body` that was sent to `path` and returns the token that brings it back; `None` when too many are
/// kept already.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_draft(services: &Services, path: &str, body: &str) -> Result<Option<String>, StoreError> {
    let (now, tenant) = (services.clock().now(), services.tenant());
    let token = new_token(services.random());
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    draft::delete_expired(&mut connection, tenant, now).await?;
    if draft::count(&mut connection, tenant).await? >= MAXIMUM_DRAFTS {
        return Ok(None);
    }
    draft::keep(
        &mut connection,
        tenant,
        &hash_of(&token),
        path,
        body,
        now + DRAFT_LIFE,
    )
    .await?;
    transaction.commit().await?;
    Ok(Some(token))
}

/// Takes out the form that belongs to `token`: its path and its fields.
///
/// # Errors
/// [`StoreError`].
pub async fn take_draft(services: &Services, token: &str) -> Result<Option<(String, String)>, StoreError> {
    let mut transaction = services.database().begin().await?;
    let now = services.clock().now();
    let taken = draft::take(
        &mut transaction.connection(),
        services.tenant(),
        &hash_of(token),
        now,
    )
    .await?;
    transaction.commit().await?;
    Ok(taken)
}
