//! A page of the list.

use super::filter;
use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::exceptions::{ExceptionsPage, exceptions_page};
use forecourt_service::exception::list;

/// Shows the exceptions that the address asks for.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let filter = filter(&fields);
    let found = match list(visit.services(), &visit.context, &filter, fields.some("cursor")).await {
        Ok(found) => found,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let snapshot = match visit.services().snapshot() {
        Ok(snapshot) => snapshot,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let shown = ExceptionsPage {
        page: &found,
        filter: &filter,
        snapshot: &snapshot,
        now: visit.context.now,
        own: visit.signed_in.administrator,
    };
    page(&visit, StatusCode::OK, "Exceptions", Place::Exceptions, |frame| {
        exceptions_page(frame, &shown)
    })
}
