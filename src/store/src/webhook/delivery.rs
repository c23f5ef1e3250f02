//! Deliveries of webhooks: what is to be told, and how that went.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{CLOCKS_DIFFER, from_micros, to_micros};
use forecourt_model::{Revision, TenantId, WebhookId};
use time::OffsetDateTime;
use uuid::Uuid;

macro_rules! columns {
    ($tail:literal) => {
        concat!(
            "select delivery_id, webhook_id, event, change_revision, payload, state, attempts, next_attempt_at,
             last_attempt_at, last_status, last_problem, created_at from webhook_delivery ",
            $tail
        )
    };
}

crate::statements! {
    INSERT = "insert into webhook_delivery (tenant_id, delivery_id, webhook_id, event, change_revision, payload, state,
              attempts, next_attempt_at, created_at) values ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $7)";
    FIND = columns!("where tenant_id = $1 and webhook_id = $2 and delivery_id = $3");
    PAGE = columns!("where tenant_id = $1 and webhook_id = $2 and delivery_id < $3 order by delivery_id desc limit $4");
    // A webhook is told a few things at once, and nothing more before those have ended: one that takes long to answer
    // keeps nobody else waiting.
    LEASE = "update webhook_delivery set lease_owner = $2, lease_until = $4 where tenant_id = $1 and delivery_id in (
             select delivery_id from (select d.delivery_id, d.next_attempt_at,
             row_number() over (partition by d.webhook_id order by d.next_attempt_at, d.delivery_id) as place
             from webhook_delivery d
             join webhook w on w.tenant_id = d.tenant_id and w.webhook_id = d.webhook_id
             where d.tenant_id = $1 and d.state = 'waiting' and d.next_attempt_at <= $3 and w.enabled
             and not exists (select 1 from webhook_delivery h where h.tenant_id = $1 and h.webhook_id = d.webhook_id
             and h.lease_until >= $3 and h.lease_until <= $7)) as due
             where place <= $6 order by place, next_attempt_at, delivery_id limit $5)
             and (lease_until is null or lease_until < $3 or lease_until > $7)";
    LEASED = columns!("where tenant_id = $1 and lease_owner = $2 and state = 'waiting' order by delivery_id");
    // Only while the lease holds: another process may have taken it over.
    ATTEMPTED = "update webhook_delivery set state = $4, attempts = attempts + 1, next_attempt_at = $5,
             last_attempt_at = $6, last_status = $7, last_problem = $8, lease_owner = null, lease_until = null
             where tenant_id = $1 and delivery_id = $2 and lease_owner = $3";
    REPLAY = "update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = $4, lease_owner = null,
             lease_until = null where tenant_id = $1 and webhook_id = $2 and delivery_id = $3
             and state <> 'waiting'";
    DELETE_OLD = "delete from webhook_delivery where tenant_id = $1 and state <> 'waiting' and created_at < $2";
}

/// Where a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is to be sent, for the first time or again.
    Waiting,
    /// The other side has taken it.
    Delivered,
    /// It was given up.
    Failed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    /// The name in the database and in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One change for one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its key; the message identifier is made from it.
    pub id: Uuid,
    /// For which webhook.
    pub webhook: WebhookId,
    /// The code of the action.
    pub event: String,
    /// The change.
    pub change: Revision,
    /// What is sent.
    pub payload: String,
    /// Where it is.
    pub state: State,
    /// How often it was sent.
    pub attempts: i64,
    /// When it is sent next, while it waits.
    pub next_attempt_at: OffsetDateTime,
    /// When it was sent last.
    pub last_attempt_at: Option<OffsetDateTime>,
    /// What the other side answered.
    pub last_status: Option<i64>,
    /// Why it was not taken, as a sentence.
    pub last_problem: Option<String>,
    /// When the change was noticed.
    pub created_at: OffsetDateTime,
}

/// How an attempt went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Where the delivery is now.
    pub state: State,
    /// When it is sent next, if it is.
    pub next_attempt_at: OffsetDateTime,
    /// When it was sent.
    pub at: OffsetDateTime,
    /// What the other side answered.
    pub status: Option<u16>,
    /// Why it was not taken.
    pub problem: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    delivery_id: Uuid,
    webhook_id: Uuid,
    event: String,
    change_revision: i64,
    payload: String,
    state: String,
    attempts: i64,
    next_attempt_at: i64,
    last_attempt_at: Option<i64>,
    last_status: Option<i64>,
    last_problem: Option<String>,
    created_at: i64,
}

const TABLE: &str = "webhook_delivery";

impl TryFrom<Row> for Delivery {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wrong = || StoreError::Inconsistent {
            table: TABLE,
            problem: format!("the state `{}`", row.state),
        };
        Ok(Self {
            state: State::from_code(&row.state).ok_or_else(wrong)?,
            id: row.delivery_id,
            webhook: WebhookId(row.webhook_id),
            event: row.event,
            change: Revision(row.change_revision),
            payload: row.payload,
            attempts: row.attempts,
            next_attempt_at: from_micros(TABLE, row.next_attempt_at)?,
            last_attempt_at: row.last_attempt_at.map(|at| from_micros(TABLE, at)).transpose()?,
            last_status: row.last_status,
            last_problem: row.last_problem,
            created_at: from_micros(TABLE, row.created_at)?,
        })
    }
}

/// Adds a delivery that is due at once.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    delivery: &Delivery,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        delivery.id,
        delivery.webhook.0,
        delivery.event.as_str(),
        delivery.change.0,
        delivery.payload.as_str(),
        to_micros(delivery.created_at)
    )?;
    Ok(())
}

/// One delivery of a webhook.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    webhook: WebhookId,
    id: Uuid,
) -> Result<Option<Delivery>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, webhook.0, id)?;
    row.map(Delivery::try_from).transpose()
}

/// At most `limit` deliveries of a webhook, the newest first, before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn page(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    webhook: WebhookId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let before = before.unwrap_or(Uuid::max());
    let rows = crate::fetch_all!(connection, Row, PAGE, tenant.0, webhook.0, before, limit)?;
    rows.into_iter().map(Delivery::try_from).collect()
}

/// Takes at most `limit` deliveries that are due at `now` for `owner`, who holds them until `until`: at most `each` of
/// one webhook, and none of one of which some are held.
///
/// # Errors
/// [`StoreError`].
pub async fn lease(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    owner: Uuid,
    now: OffsetDateTime,
    until: OffsetDateTime,
    (limit, each): (i64, i64),
) -> Result<Vec<Delivery>, StoreError> {
    let taken = crate::execute!(
        connection,
        LEASE,
        tenant.0,
        owner,
        to_micros(now),
        to_micros(until),
        limit,
        each,
        to_micros(until + CLOCKS_DIFFER)
    )?;
    if taken == 0 {
        return Ok(Vec::new());
    }
    let rows = crate::fetch_all!(connection, Row, LEASED, tenant.0, owner)?;
    rows.into_iter().map(Delivery::try_from).collect()
}

/// Notes how sending went and gives the delivery back. `false` when the lease was lost.
///
/// # Errors
/// [`StoreError`].
pub async fn attempted(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    owner: Uuid,
    attempt: &Attempt,
) -> Result<bool, StoreError> {
    let done = crate::execute!(
        connection,
        ATTEMPTED,
        tenant.0,
        id,
        owner,
        attempt.state.code(),
        to_micros(attempt.next_attempt_at),
        to_micros(attempt.at),
        attempt.status.map(i64::from),
        attempt.problem.as_deref()
    )?;
    Ok(done == 1)
}

/// Makes a delivery that has ended due again. `false` when it waits already.
///
/// # Errors
/// [`StoreError`].
pub async fn replay(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    webhook: WebhookId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, REPLAY, tenant.0, webhook.0, id, to_micros(now))? == 1)
}

/// Deletes deliveries that have ended and are older than `before`.
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
