//! Whom a change of a group would concern, as a file, handed out piece by piece.

use super::{asked, group};
use crate::http::failure::Failure;
use crate::http::form::Form;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_exchange::csv_out;
use forecourt_service::ServiceError;
use forecourt_service::group::{self as groups, ConcernedPerson, GroupChange};
use futures_util::stream;

/// How many people a piece has.
const PIECE: i64 = 500;

const HEADER: [&str; 11] = [
    "UserPrincipalName",
    "DisplayName",
    "Identity",
    "PolicyNow",
    "SourceNow",
    "PolicyAfter",
    "SourceAfter",
    "CanStartChatsNow",
    "CanStartChatsAfter",
    "CanBeContactedNow",
    "CanBeContactedAfter",
];

/// `POST /groups/{id}/concerned.csv`: the fields of the change that is being reviewed. Changes nothing.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let read = async {
        let id = group(&id)?;
        groups::get(visit.services(), &visit.context, id).await?;
        let asked = asked::read(&visit, id, &fields).await?;
        let first = piece(&visit, &asked.change, None).await?;
        Ok((asked.change, first))
    };
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let (change, (rows, last)) = match read.await {
        Ok(read) => read,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let text = csv_out::write(&HEADER, rows.into_iter());
    let rest = stream::unfold((visit, change, last), async move |(visit, change, last)| {
        let last = last?;
        match piece(&visit, &change, Some(&last)).await {
            Ok((rows, next)) => {
                let text = Bytes::from(csv_out::more(rows.into_iter()));
                Some((Ok(text), (visit, change, next)))
            }
            Err(error) => Some((Err(std::io::Error::other(error)), (visit, change, None))),
        }
    });
    let whole = futures_util::StreamExt::chain(stream::iter([Ok(Bytes::from(text))]), rest);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"concerned.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

type Piece = (Vec<Vec<String>>, Option<ConcernedPerson>);

/// Rows after a person, and the last of them when there may be more.
async fn piece(
    visit: &Visit,
    change: &GroupChange,
    after: Option<&ConcernedPerson>,
) -> Result<Piece, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let after = after.map(|last| &last.moved);
    let found = groups::concerned(services, context, change, after, PIECE).await?;
    let snapshot = services.snapshot()?;
    let name = |policy| {
        let found = snapshot.policy(policy);
        found.map(|policy| policy.name.to_string()).unwrap_or_default()
    };
    let truth = |value: bool| if value { "True" } else { "False" }.to_owned();
    let row = |concerned: &ConcernedPerson| {
        let (person, moved) = (&concerned.person, &concerned.moved);
        let (now, then) = (
            snapshot.access(moved.from.0, context.now),
            snapshot.access(moved.to.0, context.now),
        );
        vec![
            person.user_principal_name.clone(),
            person.display_name.clone(),
            person.id.to_string(),
            name(moved.from.0),
            moved.from.1.code().to_owned(),
            name(moved.to.0),
            moved.to.1.code().to_owned(),
            truth(now.chat),
            truth(then.chat),
            truth(now.inbound),
            truth(then.inbound),
        ]
    };
    let rows = found.iter().map(row).collect();
    Ok((rows, found.last().cloned()))
}
