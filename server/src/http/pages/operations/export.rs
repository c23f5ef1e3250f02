//! The lines of an operation as a file for spreadsheets, handed out piece by piece.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::visit::Visit;
use crate::operation_csv::{HEADER, row};
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_service::ServiceError;
use forecourt_service::operation::{FateFilter, lines};
use futures_util::stream;
use uuid::Uuid;

/// How many lines a piece has.
const PIECE: u32 = 2_000;

/// Every line with an outcome that the address asks for.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let Ok(id) = id.parse::<Uuid>() else {
        return Failure::of(&visit, &ServiceError::NotFound { what: "operation" }).into_response();
    };
    let filter = FateFilter::from_code(fields.get("outcome"));
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let (text, next) = match piece(&visit, id, filter, 0).await {
        Ok(first) => first,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let rest = stream::unfold((visit, next), move |(visit, next)| async move {
        let after = next?;
        match piece(&visit, id, filter, after).await {
            Ok((text, next)) => Some((Ok(text), (visit, next))),
            Err(error) => Some((Err(std::io::Error::other(error)), (visit, None))),
        }
    });
    let whole = futures_util::StreamExt::chain(stream::iter([Ok::<_, std::io::Error>(text)]), rest);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"operation.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

async fn piece(
    visit: &Visit,
    id: Uuid,
    filter: FateFilter,
    after: i64,
) -> Result<(Bytes, Option<i64>), ServiceError> {
    let page = lines(visit.services(), &visit.context, id, filter, after, PIECE).await?;
    let rows = page.lines.iter().map(|line| row(&page.operation, line));
    let text = if after == 0 {
        csv_out::write(&HEADER, rows)
    } else {
        csv_out::more(rows)
    };
    Ok((Bytes::from(text), page.next))
}
