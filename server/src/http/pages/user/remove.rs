//! Taking a person out of the directory.

use super::person;
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::pages::users::read_only;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::user::{RemoveUserPage, remove_user_page};
use forecourt_app::paths;
use forecourt_app::ui::visible;
use forecourt_model::PersonId;
use forecourt_service::ServiceError;
use forecourt_service::people::{preview_remove, remove};

/// Asks whether it is meant, and says what it does.
pub(super) async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    match person(&id) {
        Ok(id) => show(&visit, StatusCode::OK, id, String::new(), None).await,
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Removes the person; asks again, with the new numbers, when somebody changed them in between.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let id = match person(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    match perform(&visit, id, &fields).await {
        Ok(flash) => see_other(&paths::users(), Some(&flash)),
        Err(error @ ServiceError::Conflict(_)) => {
            let reason = fields.get("reason").to_owned();
            show(&visit, status_of(&error), id, reason, Some(error.sentence())).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

async fn perform(visit: &Visit, id: PersonId, fields: &Fields) -> Result<Flash, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let found = preview_remove(services, context, id).await?;
    let expected = fields.get("revision").parse().unwrap_or_default();
    let reason = fields.some("reason").map(str::to_owned);
    let removed = remove(services, context, id, expected, reason).await?;
    let text = format!(
        "{} was removed from the directory.",
        visible(found.person.shown_name())
    );
    Ok(Flash::change(text, removed.revision))
}

async fn show(
    visit: &Visit,
    status: StatusCode,
    id: PersonId,
    reason: String,
    problem: Option<String>,
) -> Response {
    let removal = match preview_remove(visit.services(), &visit.context, id).await {
        Ok(removal) => removal,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let data = RemoveUserPage {
        removal,
        reason,
        read_only: read_only(visit),
        problem,
    };
    page(visit, status, "Remove a person", Place::Users, |frame| {
        remove_user_page(frame, data)
    })
}
