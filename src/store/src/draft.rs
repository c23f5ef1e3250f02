//! Forms that were sent after a session had ended, kept until their author has signed in again.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::TenantId;
use time::OffsetDateTime;

crate::statements! {
    KEEP = "insert into draft (tenant_id, draft_hash, path, body, expires_at) values ($1, $2, $3, $4, $5)";
    TAKE = "delete from draft where tenant_id = $1 and draft_hash = $2 returning path, body, expires_at";
    DELETE_EXPIRED = "delete from draft where tenant_id = $1 and expires_at < $2";
    COUNT = "select count(*) from draft where tenant_id = $1";
}

/// Keeps the form `body` that was sent to `path`.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
    path: &str,
    body: &str,
    expires_at: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        KEEP,
        tenant.0,
        hash,
        path,
        body,
        to_micros(expires_at)
    )?;
    Ok(())
}

/// Takes a form out, with its path, unless it has expired at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn take(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<(String, String)>, StoreError> {
    let row = crate::fetch_optional!(connection, (String, String, i64), TAKE, tenant.0, hash)?;
    Ok(row
        .filter(|(_, _, expires_at)| *expires_at > to_micros(now))
        .map(|(path, body, _)| (path, body)))
}

/// Deletes forms that nobody came back for.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_expired(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    now: OffsetDateTime,
) -> Result<u64, StoreError> {
    crate::execute!(connection, DELETE_EXPIRED, tenant.0, to_micros(now))
}

/// How many forms are kept.
///
/// # Errors
/// [`StoreError`].
pub async fn count(connection: &mut Connection<'_>, tenant: TenantId) -> Result<i64, StoreError> {
    Ok(crate::fetch_optional!(connection, (i64,), COUNT, tenant.0)?.map_or(0, |(count,)| count))
}
