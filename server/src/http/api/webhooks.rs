//! `/api/v1/webhooks`: who is told of changes.

use super::answer::{Answer, Done, document, moment, page, tagged};
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, words_schema};
use super::endpoints::Endpoints;
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::WebhookId;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::webhook::{self, Delivery, State, Webhook, WebhookInput};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

const LIST: &str = "deliveries";

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    const ONE: &str = "/api/v1/webhooks/{webhook}";
    let tag = "Webhooks";
    Endpoints::default()
        .get(
            "/api/v1/webhooks",
            Scope::WebhooksRead,
            list,
            Doc::new("listWebhooks", tag, "List webhooks").page::<WebhookDocument>("Webhooks, the oldest first."),
        )
        .post(
            "/api/v1/webhooks",
            Scope::WebhooksWrite,
            add,
            Doc::new("addWebhook", tag, "Add a webhook")
                .text("It is told of what changes from now on, so the token needs activity.read too. The secret that messages are signed with is shown once, in this answer.")
                .body::<NewWebhook>()
                .changes::<AddedWebhook>("The webhook."),
        )
        .get(
            ONE,
            Scope::WebhooksRead,
            get,
            Doc::new("getWebhook", tag, "Read a webhook").returns::<WebhookDocument>("The webhook.").etag(),
        )
        .patch(
            ONE,
            Scope::WebhooksWrite,
            patch,
            Doc::new("changeWebhook", tag, "Change a webhook")
                .text("The token needs activity.read too.")
                .body::<WebhookPatch>()
                .changes::<WebhookDocument>("The webhook as it is now.")
                .if_match()
                .etag(),
        )
        .delete(
            ONE,
            Scope::WebhooksWrite,
            delete,
            Doc::new("removeWebhook", tag, "Remove a webhook and what was still to be told")
                .changes::<WebhookDocument>("Nothing is left to show."),
        )
        .get(
            "/api/v1/webhooks/{webhook}/deliveries",
            Scope::WebhooksRead,
            deliveries,
            Doc::new("listDeliveries", tag, "List what a webhook was told")
                .paged()
                .page::<DeliveryDocument>("Deliveries of the last month, the newest first."),
        )
        .post(
            "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
            Scope::WebhooksWrite,
            replay,
            Doc::new("replayDelivery", tag, "Send a delivery again")
                .text("With the same message identifier. One that still waits stays as it is.")
                .returns::<DeliveryDocument>("The delivery."),
        )
}

fn state() -> RefOr<Schema> {
    words_schema(State::ALL.map(State::code))
}

/// Who is told of changes.
#[derive(Serialize, ToSchema)]
struct WebhookDocument {
    /// Its key.
    id: Uuid,
    /// Where changes are sent; scheme and host alone for those who cannot change webhooks.
    url: String,
    /// What it is for.
    description: String,
    /// The kinds of change that are told, as `action` of a change has them; `*` for all.
    events: Vec<String>,
    /// Whether it is told anything.
    enabled: bool,
    /// When it was added.
    created_at: String,
    /// The change that wrote it last.
    revision: i64,
}

impl From<Webhook> for WebhookDocument {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id.0,
            url: webhook.url,
            description: webhook.description,
            events: webhook.events,
            enabled: webhook.enabled,
            created_at: moment(webhook.created_at),
            revision: webhook.revision.0,
        }
    }
}

/// A webhook that was added.
#[derive(Serialize, ToSchema)]
struct AddedWebhook {
    /// The webhook.
    webhook: WebhookDocument,
    /// What its messages are signed with; null in a dry run. It is shown only now.
    secret: Option<String>,
    /// Why the secret is missing, when the answer is sent again because of its key.
    notice: Option<&'static str>,
}

/// A webhook to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "url": "https://hooks.contoso.example/forecourt", "events": ["settings.changed"] }))]
struct NewWebhook {
    /// Where changes are sent.
    url: String,
    /// What it is for.
    description: Option<String>,
    /// The kinds of change that are told; `*` for all.
    events: Vec<String>,
}

/// A change of a webhook. What is absent or null stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "enabled": false }))]
struct WebhookPatch {
    /// Where changes are sent.
    url: Option<String>,
    /// What it is for.
    description: Option<String>,
    /// The kinds of change that are told; `*` for all.
    events: Option<Vec<String>>,
    /// Whether it is told anything.
    enabled: Option<bool>,
}

/// One change for one webhook.
#[derive(Serialize, ToSchema)]
struct DeliveryDocument {
    /// Its key.
    id: Uuid,
    /// The kind of change.
    event: String,
    /// The change.
    change: i64,
    /// Where it is.
    #[schema(schema_with = state)]
    state: &'static str,
    /// How often it was sent.
    attempts: i64,
    /// When it is sent next, while it waits.
    next_attempt_at: Option<String>,
    /// When it was sent last.
    last_attempt_at: Option<String>,
    /// What the other side answered.
    last_status: Option<i64>,
    /// Why it was not taken.
    last_problem: Option<String>,
    /// When the change was noticed.
    created_at: String,
}

impl From<Delivery> for DeliveryDocument {
    fn from(delivery: Delivery) -> Self {
        let waits = delivery.state == State::Waiting;
        Self {
            id: delivery.id,
            event: delivery.event,
            change: delivery.change.0,
            state: delivery.state.code(),
            attempts: delivery.attempts,
            next_attempt_at: waits.then(|| moment(delivery.next_attempt_at)),
            last_attempt_at: delivery.last_attempt_at.map(moment),
            last_status: delivery.last_status,
            last_problem: delivery.last_problem,
            created_at: moment(delivery.created_at),
        }
    }
}

fn key(text: &str) -> Result<WebhookId, Problem> {
    let missing = |_| ServiceError::NotFound { what: "webhook" };
    Ok(text.parse().map_err(missing)?)
}

async fn find(caller: &Caller, id: &str) -> Result<Webhook, Problem> {
    Ok(webhook::find(caller.services(), &caller.context, key(id)?).await?)
}

async fn list(caller: Caller) -> Answer {
    let found = webhook::list(caller.services(), &caller.context).await?;
    let items: Vec<_> = found.into_iter().map(WebhookDocument::from).collect();
    page(&items, None)
}

async fn get(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = find(&caller, &id).await?;
    let revision = found.revision;
    tagged(&WebhookDocument::from(found), revision)
}

async fn add(caller: Caller, Body(input): Body<NewWebhook>) -> Answer {
    let input = WebhookInput {
        url: input.url,
        description: input.description.unwrap_or_default(),
        events: input.events,
        enabled: true,
    };
    let added = webhook::add(caller.services(), &caller.context, caller.url_rules, &input).await?;
    let secret = Some(added.webhook.secret.clone()).filter(|_| !caller.is_dry_run);
    let result = AddedWebhook {
        webhook: added.webhook.into(),
        secret,
        notice: None,
    };
    caller.done_once(Done::plain(Some(added.revision), Some(result)), "secret")
}

async fn patch(caller: Caller, Path(id): Path<String>, Body(input): Body<WebhookPatch>) -> Answer {
    let before = find(&caller, &id).await?;
    let expected = caller.revision_or(before.revision)?;
    let wanted = WebhookInput {
        url: input.url.unwrap_or_else(|| before.url.clone()),
        description: input.description.unwrap_or_else(|| before.description.clone()),
        events: input.events.unwrap_or_else(|| before.events.clone()),
        enabled: input.enabled.unwrap_or(before.enabled),
    };
    let (services, context) = (caller.services(), &caller.context);
    let edited = webhook::edit(services, context, caller.url_rules, before.id, expected, &wanted)
        .await
        .map_err(|error| caller.refused(error))?;
    let changed = edited.as_ref().map(|edited| edited.revision);
    let after = edited.unwrap_or(before);
    caller.done(Done {
        changed: changed.is_some(),
        revision: changed,
        impact: None,
        etag: Some(after.revision),
        result: Some(WebhookDocument::from(after)),
    })
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Answer {
    let revision = webhook::remove(caller.services(), &caller.context, key(&id)?).await?;
    caller.done::<WebhookDocument>(Done::plain(Some(revision), None))
}

async fn deliveries(caller: Caller, Path(id): Path<String>) -> Answer {
    let before = match cursor::read(LIST, &caller)? {
        None => None,
        Some(place) => Some(
            place
                .first()
                .and_then(|id| id.parse().ok())
                .ok_or_else(cursor::foreign)?,
        ),
    };
    let found = webhook::deliveries(caller.services(), &caller.context, key(&id)?, before).await?;
    let next = found
        .next
        .and_then(|next| cursor::write(LIST, &caller, vec![next.to_string()]));
    let items: Vec<_> = found.deliveries.into_iter().map(DeliveryDocument::from).collect();
    page(&items, next.as_deref())
}

async fn replay(caller: Caller, Path((id, delivery)): Path<(String, String)>) -> Answer {
    let missing = |_| ServiceError::NotFound { what: "delivery" };
    let delivery: Uuid = delivery.parse().map_err(missing)?;
    let found = webhook::replay(caller.services(), &caller.context, key(&id)?, delivery).await?;
    document(&DeliveryDocument::from(found))
}
