//! Webhooks: telling other programs of changes (Standard Webhooks).
//!
//! Each change that a webhook wants becomes a [`Delivery`], once, whichever server does it. A delivery is signed, sent
//! until the other side takes it or it is given up, and kept for a month. Sending itself is not here: this says what is
//! due and takes what became of it.

mod change;
mod deliveries;
mod input;
mod list;
mod send;
mod sign;

pub use change::{Added, add, edit, remove};
pub use deliveries::{DeliveryPage, deliveries, replay};
pub use forecourt_store::webhook::Webhook;
pub use forecourt_store::webhook::delivery::{Delivery, State};
pub use input::{UrlRules, WebhookInput, is_public};
pub use list::{find, list};
pub use send::{Due, Outcome, due, enqueue, record};
pub use sign::{SECRET_PREFIX, signature};

use crate::change::{Target, TargetKind};
use crate::error::ServiceError;

/// What stands for every action.
pub const EVERY_EVENT: &str = "*";

const MISSING: ServiceError = ServiceError::NotFound { what: "webhook" };

/// A webhook as the audit trail names it.
fn target(webhook: &Webhook) -> Target {
    Target::new(TargetKind::Webhook, webhook.id, place(&webhook.url))
}

/// What may be known of an address: the scheme and the host with its port. What follows is often a secret.
fn place(url: &str) -> &str {
    let start = url.find("://").map_or(0, |colon| colon + 3);
    let rest = url.get(start..).unwrap_or_default();
    let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.get(..start + length).unwrap_or_default()
}
