//! The list as a file for spreadsheets, handed out piece by piece.

use crate::http::ahead::ahead;
use crate::http::form::Query;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use forecourt_app::pages::users::{order_of, read};
use forecourt_exchange::csv_out;
use forecourt_service::people::{Filter, ListedPerson, Order, slice};
use forecourt_service::{ServiceError, Services};
use futures_util::{StreamExt as _, stream};

/// How many people a piece has: so many that asking for it does not count.
const PIECE: u32 = 4_000;

/// The names that Get-CsOnlineUser and the import use come first, so that the file can go back.
const HEADER: [&str; 11] = [
    "UserPrincipalName",
    "DisplayName",
    "SipAddress",
    "Identity",
    "AccountEnabled",
    "Department",
    "ExternalAccessPolicy",
    "EffectivePolicy",
    "Source",
    "CanStartChats",
    "CanBeContacted",
];

/// Where a piece begins: at the beginning or after somebody; nowhere after the last.
enum Next {
    First,
    After(Vec<String>),
    Done,
}

/// Everybody that the address filters, in its order.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let filter = read(&fields.0);
    let order = order_of(fields.get("sort"));
    // The first piece is made before the answer begins, so that what fails at once still gets a page.
    let first = match people(&visit, &filter, order, Next::First).await {
        Ok(first) => first,
        Err(error) => return crate::http::failure::Failure::of(&visit, &error).into_response(),
    };
    let (first, next) = first;
    let services = visit.services().clone();
    let rest = ahead(stream::unfold(
        (visit, filter, next),
        move |(visit, filter, next)| async move {
            if matches!(next, Next::Done) {
                return None;
            }
            match people(&visit, &filter, order, next).await {
                Ok((piece, next)) => Some((Ok(piece), (visit, filter, next))),
                Err(error) => Some((Err(error), (visit, filter, Next::Done))),
            }
        },
    ));
    let written = move |(at, piece): (usize, Result<Vec<ListedPerson>, ServiceError>)| {
        let text = piece.and_then(|piece| text(&services, &piece, at == 0));
        text.map_err(std::io::Error::other)
    };
    let whole = stream::iter([Ok(first)]).chain(rest).enumerate().map(written);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"users.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(whole)).into_response()
}

async fn people(
    visit: &Visit,
    filter: &Filter,
    order: Order,
    next: Next,
) -> Result<(Vec<ListedPerson>, Next), ServiceError> {
    let after = match next {
        Next::First => None,
        Next::After(key) => Some(key),
        Next::Done => return Ok((Vec::new(), Next::Done)),
    };
    let (people, next) = slice(visit.services(), &visit.context, filter, order, after, PIECE).await?;
    Ok((people, next.map_or(Next::Done, Next::After)))
}

fn text(services: &Services, people: &[ListedPerson], is_first: bool) -> Result<Bytes, ServiceError> {
    let snapshot = services.snapshot()?;
    let name = |policy| {
        let found = snapshot.policy(policy);
        found.map(|policy| policy.name.to_string()).unwrap_or_default()
    };
    let rows = people.iter().map(|listed| row(listed, &name));
    Ok(Bytes::from(if is_first {
        csv_out::write(&HEADER, rows)
    } else {
        csv_out::more(rows)
    }))
}

fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

fn row(listed: &ListedPerson, name: &impl Fn(forecourt_model::PolicyId) -> String) -> Vec<String> {
    let person = &listed.person;
    vec![
        person.user_principal_name.clone(),
        person.display_name.clone(),
        person.sip_address.clone().unwrap_or_default(),
        person.id.to_string(),
        truth(person.account_enabled),
        person.department.clone().unwrap_or_default(),
        person.direct_policy.map(name).unwrap_or_default(),
        name(person.effective_policy),
        person.effective_source.code().to_owned(),
        truth(listed.access.chat),
        truth(listed.access.inbound),
    ]
}
