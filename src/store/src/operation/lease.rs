//! Who works on an operation, and how far it came.

use super::Operation;
use super::state::{Row, columns};
use crate::database::Connection;
use crate::dialect::{for_few_pages, for_many_pages};
use crate::error::StoreError;
use crate::moment::{CLOCKS_DIFFER, to_micros};
use forecourt_model::TenantId;
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    // One after the other, in the order in which they were started: the later one has the last word.
    NEXT = columns!("where tenant_id = $1 and state in ('waiting', 'running') order by revision limit 1");
    CLAIM = "update operation set state = 'running', lease_owner = $3, lease_until = $4
             where tenant_id = $1 and operation_id = $2 and state in ('waiting', 'running')
             and (lease_owner = $3 or lease_until is null or lease_until <= $5 or lease_until > $6)";
    ADVANCE = "update operation set done_position = $3, succeeded = succeeded + $4, unchanged = unchanged + $5,
              failed = failed + $6, lease_until = $7 where tenant_id = $1 and operation_id = $2 and lease_owner = $8
              and state = 'running'";
    FINISH = "update operation set state = 'done', finished_at = $3, problem = $4, lease_owner = null,
              lease_until = null where tenant_id = $1 and operation_id = $2 and state in ('waiting', 'running')";
}

/// How many kilobytes of pages a part keeps. Its people mostly lie in the order of names, and hardly any page is needed
/// twice; of people who lie here and there it touches so many pages that three times as much saves no twentieth.
const MEMORY: u32 = 32_768;

/// The operation that is next: the first that was started and is not over.
///
/// # Errors
/// [`StoreError`].
pub async fn next(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Option<Operation>, StoreError> {
    crate::fetch_optional!(connection, Row, NEXT, tenant.0)?
        .map(Operation::try_from)
        .transpose()
}

/// Takes the lease of an operation until `until`, unless another process holds it at `now`. Returns whether it did.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    owner: Uuid,
    now: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<bool, StoreError> {
    for_many_pages(connection, MEMORY).await?;
    let void_from = to_micros(until + CLOCKS_DIFFER);
    let (now, until) = (to_micros(now), to_micros(until));
    Ok(crate::execute!(connection, CLAIM, tenant.0, id, owner, until, now, void_from)? == 1)
}

/// What a part did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who have the wanted assignment now.
    pub succeeded: u64,
    /// People who stayed as they were.
    pub unchanged: u64,
    /// People who could not be changed.
    pub failed: u64,
}

/// Moves the cursor and adds what the part did; the lease lasts until `until`. Returns whether `owner` still has it.
///
/// # Errors
/// [`StoreError`].
pub async fn advance(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    position: i64,
    tally: Tally,
    owner: Uuid,
    until: OffsetDateTime,
) -> Result<bool, StoreError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let touched = crate::execute!(
        connection,
        ADVANCE,
        tenant.0,
        id,
        position,
        number(tally.succeeded),
        number(tally.unchanged),
        number(tally.failed),
        to_micros(until),
        owner
    )?;
    Ok(touched == 1)
}

/// Ends an operation; `problem` says why it ended before its end.
///
/// # Errors
/// [`StoreError`].
pub async fn finish(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    now: OffsetDateTime,
    problem: Option<&str>,
) -> Result<bool, StoreError> {
    let touched = crate::execute!(connection, FINISH, tenant.0, id, to_micros(now), problem)?;
    for_few_pages(connection).await?;
    Ok(touched == 1)
}
