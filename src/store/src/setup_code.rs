//! The code that lets the first administrator in. Only its hash is stored.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::TenantId;
use time::OffsetDateTime;

crate::statements! {
    SAVE = "insert into setup_code (tenant_id, code_hash, created_at) values ($1, $2, $3)
            on conflict (tenant_id) do update set code_hash = excluded.code_hash, created_at = excluded.created_at";
    FIND = "select code_hash from setup_code where tenant_id = $1";
    TAKE = "delete from setup_code where tenant_id = $1 and code_hash = $2";
    DELETE = "delete from setup_code where tenant_id = $1";
}

/// Puts a code in the place of the one before.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, SAVE, tenant.0, hash, to_micros(now))?;
    Ok(())
}

/// The hash of the code that is valid.
///
/// # Errors
/// [`StoreError`].
pub async fn find(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(crate::fetch_optional!(connection, (Vec<u8>,), FIND, tenant.0)?.map(|(hash,)| hash))
}

/// Uses the code up. Returns whether it was the valid one.
///
/// # Errors
/// [`StoreError`].
pub async fn take(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, TAKE, tenant.0, hash)? == 1)
}

/// Takes every code away.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(connection: &mut Connection<'_>, tenant: TenantId) -> Result<(), StoreError> {
    crate::execute!(connection, DELETE, tenant.0)?;
    Ok(())
}
