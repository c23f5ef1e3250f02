//! Failed attempts to sign in, counted where every server of the organization sees them.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::TenantId;
use time::OffsetDateTime;

crate::statements! {
    // Counts first and asks afterwards, so that attempts at the same moment cannot slip past the count.
    COUNT = "insert into sign_in_throttle (tenant_id, subject, failures, last_failure_at, blocked_until)
             values ($1, $2, 1, $3, 0) on conflict (tenant_id, subject) do update set
             failures = case when sign_in_throttle.last_failure_at < $4 then 1
                        else sign_in_throttle.failures + 1 end,
             last_failure_at = excluded.last_failure_at
             returning failures, blocked_until";
    BLOCK = "update sign_in_throttle set blocked_until = $3 where tenant_id = $1 and subject = $2";
    TAKE_BACK = "update sign_in_throttle set failures = failures - 1, blocked_until = 0
                 where tenant_id = $1 and subject = $2 and failures > 0";
    CLEAR = "delete from sign_in_throttle where tenant_id = $1 and subject = $2";
    DELETE_STALE = "delete from sign_in_throttle where tenant_id = $1 and last_failure_at < $2 and blocked_until < $3";
}

/// What stands against a subject after one more attempt was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many attempts count against it, this one included.
    pub failures: i64,
    /// Until when it was blocked before this attempt.
    pub blocked_until: OffsetDateTime,
}

/// Counts an attempt of `subject` as failed. Failures of which the last is older than `forgotten` count no more.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    subject: &str,
    now: OffsetDateTime,
    forgotten: OffsetDateTime,
) -> Result<Counted, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (i64, i64),
        COUNT,
        tenant.0,
        subject,
        to_micros(now),
        to_micros(forgotten)
    )?;
    let (failures, blocked_until) = row.unwrap_or((1, 0));
    Ok(Counted {
        failures,
        blocked_until: from_micros("sign_in_throttle", blocked_until)?,
    })
}

/// Lets no attempt of `subject` through before `until`.
///
/// # Errors
/// [`StoreError`].
pub async fn block(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    subject: &str,
    until: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, BLOCK, tenant.0, subject, to_micros(until))?;
    Ok(())
}

/// Takes one counted attempt back, because it did not fail, and the block that it may have caused.
///
/// # Errors
/// [`StoreError`].
pub async fn take_back(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    subject: &str,
) -> Result<(), StoreError> {
    crate::execute!(connection, TAKE_BACK, tenant.0, subject)?;
    Ok(())
}

/// Forgets every failure of `subject`.
///
/// # Errors
/// [`StoreError`].
pub async fn clear(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    subject: &str,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR, tenant.0, subject)?;
    Ok(())
}

/// Deletes subjects that failed last before `forgotten` and are not blocked at `now`. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_stale(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    forgotten: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<u64, StoreError> {
    crate::execute!(
        connection,
        DELETE_STALE,
        tenant.0,
        to_micros(forgotten),
        to_micros(now)
    )
}
