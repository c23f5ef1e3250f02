//! The list of changes.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::activity::{ActivityQuery, activity_page};
use forecourt_service::activity::{Filter, list};
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time};

/// Shows the changes that the address asks for. A day that is not one filters nothing.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let asked = |name: &str| fields.get(name).trim().to_owned();
    let query = ActivityQuery {
        text: asked("q"),
        kind: asked("kind"),
        actor: asked("actor"),
        from: asked("from"),
        to: asked("to"),
        target: asked("target"),
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let one = some(&query.target).map(|target| (query.kind.clone(), target));
    let filter = Filter {
        // A person is also touched by changes of other kinds.
        target_kind: some(&query.kind).filter(|_| one.is_none()),
        target: one,
        actor_name: some(&query.actor),
        from: day(&query.from),
        until: day(&query.to).map(|start| start + time::Duration::DAY),
        text: some(&query.text),
    };
    let before = fields.get("before").parse().ok();
    match list(visit.services(), &visit.context, &filter, before).await {
        Ok(changes) => page(&visit, StatusCode::OK, "Activity", Place::Activity, |frame| {
            activity_page(frame, &query, &changes)
        }),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn day(text: &str) -> Option<OffsetDateTime> {
    let date = Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?;
    Some(date.with_time(Time::MIDNIGHT).assume_utc())
}
