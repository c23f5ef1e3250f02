//! The list of operations.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::frame::Place;
use crate::http::pages::users::read_only;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::operations::operations_page;
use forecourt_app::paths;
use forecourt_service::operation::list;
use time::OffsetDateTime;
use uuid::Uuid;

/// Where a page begins: the moment in microseconds and the identifier of the last one before. Anything else is the
/// first page.
fn position(text: &str) -> Option<(OffsetDateTime, Uuid)> {
    let (micros, id) = text.split_once('.')?;
    let nanos = micros.parse::<i64>().ok().map(i128::from)? * 1_000;
    let moment = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
    Some((moment, id.parse().ok()?))
}

/// Shows a page of the list.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let after = position(fields.get("after"));
    let found = match list(visit.services(), &visit.context, after).await {
        Ok(found) => found,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let next = found.next.map(|(moment, id)| {
        let after = format!("{}.{id}", moment.unix_timestamp_nanos() / 1_000);
        paths::with_query(&paths::operations(), &[("after", &after)])
    });
    page(&visit, StatusCode::OK, "Operations", Place::Operations, |frame| {
        operations_page(frame, &found, next, read_only(&visit))
    })
}
