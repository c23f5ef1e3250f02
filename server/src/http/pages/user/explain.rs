//! Testing a conversation: on the page, and as JSON.

use super::person;
use crate::http::failure::status_of;
use crate::http::form::{Fields, Query};
use crate::http::visit::Visit;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::user::{ConversationForm, Starter};
use forecourt_model::PersonId;
use forecourt_model::access::Action;
use forecourt_service::ServiceError;
use forecourt_service::explain::{ExplainRequest, Explanation, explain};
use serde_json::json;

/// The question in an address.
pub(super) struct Asks {
    with: String,
    starter: Starter,
    action: Action,
}

/// Reads `with`, `who` and `action`; what is not one of the answers is the usual one.
pub(super) fn asks(fields: &Fields) -> Asks {
    Asks {
        with: fields.get("with").to_owned(),
        starter: Starter::from_code(fields.get("who")),
        action: Action::from_code(fields.get("action")).unwrap_or(Action::StartChat),
    }
}

async fn answer(visit: &Visit, id: PersonId, asks: &Asks) -> Result<Explanation, ServiceError> {
    let (inside, outside) = (id.to_string(), asks.with.clone());
    let (from, to) = match asks.starter {
        Starter::Outside => (outside, inside),
        Starter::Person => (inside, outside),
    };
    let request = ExplainRequest {
        from,
        to,
        action: asks.action,
        at: None,
    };
    explain(visit.services(), &visit.context, request).await
}

/// The form with its answer, when something was asked.
pub(super) async fn conversation(visit: &Visit, id: PersonId, asks: &Asks) -> ConversationForm {
    let mut form = ConversationForm {
        with: asks.with.clone(),
        starter: asks.starter,
        action: asks.action,
        answer: None,
        error: None,
    };
    if !asks.with.trim().is_empty() {
        match answer(visit, id, asks).await {
            Ok(found) => form.answer = Some(found),
            Err(error) => form.error = Some(error.sentence()),
        }
    }
    form
}

/// The answer as JSON, the same as the command `explain` prints.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let found = match person(&id) {
        Ok(id) => answer(&visit, id, &asks(&fields)).await,
        Err(error) => Err(error),
    };
    let (status, body) = match found {
        Ok(explanation) => (
            StatusCode::OK,
            serde_json::to_value(&explanation).unwrap_or_default(),
        ),
        Err(error) => (
            status_of(&error),
            json!({ "error": { "code": error.code(), "message": error.sentence() } }),
        ),
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
