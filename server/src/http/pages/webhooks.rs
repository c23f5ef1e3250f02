//! `/webhooks`: who is told of changes.

use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::webhooks::{
    MadeSecret, WebhookForm, WebhookView, WebhooksView, webhook_page, webhooks_page,
};
use forecourt_app::paths;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, Revision, WebhookId};
use forecourt_service::ServiceError;
use forecourt_service::webhook::{self, UrlRules, Webhook, WebhookInput};

/// The routes of this file.
pub fn routes() -> Routes {
    let (read, manage) = (
        Access::Needs(Permission::ReadAdministrators),
        Access::Needs(Permission::ManageAdministrators),
    );
    Routes::new()
        .get("/webhooks", read, get)
        .post("/webhooks", manage, post)
        .get("/webhooks/{webhook}", read, get_one)
        .post("/webhooks/{webhook}", manage, post_one)
}

fn rules(visit: &Visit) -> UrlRules {
    UrlRules {
        private_addresses: visit.state.site.webhook_private_addresses,
    }
}

fn refusal(visit: &Visit) -> Option<String> {
    let permission = Permission::ManageAdministrators;
    (!visit.context.may(permission)).then(|| permission.refusal(visit.signed_in.role))
}

fn form(fields: &Fields) -> WebhookForm {
    WebhookForm {
        url: fields.get("url").to_owned(),
        description: fields.get("description").to_owned(),
        events: fields.get("events").to_owned(),
        enabled: fields.has("enabled"),
    }
}

fn input(form: &WebhookForm) -> WebhookInput {
    WebhookInput {
        url: form.url.clone(),
        description: form.description.clone(),
        events: form
            .events
            .split([' ', ','])
            .filter(|event| !event.is_empty())
            .map(str::to_owned)
            .collect(),
        enabled: form.enabled,
    }
}

async fn get(visit: Visit) -> Response {
    match view(&visit).await {
        Ok(view) => show(&visit, StatusCode::OK, view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Adds a webhook. The secret is on the answer itself, because it must not travel any further.
async fn post(visit: Visit, Form(fields): Form) -> Response {
    let form = WebhookForm {
        enabled: true,
        ..form(&fields)
    };
    let added = webhook::add(visit.services(), &visit.context, rules(&visit), &input(&form)).await;
    let mut view = match view(&visit).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let status = match added {
        Ok(added) => {
            view.made = Some(MadeSecret {
                url: added.webhook.url,
                secret: added.webhook.secret,
            });
            StatusCode::OK
        }
        Err(error) => {
            view.form = form;
            match &error {
                ServiceError::Invalid(errors) => view.errors = errors.clone(),
                other => view.problem = Some(other.sentence()),
            }
            status_of(&error)
        }
    };
    show(&visit, status, view)
}

async fn view(visit: &Visit) -> Result<WebhooksView, ServiceError> {
    Ok(WebhooksView {
        webhooks: webhook::list(visit.services(), &visit.context).await?,
        refusal: refusal(visit),
        ..WebhooksView::default()
    })
}

fn show(visit: &Visit, status: StatusCode, view: WebhooksView) -> Response {
    page(visit, status, "Webhooks", Place::Webhooks, |frame| {
        webhooks_page(frame, view)
    })
}

async fn find(visit: &Visit, id: &str) -> Result<Webhook, ServiceError> {
    let id: WebhookId = id
        .parse()
        .map_err(|_| ServiceError::NotFound { what: "webhook" })?;
    webhook::find(visit.services(), &visit.context, id).await
}

async fn one(visit: &Visit, id: &str, query: &Fields) -> Result<WebhookView, ServiceError> {
    let stored = find(visit, id).await?;
    let before = query.some("before").and_then(|before| before.parse().ok());
    let told = webhook::deliveries(visit.services(), &visit.context, stored.id, before).await?;
    let older =
        |next: uuid::Uuid| paths::with_query(&paths::webhook(stored.id), &[("before", &next.to_string())]);
    let refusal = refusal(visit);
    Ok(WebhookView {
        older: told.next.map(older),
        deliveries: told.deliveries,
        form: WebhookForm {
            url: stored.url.clone(),
            description: stored.description.clone(),
            events: stored.events.join(" "),
            enabled: stored.enabled,
        },
        confirm_removal: query.get("confirm") == "remove" && refusal.is_none(),
        refusal,
        webhook: stored,
        errors: FieldErrors::default(),
        problem: None,
    })
}

/// The page; with `confirm=remove`, the question whether to remove.
async fn get_one(visit: Visit, Path(id): Path<String>, Query(query): Query) -> Response {
    match one(&visit, &id, &query).await {
        Ok(view) => show_one(&visit, StatusCode::OK, view),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Saves, sends again or removes, as the button says.
async fn post_one(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let error = match act(&visit, &id, &fields).await {
        Ok((path, words)) => return see_other(&path, Some(&Flash::text(words))),
        Err(error) => error,
    };
    let mut view = match one(&visit, &id, &Fields::default()).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    if fields.get("action") == "save" {
        view.form = form(&fields);
    }
    match &error {
        ServiceError::Invalid(errors) => view.errors = errors.clone(),
        other => view.problem = Some(other.sentence()),
    }
    show_one(&visit, status_of(&error), view)
}

async fn act(visit: &Visit, id: &str, fields: &Fields) -> Result<(String, String), ServiceError> {
    let (services, context, stored) = (visit.services(), &visit.context, find(visit, id).await?);
    let here = paths::webhook(stored.id);
    match fields.get("action") {
        "save" => {
            let expected = fields.get("revision").parse().unwrap_or(Revision(0));
            let wanted = input(&form(fields));
            let changed =
                webhook::edit(services, context, rules(visit), stored.id, expected, &wanted).await?;
            let words = if changed.is_some() {
                "was saved"
            } else {
                "stays as it was"
            };
            Ok((here, format!("The webhook {words}")))
        }
        "replay" => {
            let missing = |_| ServiceError::NotFound { what: "delivery" };
            let delivery = fields.get("delivery").parse().map_err(missing)?;
            let told = webhook::replay(services, context, stored.id, delivery).await?;
            Ok((here, format!("Change {} is sent again", told.change)))
        }
        "remove" => {
            webhook::remove(services, context, stored.id).await?;
            Ok((paths::webhooks(), format!("{} was removed", stored.url)))
        }
        _ => Err(ServiceError::NotFound { what: "action" }),
    }
}

fn show_one(visit: &Visit, status: StatusCode, view: WebhookView) -> Response {
    page(visit, status, "Webhook", Place::Webhooks, |frame| {
        webhook_page(frame, view)
    })
}
