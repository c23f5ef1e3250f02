//! The list of groups, and moving a group in the order.

use super::asked;
use super::perform::{is_stale, perform, stays};
use super::question::question;
use super::{group, locked};
use crate::http::failure::{Failure, status_of};
use crate::http::form::{Fields, Form, Query};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::groups::{Again, Conflicting, GroupsView, Review, groups_page};
use forecourt_app::paths;
use forecourt_model::GroupId;
use forecourt_service::group::{self as groups, GroupChange};
use forecourt_service::{Conflict, ServiceError};

/// What a move adds to the list.
#[derive(Default)]
struct Shown {
    typed: Option<(GroupId, String, Option<String>)>,
    problem: Option<String>,
    conflict: Option<Conflicting>,
    review: Option<Review>,
}

/// `GET /groups`, with `q` and `after`.
pub(super) async fn get(visit: Visit, Query(query): Query) -> Response {
    answer(&visit, StatusCode::OK, &query, Shown::default()).await
}

/// `POST /groups`: moves the group of one row.
pub(super) async fn post(visit: Visit, Query(query): Query, Form(fields): Form) -> Response {
    let id = match group(fields.get("group")) {
        Ok(id) => id,
        Err(error) => {
            let shown = Shown {
                problem: Some(format!("Nothing was moved. {}", error.sentence())),
                ..Shown::default()
            };
            return answer(&visit, StatusCode::NOT_FOUND, &query, shown).await;
        }
    };
    match run(&visit, id, &query, &fields).await {
        Ok(response) => response,
        Err(error) => refused(&visit, id, &query, &fields, error).await,
    }
}

async fn run(visit: &Visit, id: GroupId, query: &Fields, fields: &Fields) -> Result<Response, ServiceError> {
    let view = groups::get(visit.services(), &visit.context, id).await?;
    let asked = asked::read(visit, id, fields).await?;
    if !matches!(asked.change, GroupChange::Move(..)) {
        let message = "Nothing was moved. Use the buttons of a row.";
        return Err(ServiceError::refused("unknown-command", message));
    }
    if !is_stale(&view, &asked) {
        if let Some(flash) = stays(&view, &asked) {
            return Ok(see_other(&paths::groups(), Some(&flash)));
        }
        let places = (paths::groups(), paths::groups());
        if let Some((review, status)) = question(visit, &view, &asked, fields, places).await? {
            let shown = Shown {
                typed: typed(id, fields, None),
                review: Some(review),
                ..Shown::default()
            };
            return Ok(answer(visit, status, query, shown).await);
        }
    }
    let reason = Some(fields.get("reason").to_owned());
    let flash = perform(visit, &view, &asked, reason).await?;
    Ok(see_other(&paths::groups(), Some(&flash)))
}

/// The rank as it was typed, unless a button asked for one step.
fn typed(id: GroupId, fields: &Fields, error: Option<String>) -> Option<(GroupId, String, Option<String>)> {
    let step = matches!(fields.get("do"), "up" | "down");
    (!step || error.is_some()).then(|| (id, fields.get("rank").to_owned(), error))
}

async fn refused(
    visit: &Visit,
    id: GroupId,
    query: &Fields,
    fields: &Fields,
    error: ServiceError,
) -> Response {
    let status = status_of(&error);
    let mut shown = Shown {
        typed: typed(id, fields, None),
        ..Shown::default()
    };
    match error {
        ServiceError::Forbidden { .. } => return Failure::of(visit, &error).into_response(),
        ServiceError::Invalid(errors) => {
            let sentence = errors.0.first().map(|error| error.message.clone());
            shown.problem = Some("Nothing was moved. One rank needs another look.".to_owned());
            shown.typed = typed(id, fields, sentence);
        }
        ServiceError::Conflict(conflict) => shown.conflict = Some(conflicting(visit, id, fields, *conflict)),
        other => shown.problem = Some(other.sentence()),
    }
    answer(visit, status, query, shown).await
}

/// What somebody else did, and the same move again on the order as it is now.
fn conflicting(visit: &Visit, id: GroupId, fields: &Fields, conflict: Conflict) -> Conflicting {
    let snapshot = visit.services().snapshot_if_set_up();
    let row = snapshot
        .as_ref()
        .and_then(|snapshot| snapshot.ranking.iter().find(|row| row.assignment.group == id));
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let again = row.map(|row| {
        let (command, seen) = (fields.get("do"), row.assignment.rank.to_string());
        let words = match command {
            "up" => format!("Move {} up now", row.group_name),
            "down" => format!("Move {} down now", row.group_name),
            _ => format!("Move {} to rank {} now", row.group_name, fields.get("rank")),
        };
        let fields = vec![
            field("group", &id.to_string()),
            field("ranking", &conflict.current.to_string()),
            field("seen", &seen),
            field("rank", fields.get("rank")),
            field("do", command),
        ];
        Again {
            action: paths::groups(),
            fields,
            words,
        }
    });
    Conflicting {
        changed_by: conflict.changed_by,
        changed_at: conflict.changed_at,
        what: "the ranks",
        advice: "The list below is as it is now. Look at it, then move the group again.".to_owned(),
        again,
    }
}

async fn answer(visit: &Visit, status: StatusCode, query: &Fields, shown: Shown) -> Response {
    let (services, context) = (visit.services(), &visit.context);
    let search = query.get("q").trim().to_owned();
    let after = query.get("after").parse().ok();
    let found = match groups::list(services, context, &search, after).await {
        Ok(found) => found,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let reach = match groups::ranked_reach(services, context).await {
        Ok(reach) => reach,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let view = GroupsView {
        page: found,
        reach,
        search,
        later: after.is_some(),
        own: visit.signed_in.administrator,
        locked: locked(context),
        typed: shown.typed,
        problem: shown.problem,
        conflict: shown.conflict,
        review: shown.review,
    };
    page(visit, status, "Groups", Place::Groups, |frame| {
        groups_page(frame, view)
    })
}
