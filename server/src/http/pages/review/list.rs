//! What was found.

use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::review::{ReviewPage, review_page};
use forecourt_service::hygiene::findings;

/// Shows everything that was found.
pub(super) async fn get(visit: Visit) -> Response {
    let found = match findings(visit.services(), &visit.context).await {
        Ok(found) => found,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let shown = ReviewPage {
        found: &found,
        role: visit.signed_in.role,
        own: visit.signed_in.administrator,
    };
    page(&visit, StatusCode::OK, "Review", Place::Review, |frame| {
        review_page(frame, &shown)
    })
}
