//! The people whose assignment a fix changes, as a file for spreadsheets, handed out piece by piece.

use super::named;
use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_model::PersonId;
use forecourt_service::ServiceError;
use forecourt_service::hygiene::{concerned, named as people_named};
use futures_util::{StreamExt as _, stream};

/// How many people a piece has.
const PIECE: usize = 500;

const HEADER: [&str; 5] = [
    "UserPrincipalName",
    "DisplayName",
    "Identity",
    "AccountEnabled",
    "ExternalAccessPolicy",
];

/// Everybody whom the fix concerns.
pub(super) async fn get(visit: Visit, Query(query): Query) -> Response {
    let people = match named(&query) {
        Ok(fix) => concerned(visit.services(), &visit.context, fix).await,
        Err(error) => Err(error),
    };
    let people = match people {
        Ok(people) => people,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let head = Bytes::from(csv_out::write(&HEADER, std::iter::empty()));
    let rest = stream::unfold((visit, people, 0), |(visit, people, at)| async move {
        let end = (at + PIECE).min(people.len());
        let some = people.get(at..end).filter(|some| !some.is_empty())?;
        let text = piece(&visit, some).await.map_err(std::io::Error::other);
        Some((text, (visit, people, end)))
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"people.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    let whole = stream::iter([Ok::<_, std::io::Error>(head)]).chain(rest);
    (headers, Body::from_stream(whole)).into_response()
}

async fn piece(visit: &Visit, people: &[PersonId]) -> Result<Bytes, ServiceError> {
    let found = people_named(visit.services(), &visit.context, people).await?;
    let snapshot = visit.services().snapshot()?;
    let rows = found.into_iter().map(|person| {
        let policy = person.direct_policy.and_then(|policy| snapshot.policy(policy));
        vec![
            person.user_principal_name,
            // One line for each person: that is how programs in a shell read it.
            person.display_name.replace(['\r', '\n'], " "),
            person.id.to_string(),
            if person.account_enabled { "True" } else { "False" }.to_owned(),
            policy.map(|policy| policy.name.to_string()).unwrap_or_default(),
        ]
    });
    Ok(Bytes::from(csv_out::more(rows)))
}
