//! Webhooks: who is told of changes.

mod list;
mod one;

pub use list::{MadeSecret, WebhookForm, WebhooksView, webhooks_page};
pub use one::{WebhookView, webhook_page};

use crate::ui::{Badge, BadgeKind, TextField};
use forecourt_model::FieldErrors;
use leptos::prelude::*;

/// Whether a webhook is told anything.
fn state(enabled: bool) -> impl IntoView {
    if enabled {
        view! { <Badge kind=BadgeKind::On>"Enabled"</Badge> }
    } else {
        view! { <Badge kind=BadgeKind::Off>"Disabled"</Badge> }
    }
}

/// The three fields of a webhook.
fn fields(form: &WebhookForm, errors: &FieldErrors, disabled: bool) -> impl IntoView + use<> {
    let error = |field: &str| errors.message(field).map(str::to_owned);
    let (url_error, description_error, events_error) = (error("url"), error("description"), error("events"));
    let form = form.clone();
    view! {
        <TextField
            id="url"
            label="Address"
            value=form.url
            hint="For example https://hooks.example.com/forecourt."
            error=url_error
            autocomplete="off"
            prose=false
            required=true
            disabled
        />
        <TextField
            id="description"
            label="Description"
            value=form.description
            error=description_error
            autocomplete="off"
            prose=false
            optional=true
            disabled
        />
        <TextField
            id="events"
            label="Kinds of change"
            value=form.events
            hint="Codes with spaces between them, such as settings.changed policy.changed; * for all."
            error=events_error
            autocomplete="off"
            prose=false
            required=true
            disabled
        />
    }
}
