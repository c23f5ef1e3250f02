//! Whom a change would reach, as a file for spreadsheets that is handed out piece by piece.

use super::failure::Failure;
use super::respond::see_other;
use super::visit::Visit;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_app::pages::impact::person_words;
use forecourt_app::paths;
use forecourt_exchange::csv_out;
use forecourt_service::ServiceError;
use forecourt_service::impact::{AffectedPerson, Place, Plan, affected};
use futures_util::stream::{self, StreamExt as _};

/// How many people a piece has.
pub const PIECE: usize = 2_000;

/// The names of the columns.
pub const HEADER: [&str; 13] = [
    "UserPrincipalName",
    "DisplayName",
    "Identity",
    "Department",
    "PolicyBefore",
    "SourceBefore",
    "PolicyAfter",
    "SourceAfter",
    "CanStartChatsBefore",
    "CanStartChatsAfter",
    "CanBeContactedBefore",
    "CanBeContactedAfter",
    "Change",
];

/// A line of the file.
pub fn row(affected: &AffectedPerson) -> Vec<String> {
    let AffectedPerson {
        person,
        before,
        after,
    } = affected;
    vec![
        person.user_principal_name.clone(),
        person.display_name.clone(),
        person.id.to_string(),
        person.department.clone().unwrap_or_default(),
        before.policy.clone(),
        before.source.code().to_owned(),
        after.policy.clone(),
        after.source.code().to_owned(),
        truth(before.access.chat),
        truth(after.access.chat),
        truth(before.access.inbound),
        truth(after.access.inbound),
        person_words(before.access, after.access).to_owned(),
    ]
}

fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

/// Everybody whose answers `plan` changes, by name. No piece is kept once it was sent.
pub async fn answer(visit: Visit, plan: Plan) -> Response {
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let (text, next) = match piece(&visit, &plan, None, true).await {
        Ok(first) => first,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let rest = stream::unfold((visit, plan, next), |(visit, plan, next)| async move {
        let place = next?;
        match piece(&visit, &plan, Some(place), false).await {
            Ok((text, next)) => Some((Ok(text), (visit, plan, next))),
            Err(error) => Some((Err(std::io::Error::other(error)), (visit, plan, None))),
        }
    });
    let whole = stream::iter([Ok::<_, std::io::Error>(text)]).chain(rest);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"impact.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

/// The page above a form that is only posted: where somebody comes back to who had to sign in before posting it.
pub async fn back(visit: Visit) -> Response {
    let path = match visit.path.rsplit_once('/') {
        Some(("/external-access/reset-policy", _)) => paths::policies(),
        Some((page, _)) => page.to_owned(),
        None => paths::home(),
    };
    see_other(&path, None)
}

async fn piece(
    visit: &Visit,
    plan: &Plan,
    place: Option<Place>,
    first: bool,
) -> Result<(Bytes, Option<Place>), ServiceError> {
    let (people, next) = affected(visit.services(), &visit.context, plan, place, PIECE).await?;
    let rows = people.iter().map(row);
    let text = if first {
        csv_out::write(&HEADER, rows)
    } else {
        csv_out::more(rows)
    };
    Ok((Bytes::from(text), next))
}
