//! The forms of one group.

use super::asked::{self, Asked};
use super::group;
use super::perform::{is_stale, perform, stays};
use super::question::question;
use super::refused::refused;
use super::show::{Extra, placed, show, ticked, typed};
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::groups::Told;
use forecourt_app::paths;
use forecourt_model::{GroupId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::group::{self as groups, GroupChange, GroupInput, GroupView};

/// `POST /groups/{id}`: `do` says what. Asks first when people lose something or many are reached.
pub(super) async fn post(
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query,
    Form(fields): Form,
) -> Response {
    let id = match group(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let query = placed(&query, fields.get("do"));
    if fields.get("do") == "rename" {
        return rename(&visit, id, &query, &fields).await;
    }
    let what = if fields.get("do") == "remove" {
        "this group"
    } else {
        "the ranks"
    };
    match run(&visit, id, &query, &fields).await {
        Ok(response) => response,
        Err(error) => refused(&visit, id, &query, &fields, what, error).await,
    }
}

/// The address that the form was sent to, with its tab and its place in the list.
fn here(id: GroupId, query: &Fields) -> String {
    paths::group_part(id, query.get("tab"), query.get("after"))
}

async fn run(visit: &Visit, id: GroupId, query: &Fields, fields: &Fields) -> Result<Response, ServiceError> {
    let view = groups::get(visit.services(), &visit.context, id).await?;
    let asked = asked::read(visit, id, fields).await?;
    if nobody_found(&asked) {
        return Ok(nobody(visit, id, query, fields, asked).await);
    }
    if !is_stale(&view, &asked) {
        if let Some(flash) = stays(&view, &asked) {
            return Ok(see_other(&here(id, query), Some(&flash)));
        }
        let places = (here(id, query), here(id, query));
        if let Some((review, status)) = question(visit, &view, &asked, fields, places).await? {
            let extra = Extra {
                typed: typed(fields),
                ticked: ticked(fields),
                review: Some(review),
                ..Extra::default()
            };
            return Ok(show(visit, status, id, query, extra).await);
        }
    }
    let reason = Some(fields.get("reason").to_owned());
    let flash = perform(visit, &view, &asked, reason).await?;
    Ok(done(visit, &view, query, asked, flash).await)
}

fn nobody_found(asked: &Asked) -> bool {
    matches!(&asked.change, GroupChange::AddMembers(_, people) if people.is_empty())
}

async fn nobody(visit: &Visit, id: GroupId, query: &Fields, fields: &Fields, asked: Asked) -> Response {
    let extra = Extra {
        typed: typed(fields),
        told: Some(Told {
            done: "Nobody was added.".to_owned(),
            not_done: asked.typed.problems,
        }),
        ..Extra::default()
    };
    show(visit, StatusCode::UNPROCESSABLE_ENTITY, id, query, extra).await
}

/// Where a change leads: back to the page, or to the list when the group is gone. What was not added stays in the
/// field with its reasons.
async fn done(visit: &Visit, view: &GroupView, query: &Fields, asked: Asked, flash: Flash) -> Response {
    if matches!(asked.change, GroupChange::Remove(_)) {
        return see_other(&paths::groups(), Some(&flash));
    }
    let id = view.group.id;
    if asked.typed.problems.is_empty() {
        return see_other(&here(id, query), Some(&flash));
    }
    let mut extra = Extra {
        told: Some(Told {
            done: flash.text,
            not_done: asked.typed.problems,
        }),
        ..Extra::default()
    };
    extra.typed.people = asked.typed.unclear.join("\n");
    show(visit, StatusCode::OK, id, query, extra).await
}

async fn rename(visit: &Visit, id: GroupId, query: &Fields, fields: &Fields) -> Response {
    let input = GroupInput {
        display_name: fields.get("display_name").to_owned(),
        mail: fields.get("mail").to_owned(),
    };
    let expected = Revision(fields.get("revision").parse().unwrap_or_default());
    match groups::rename(visit.services(), &visit.context, id, &input, expected).await {
        Ok(renamed) if renamed.revision == expected => {
            let flash = Flash::text("Nothing was changed: everything is as it was stored.");
            see_other(&here(id, query), Some(&flash))
        }
        Ok(renamed) => {
            let flash = Flash {
                text: format!("{} saved.", renamed.display_name),
                undo: None,
                link: Some(("See in Activity".to_owned(), paths::change(renamed.revision))),
            };
            see_other(&here(id, query), Some(&flash))
        }
        Err(error) => refused(visit, id, query, fields, "this group", error).await,
    }
}
