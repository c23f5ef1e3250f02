//! One message. Opening it marks it read, for whoever opens it.

use super::filter::filter_of;
use super::show::{Shown, show};
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use forecourt_service::message::{self, Mark};

pub(super) async fn get(
    visit: Visit,
    method: Method,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(fields): Query,
) -> Response {
    let shown = Shown {
        filter: filter_of(&fields),
        ..Shown::default()
    };
    let response = show(&visit, StatusCode::OK, &id, shown).await;
    let opened = method == Method::GET && response.status() == StatusCode::OK && !is_ahead(&headers);
    // After the page is made, so that it is still shown as new this once.
    if opened && let Err(error) = message::mark(visit.services(), &visit.context, &id, Mark::Read).await {
        tracing::warn!(%error, request.id = visit.context.request_id, "the message could not be marked read");
    }
    response
}

/// Whether a browser fetches the page ahead of a click that may never come (Fetch standard, `Sec-Purpose`; older
/// browsers say `Purpose` or `X-Moz`).
fn is_ahead(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"].iter().any(|name| {
        let value = headers
            .get(*name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let value = value.to_ascii_lowercase();
        value.contains("prefetch") || value.contains("prerender") || value.contains("preview")
    })
}
