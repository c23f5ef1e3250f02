//! What is to be sent, and what became of it.

use super::sign::signature;
use super::{Delivery, EVERY_EVENT, State, Webhook};
use crate::change::Detail;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::{Revision, WebhookId};
use forecourt_store::change::{self, Change};
use forecourt_store::webhook::delivery::{self, Attempt};
use forecourt_store::{organization, webhook as store};
use serde_json::json;
use time::Duration;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// How many changes are turned into deliveries at once.
const PIECE: i64 = 100;

/// How many deliveries a process takes at once, in all and of one webhook.
const TAKEN: (i64, i64) = (64, 4);

/// How long a process holds what it has taken: longer than sending may take.
const LEASE: Duration = Duration::minutes(2);

/// How long ended deliveries are kept.
const LIFE: Duration = Duration::days(30);

/// How long it waits after each attempt that failed: about three days in all.
const BACKOFF: [Duration; 9] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(14),
    Duration::hours(20),
    Duration::hours(24),
];

/// A message to send: a POST of `body` to `url` with these headers.
#[derive(Clone, Debug)]
pub struct Due {
    /// The delivery.
    pub delivery: Uuid,
    /// Whose it is.
    pub webhook: WebhookId,
    /// The process that holds it.
    pub owner: Uuid,
    /// Where to.
    pub url: String,
    /// `webhook-id`.
    pub message_id: String,
    /// `webhook-timestamp`, seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The JSON document.
    pub body: String,
    attempts: i64,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side answered with this status.
    Answered(u16),
    /// It was not reached; a sentence says why.
    Failed(String),
}

/// Turns changes that no delivery was made of yet into deliveries. Returns how many.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn enqueue(services: &Services) -> Result<u64, ServiceError> {
    let tenant = services.tenant();
    let mut reader = services.database().read().await?;
    let found = organization::find(&mut reader.connection(), tenant).await?;
    let newest = found.map_or(Revision(0), |found| found.revision);
    let webhooks = store::list(&mut reader.connection(), tenant).await?;
    drop(reader);
    let mut made = 0;
    for webhook in webhooks.iter().filter(|webhook| webhook.seen < newest) {
        made += enqueue_for(services, webhook, newest).await?;
    }
    Ok(made)
}

async fn enqueue_for(services: &Services, webhook: &Webhook, newest: Revision) -> Result<u64, ServiceError> {
    let (tenant, now) = (services.tenant(), services.clock().now());
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    let changes = change::since(&mut connection, tenant, webhook.seen, PIECE).await?;
    let is_full = i64::try_from(changes.len()).is_ok_and(|count| count >= PIECE);
    // What a part of a larger change is, the list leaves out: then there is nothing up to the newest.
    let last = changes.last().map_or(newest, |change| change.revision);
    let seen = if is_full { last } else { last.max(newest) };
    if !store::seen(&mut connection, tenant, webhook.id, webhook.seen, seen).await? {
        return Ok(0);
    }
    let wants = |code: &str| {
        webhook
            .events
            .iter()
            .any(|event| event == EVERY_EVENT || event == code)
    };
    let mut made = 0;
    for change in changes
        .iter()
        .filter(|change| webhook.enabled && wants(&change.action))
    {
        let new = Delivery {
            id: services.random().identifier(now),
            webhook: webhook.id,
            event: change.action.clone(),
            change: change.revision,
            payload: payload(change),
            state: State::Waiting,
            attempts: 0,
            next_attempt_at: now,
            last_attempt_at: None,
            last_status: None,
            last_problem: None,
            created_at: now,
        };
        delivery::insert(&mut connection, tenant, &new).await?;
        made += 1;
    }
    transaction.commit().await?;
    Ok(made)
}

fn payload(change: &Change) -> String {
    let detail: Detail = serde_json::from_str(&change.detail).unwrap_or_default();
    json!({
        "type": change.action,
        "timestamp": change.occurred_at.format(&Rfc3339).unwrap_or_default(),
        "data": {
            "revision": change.revision,
            "actor": change.actor_name,
            "target": { "kind": change.target_kind, "id": change.target_id, "name": change.target_name },
            "fields": detail.fields,
            "impact": detail.impact,
            "reason": change.reason,
            "undoes": change.undoes,
            "request_id": change.request_id,
        },
    })
    .to_string()
}

/// Takes messages that are due, signed. Nobody else takes them until the lease ends.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn due(services: &Services) -> Result<Vec<Due>, ServiceError> {
    let (tenant, now) = (services.tenant(), services.clock().now());
    let mut reader = services.database().read().await?;
    let webhooks = store::list(&mut reader.connection(), tenant).await?;
    drop(reader);
    // Nobody to tell: the database is not asked to write.
    if !webhooks.iter().any(|webhook| webhook.enabled) {
        return Ok(Vec::new());
    }
    let owner = services.random().identifier(now);
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    let taken = delivery::lease(&mut connection, tenant, owner, now, now + LEASE, TAKEN).await?;
    if !taken.is_empty() {
        delivery::delete_old(&mut connection, tenant, now - LIFE).await?;
    }
    transaction.commit().await?;
    let message = |delivery: Delivery| {
        let webhook = webhooks.iter().find(|webhook| webhook.id == delivery.webhook)?;
        let (message_id, timestamp) = (format!("msg_{}", delivery.id.simple()), now.unix_timestamp());
        Some(Due {
            delivery: delivery.id,
            webhook: webhook.id,
            owner,
            url: webhook.url.clone(),
            signature: signature(&webhook.secret, &message_id, timestamp, &delivery.payload)?,
            message_id,
            timestamp,
            body: delivery.payload,
            attempts: delivery.attempts,
        })
    };
    Ok(taken.into_iter().filter_map(message).collect())
}

/// Notes what became of a message. What was not taken is sent again later, until it is given up; 410 ends the webhook.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn record(services: &Services, due: &Due, outcome: &Outcome) -> Result<(), ServiceError> {
    let (tenant, now) = (services.tenant(), services.clock().now());
    let (status, problem) = match outcome {
        Outcome::Answered(status) => (Some(*status), None),
        Outcome::Failed(problem) => (None, Some(problem.clone())),
    };
    let is_taken = matches!(outcome, Outcome::Answered(200..=299));
    let is_gone = matches!(outcome, Outcome::Answered(410));
    let wait = usize::try_from(due.attempts)
        .ok()
        .and_then(|attempt| BACKOFF.get(attempt));
    let (state, next) = match wait {
        _ if is_taken => (State::Delivered, now),
        _ if is_gone => (State::Failed, now),
        Some(wait) => (State::Waiting, now + *wait),
        None => (State::Failed, now),
    };
    let problem = problem.or_else(|| {
        let words = |status: u16| format!("The other side answered with status {status}.");
        status.filter(|_| !is_taken).map(words)
    });
    let attempt = Attempt {
        state,
        next_attempt_at: next,
        at: now,
        status,
        problem,
    };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    delivery::attempted(&mut connection, tenant, due.delivery, due.owner, &attempt).await?;
    if is_gone {
        store::disable(&mut connection, tenant, due.webhook).await?;
    }
    Ok(transaction.commit().await?)
}
