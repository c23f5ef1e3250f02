//! Webhooks: who is told of changes.

pub mod delivery;

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::{Revision, TenantId, WebhookId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    LIST = "select webhook_id, url, description, events, secret, enabled, seen_revision, revision, created_at
            from webhook where tenant_id = $1 order by created_at, webhook_id";
    FIND = "select webhook_id, url, description, events, secret, enabled, seen_revision, revision, created_at
            from webhook where tenant_id = $1 and webhook_id = $2";
    SAVE = "insert into webhook (tenant_id, webhook_id, url, description, events, secret, enabled, seen_revision,
            revision, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (tenant_id, webhook_id) do update set url = excluded.url,
            description = excluded.description, events = excluded.events, enabled = excluded.enabled,
            revision = excluded.revision";
    // Only from where it was read, so that two servers cannot tell the same change twice.
    SEEN = "update webhook set seen_revision = $4 where tenant_id = $1 and webhook_id = $2 and seen_revision = $3";
    DISABLE = "update webhook set enabled = $3 where tenant_id = $1 and webhook_id = $2";
    DELETE = "delete from webhook where tenant_id = $1 and webhook_id = $2";
}

/// Who is told of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its key.
    pub id: WebhookId,
    /// Where changes are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The codes of the actions that are told; `*` for all.
    pub events: Vec<String>,
    /// What deliveries are signed with.
    pub secret: String,
    /// Whether it is told anything.
    pub enabled: bool,
    /// The last change that was turned into a delivery, or passed over.
    pub seen: Revision,
    /// The change that wrote it last.
    pub revision: Revision,
    /// When it was added.
    pub created_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct Row {
    webhook_id: Uuid,
    url: String,
    description: String,
    events: String,
    secret: String,
    enabled: bool,
    seen_revision: i64,
    revision: i64,
    created_at: i64,
}

impl TryFrom<Row> for Webhook {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: WebhookId(row.webhook_id),
            url: row.url,
            description: row.description,
            events: row.events.split_whitespace().map(str::to_owned).collect(),
            secret: row.secret,
            enabled: row.enabled,
            seen: Revision(row.seen_revision),
            revision: Revision(row.revision),
            created_at: from_micros("webhook", row.created_at)?,
        })
    }
}

/// Every webhook, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<Webhook>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, LIST, tenant.0)?;
    rows.into_iter().map(Webhook::try_from).collect()
}

/// A webhook by its key.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: WebhookId,
) -> Result<Option<Webhook>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, id.0)?;
    row.map(Webhook::try_from).transpose()
}

/// Adds a webhook or writes what has changed; not its secret, nor what it has seen.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    webhook: &Webhook,
) -> Result<(), StoreError> {
    let events = webhook.events.join(" ");
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        webhook.id.0,
        webhook.url.as_str(),
        webhook.description.as_str(),
        events.as_str(),
        webhook.secret.as_str(),
        webhook.enabled,
        webhook.seen.0,
        webhook.revision.0,
        to_micros(webhook.created_at)
    )?;
    Ok(())
}

/// Notes that changes after `from` up to `to` were turned into deliveries. `false` when another process did so.
///
/// # Errors
/// [`StoreError`].
pub async fn seen(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: WebhookId,
    from: Revision,
    to: Revision,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, SEEN, tenant.0, id.0, from.0, to.0)? == 1)
}

/// Stops telling.
///
/// # Errors
/// [`StoreError`].
pub async fn disable(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: WebhookId,
) -> Result<(), StoreError> {
    crate::execute!(connection, DISABLE, tenant.0, id.0, false)?;
    Ok(())
}

/// Deletes a webhook with its deliveries. Returns whether it was there.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: WebhookId,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, DELETE, tenant.0, id.0)? == 1)
}
