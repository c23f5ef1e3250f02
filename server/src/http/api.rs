//! `/api/v1`: every page's power for programs. The same use cases, no rules of its own.
//!
//! An endpoint is a handler and its [`doc::Doc`], added together by [`endpoints::Endpoints`]: the description makes the
//! OpenAPI document ([`document`]), and what it says of the query is checked before the handler runs, so the two cannot
//! part. Answers are plain JSON; what is refused is a [`super::problem::Problem`].
//!
//! To add an endpoint: in the file of its group, with its documents as types that derive `ToSchema`; its row in the
//! authorization matrix.

mod activity;
mod administrators;
mod answer;
mod as_of;
mod assignment;
mod body;
pub(super) mod call;
mod caller;
mod cursor;
mod decisions;
mod doc;
pub mod document;
mod endpoints;
mod explain;
mod export;
pub mod gate;
mod group_members;
mod group_policy;
mod groups;
pub mod kept;
mod operation_people;
mod operations;
mod policies;
mod policy_documents;
mod query;
mod rollout;
mod settings;
mod settings_document;
pub(super) mod shown;
mod stream;
mod tokens;
mod user_removal;
mod users;
mod webhooks;

pub(super) use body::too_large;

use super::problem::Problem;
use super::routes::Routes;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use endpoints::Endpoints;

/// Where the interface begins.
pub const ROOT: &str = "/api/v1";

fn endpoints() -> Endpoints {
    Endpoints::default()
        .and(settings::endpoints())
        .and(policies::endpoints())
        .and(users::endpoints())
        .and(assignment::endpoints())
        .and(user_removal::endpoints())
        .and(explain::endpoints())
        .and(decisions::endpoints())
        .and(groups::endpoints())
        .and(group_members::endpoints())
        .and(group_policy::endpoints())
        .and(operations::endpoints())
        .and(operation_people::endpoints())
        .and(activity::endpoints())
        .and(as_of::endpoints())
        .and(rollout::endpoints())
        .and(administrators::endpoints())
        .and(tokens::endpoints())
        .and(webhooks::endpoints())
        .and(export::endpoints())
}

/// The routes of this folder.
pub fn routes() -> Routes {
    endpoints().routes.and(document::routes())
}

/// Whether a path belongs to the interface.
pub fn is_api(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a path of the interface answers that there is not.
pub fn not_found() -> Response {
    let detail = "There is no such endpoint. The document at /api/v1/openapi.json lists them.";
    Problem::new(StatusCode::NOT_FOUND, "endpoint-unknown", detail).into_response()
}

/// What a path answers that has another method; pages keep the plain answer.
pub async fn method_not_allowed(uri: Uri) -> Response {
    if !is_api(uri.path()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let detail = "This endpoint has other methods. The header Allow names them.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail).into_response()
}
