//! Putting the banner away, for oneself.

use super::return_path;
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::rollout::{self, CONSUMER_CHAT};

/// Where a banner leads that was put away after its session had ended.
pub(super) async fn get(_: Visit, Path(id): Path<String>) -> Response {
    see_other(&paths::message(&id), None)
}

pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    if id != CONSUMER_CHAT {
        return Failure::of(&visit, &ServiceError::NotFound { what: "rollout" }).into_response();
    }
    let words = match rollout::hide_banner(visit.services(), &visit.context).await {
        Ok(Some(_)) => "Hidden for you until tomorrow. The message center keeps it.",
        Ok(None) => "Hidden for you. The message center keeps it.",
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let link = Some(("Open the message".to_owned(), paths::message(&id)));
    see_other(
        &return_path(&fields, &id),
        Some(&Flash {
            link,
            ..Flash::text(words)
        }),
    )
}
