//! The list as a file for spreadsheets, handed out piece by piece.

use super::filter;
use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_model::PolicyId;
use forecourt_service::ServiceError;
use forecourt_service::exception::{ExceptionFilter, ListedException, slice};
use futures_util::{StreamExt as _, stream};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// How many rows a piece has.
const PIECE: usize = 500;

const HEADER: [&str; 10] = [
    "UserPrincipalName",
    "DisplayName",
    "Identity",
    "AccountEnabled",
    "ExternalAccessPolicy",
    "Ends",
    "PolicyAfterwards",
    "Owner",
    "Reason",
    "MadeBy",
];

/// Every exception that the address filters.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let filter = filter(&fields);
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let (rows, next) = match piece(&visit, &filter, None).await {
        Ok(first) => first,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let first = csv_out::write(&HEADER, rows.into_iter());
    let rest = stream::unfold((visit, filter, next), |(visit, filter, next)| async move {
        let after = next?;
        match piece(&visit, &filter, Some(&after)).await {
            Ok((rows, next)) => {
                let text = Bytes::from(csv_out::more(rows.into_iter()));
                Some((Ok(text), (visit, filter, next)))
            }
            Err(error) => Some((Err(std::io::Error::other(error)), (visit, filter, None))),
        }
    });
    let whole = stream::iter([Ok::<_, std::io::Error>(Bytes::from(first))]).chain(rest);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"exceptions.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

type Piece = (Vec<Vec<String>>, Option<String>);

async fn piece(visit: &Visit, filter: &ExceptionFilter, after: Option<&str>) -> Result<Piece, ServiceError> {
    let services = visit.services();
    let (rows, next) = slice(services, &visit.context, filter, after, PIECE).await?;
    let snapshot = services.snapshot()?;
    let name = |policy: PolicyId| {
        let found = snapshot.policy(policy);
        found.map(|policy| policy.name.to_string()).unwrap_or_default()
    };
    Ok((rows.iter().map(|listed| row(listed, &name)).collect(), next))
}

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

fn row(listed: &ListedException, name: &impl Fn(PolicyId) -> String) -> Vec<String> {
    let exception = &listed.exception;
    vec![
        listed.user_principal_name.clone(),
        listed.display_name.clone(),
        exception.person.to_string(),
        if listed.account_enabled { "True" } else { "False" }.to_owned(),
        name(exception.policy),
        exception.expires_at.map(moment).unwrap_or_default(),
        exception.previous.map(name).unwrap_or_default(),
        exception.owner.clone(),
        exception.reason.clone().unwrap_or_default(),
        exception.made_by.clone(),
    ]
}
