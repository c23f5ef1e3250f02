//! The people whom a change touched as a file for spreadsheets, handed out piece by piece.

use crate::http::failure::Failure;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_model::{PersonId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::activity::{Touched, What, touched};
use futures_util::{StreamExt as _, stream};

/// How many people a piece has.
const PIECE: u32 = 2_000;

const HEADER: [&str; 6] = [
    "UserPrincipalName",
    "DisplayName",
    "Identity",
    "What",
    "Before",
    "After",
];

/// Everybody whom the change with the number in the path touched.
pub(super) async fn get(visit: Visit, Path(number): Path<String>) -> Response {
    let first = async {
        let revision = super::revision(&number)?;
        Ok((revision, piece(&visit, revision, None).await?))
    };
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let (revision, (text, next)) = match first.await {
        Ok(first) => first,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let rest = stream::unfold((visit, next), move |(visit, next)| async move {
        let after = next?;
        match piece(&visit, revision, Some(after)).await {
            Ok((text, next)) => Some((Ok(text), (visit, next))),
            Err(error) => Some((Err(std::io::Error::other(error)), (visit, None))),
        }
    });
    let whole = stream::iter([Ok::<_, std::io::Error>(text)]).chain(rest);
    let name = format!("attachment; filename=\"change-{revision}-people.csv\"");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

async fn piece(
    visit: &Visit,
    revision: Revision,
    after: Option<PersonId>,
) -> Result<(Bytes, Option<PersonId>), ServiceError> {
    let page = touched(visit.services(), &visit.context, revision, after, PIECE).await?;
    let rows = page.people.iter().map(row);
    let text = if after.is_none() {
        csv_out::write(&HEADER, rows)
    } else {
        csv_out::more(rows)
    };
    Ok((Bytes::from(text), page.next))
}

fn row(touched: &Touched) -> Vec<String> {
    let (name, address) = touched.name.clone().unwrap_or_default();
    let (what, before, after) = match &touched.what {
        What::Assigned { before, after } => ("assigned", before.clone(), after.clone()),
        What::Joined => ("joined", None, Some("member".to_owned())),
        What::Left => ("left", Some("member".to_owned()), None),
    };
    vec![
        address,
        name,
        touched.person.to_string(),
        what.to_owned(),
        before.unwrap_or_default(),
        after.unwrap_or_default(),
    ]
}
