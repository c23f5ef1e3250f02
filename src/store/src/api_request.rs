//! Requests of programs that carried a key, with their answers.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::{TenantId, TokenId};
use time::OffsetDateTime;

crate::statements! {
    BEGIN = "insert into api_request (tenant_id, token_id, request_key, digest, headers, body, created_at)
             values ($1, $2, $3, $4, '', $5, $6) on conflict (tenant_id, token_id, request_key) do nothing";
    FIND = "select digest, status, headers, body from api_request
            where tenant_id = $1 and token_id = $2 and request_key = $3";
    FINISH = "update api_request set status = $4, headers = $5, body = $6
              where tenant_id = $1 and token_id = $2 and request_key = $3";
    FORGET = "delete from api_request where tenant_id = $1 and token_id = $2 and request_key = $3 and status is null";
    IS_OLD = "select 1 from api_request where tenant_id = $1 and created_at < $2 limit 1";
    DELETE_OLD = "delete from api_request where tenant_id = $1 and created_at < $2";
}

/// A request that was sent before with the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What it asked.
    pub digest: Vec<u8>,
    /// How it ended; `None` while it has not.
    pub answer: Option<Kept>,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its status.
    pub status: u16,
    /// Its headers that matter, as JSON text.
    pub headers: String,
    /// Its body.
    pub body: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Row {
    digest: Vec<u8>,
    status: Option<i64>,
    headers: String,
    body: Vec<u8>,
}

/// Notes that a request with `key` has begun. `false` when there is one already.
///
/// # Errors
/// [`StoreError`].
pub async fn begin(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    token: TokenId,
    key: &str,
    digest: &[u8],
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let none: &[u8] = &[];
    let done = crate::execute!(
        connection,
        BEGIN,
        tenant.0,
        token.0,
        key,
        digest,
        none,
        to_micros(now)
    )?;
    Ok(done == 1)
}

/// The request that was sent before with `key`.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    token: TokenId,
    key: &str,
) -> Result<Option<Earlier>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, token.0, key)?;
    Ok(row.map(|row| Earlier {
        digest: row.digest,
        answer: row
            .status
            .and_then(|status| u16::try_from(status).ok())
            .map(|status| Kept {
                status,
                headers: row.headers,
                body: row.body,
            }),
    }))
}

/// Keeps the answer of the request with `key`.
///
/// # Errors
/// [`StoreError`].
pub async fn finish(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    token: TokenId,
    key: &str,
    answer: &Kept,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        FINISH,
        tenant.0,
        token.0,
        key,
        i64::from(answer.status),
        answer.headers.as_str(),
        answer.body.as_slice()
    )?;
    Ok(())
}

/// Forgets a request that has changed nothing, so that it can be sent again.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    token: TokenId,
    key: &str,
) -> Result<(), StoreError> {
    crate::execute!(connection, FORGET, tenant.0, token.0, key)?;
    Ok(())
}

/// Whether there are requests that were sent before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn is_old(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    before: OffsetDateTime,
) -> Result<bool, StoreError> {
    let row = crate::fetch_optional!(connection, (i32,), IS_OLD, tenant.0, to_micros(before))?;
    Ok(row.is_some())
}

/// Deletes requests that were sent before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_old(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    before: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, DELETE_OLD, tenant.0, to_micros(before))?;
    Ok(())
}
