//! Work on the direct assignments of many people: its state, its people, and its parts.
//!
//! An operation is first staged as a draft ([`staging`]), then done part by part ([`part`]), each part in the
//! transaction of a change of its own. The database knows how far it is, so that any server can go on.

pub mod apply;
pub mod lease;
pub mod part;
pub mod preview;
pub mod results;
pub mod staging;
mod state;
pub mod stretch;
pub mod together;
pub mod undoing;

pub use state::{Found, Operation, State};

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::{AdministratorId, PolicyId, Revision, TenantId};
use state::{Row, columns};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into operation (tenant_id, operation_id, author, administrator_id, actor_name, request_id,
              idempotency_key, fingerprint, state, policy_id, policy_name, from_policy_id, from_policy_name, source,
              source_words, reason, owner, expires_at, retry_of, lines, people, done_position, succeeded, unchanged,
              failed, created_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
              0, 0, 0, 0, 0, 0, $19)";
    FIND = columns!("where tenant_id = $1 and operation_id = $2");
    FIND_BY_KEY = columns!("where tenant_id = $1 and author = $2 and idempotency_key = $3");
    PAGE = columns!("where tenant_id = $1 and (state <> 'draft' or author = $2)
            and (created_at, operation_id) < ($3, $4) order by created_at desc, operation_id desc limit $5");
    SET_SIZE = "update operation set lines = $3, people = $4 where tenant_id = $1 and operation_id = $2";
    START = "update operation set state = 'waiting', revision = $3, started_at = $4, administrator_id = $5,
             actor_name = $6, request_id = $7 where tenant_id = $1 and operation_id = $2 and state = 'draft'
             and lines > 0";
    CANCEL = "update operation set state = 'cancelled', finished_at = $3, lease_owner = null, lease_until = null
              where tenant_id = $1 and operation_id = $2 and state in ('waiting', 'running')";
    DELETE_DRAFT = "delete from operation where tenant_id = $1 and operation_id = $2 and state = 'draft'";
    DELETE_PEOPLE = "delete from operation_person where tenant_id = $1 and operation_id = $2";
    DELETE_POLICIES = "delete from operation_policy where tenant_id = $1 and operation_id = $2";
    COUNT_DRAFTS = "select count(*) from operation where tenant_id = $1 and author = $2 and state = 'draft'";
    OLD_DRAFTS = "select operation_id from operation where tenant_id = $1 and state = 'draft' and created_at < $2";
}

/// Adds an operation as a draft without people.
///
/// # Errors
/// [`StoreError::Duplicate`] when its author has used the key before.
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: &Operation,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        operation.id,
        operation.author.as_str(),
        operation.administrator.map(|id| id.0),
        operation.actor_name.as_str(),
        operation.request_id.as_str(),
        operation.idempotency_key.as_str(),
        operation.fingerprint.as_str(),
        operation.policy.map(|id| id.0),
        operation.policy_name.as_str(),
        operation.from_policy.map(|id| id.0),
        operation.from_policy_name.as_str(),
        operation.source.as_str(),
        operation.source_words.as_str(),
        operation.reason.as_deref(),
        operation.owner.as_deref(),
        operation.expires_at.map(to_micros),
        operation.retry_of,
        to_micros(operation.created_at)
    )?;
    Ok(())
}

/// An operation.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<Operation>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, id)?
        .map(Operation::try_from)
        .transpose()
}

/// The operation that `author` made with `key`.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_key(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    author: &str,
    key: &str,
) -> Result<Option<Operation>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND_BY_KEY, tenant.0, author, key)?
        .map(Operation::try_from)
        .transpose()
}

/// At most `limit` operations, newest first, after the one made at this moment with this identifier. Drafts only of
/// `author`.
///
/// # Errors
/// [`StoreError`].
pub async fn page(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    author: &str,
    after: Option<(OffsetDateTime, Uuid)>,
    limit: i64,
) -> Result<Vec<Operation>, StoreError> {
    let (moment, id) = after.map_or((i64::MAX, Uuid::max()), |(moment, id)| (to_micros(moment), id));
    let rows = crate::fetch_all!(connection, Row, PAGE, tenant.0, author, moment, id, limit)?;
    rows.into_iter().map(Operation::try_from).collect()
}

/// Notes how many lines a draft has, and how many of them are people to work on.
///
/// # Errors
/// [`StoreError`].
pub async fn set_size(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    lines: i64,
    people: i64,
) -> Result<(), StoreError> {
    crate::execute!(connection, SET_SIZE, tenant.0, id, lines, people)?;
    Ok(())
}

/// Makes a draft ready to run, with `revision` as its entry in the audit trail. Returns whether it was a draft with all
/// of its lines.
///
/// # Errors
/// [`StoreError`].
pub async fn start(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    revision: Revision,
    now: OffsetDateTime,
    actor: (Option<AdministratorId>, &str, &str),
) -> Result<bool, StoreError> {
    let (administrator, name, request) = actor;
    let administrator = administrator.map(|id| id.0);
    let touched = crate::execute!(
        connection,
        START,
        tenant.0,
        id,
        revision.0,
        to_micros(now),
        administrator,
        name,
        request
    )?;
    Ok(touched == 1)
}

/// Ends an operation that waits or runs; what is done stays done. Returns whether it was one.
///
/// # Errors
/// [`StoreError`].
pub async fn cancel(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, CANCEL, tenant.0, id, to_micros(now))? == 1)
}

/// Deletes a draft with its people. Returns whether it was one; else nothing is deleted.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_draft(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<bool, StoreError> {
    // First of all, because somebody may be starting it: whoever waits for them finds out here that it is no draft.
    if crate::execute!(connection, DELETE_DRAFT, tenant.0, id)? != 1 {
        return Ok(false);
    }
    crate::execute!(connection, DELETE_PEOPLE, tenant.0, id)?;
    crate::execute!(connection, DELETE_POLICIES, tenant.0, id)?;
    Ok(true)
}

/// How many drafts `author` has.
///
/// # Errors
/// [`StoreError`].
pub async fn count_drafts(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    author: &str,
) -> Result<i64, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), COUNT_DRAFTS, tenant.0, author)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The drafts that were made before `moment`.
///
/// # Errors
/// [`StoreError`].
pub async fn old_drafts(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    moment: OffsetDateTime,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), OLD_DRAFTS, tenant.0, to_micros(moment))?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether an operation sets an assignment, and from which one on: what people end with, and what they must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The direct assignment afterwards.
    pub policy: Option<PolicyId>,
    /// Only people who have this directly; inside, `None` is no direct assignment.
    pub from: Option<Option<PolicyId>>,
}

impl Wanted {
    /// As three values to bind: the policy, the one before, and 1 when that one counts.
    pub(crate) fn bound(self) -> (Option<Uuid>, Option<Uuid>, i64) {
        (
            self.policy.map(|id| id.0),
            self.from.flatten().map(|id| id.0),
            i64::from(self.from.is_some()),
        )
    }
}
