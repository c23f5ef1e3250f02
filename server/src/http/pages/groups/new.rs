//! A new group.

use super::locked;
use super::show::typed;
use crate::http::draft;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::groups::{NewGroupView, TypedGroup, new_group_page};
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::group::{GroupInput, add};

/// `GET /groups/new`, with a form that was brought back after signing in when `draft` names one.
pub(super) async fn get(visit: Visit) -> Response {
    match draft::restored(&visit).await {
        Ok(Some(fields)) => {
            let words = "Not added yet. Your session had ended; what you entered is here again.".to_owned();
            answer(&visit, StatusCode::OK, typed(&fields), Some(words))
        }
        Ok(None) => answer(&visit, StatusCode::OK, TypedGroup::default(), None),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// `POST /groups/new`.
pub(super) async fn post(visit: Visit, Form(fields): Form) -> Response {
    let mut typed = typed(&fields);
    let input = GroupInput {
        display_name: fields.get("display_name").to_owned(),
        mail: fields.get("mail").to_owned(),
    };
    match add(visit.services(), &visit.context, &input).await {
        Ok(group) => {
            let flash = Flash {
                text: format!("{} added. Nobody is a member yet.", group.display_name),
                undo: None,
                link: Some(("See in Activity".to_owned(), paths::change(group.revision))),
            };
            see_other(&paths::group(group.id), Some(&flash))
        }
        Err(ServiceError::Invalid(errors)) => {
            typed.errors = errors;
            let words = "Not added. One field needs another look.".to_owned();
            answer(&visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(words))
        }
        Err(error @ ServiceError::Forbidden { .. }) => Failure::of(&visit, &error).into_response(),
        Err(error) => answer(&visit, status_of(&error), typed, Some(error.sentence())),
    }
}

fn answer(visit: &Visit, status: StatusCode, typed: TypedGroup, problem: Option<String>) -> Response {
    let view = NewGroupView {
        typed,
        locked: locked(&visit.context),
        problem,
    };
    page(visit, status, "Add a group", Place::Groups, |frame| {
        new_group_page(frame, view)
    })
}
