//! Choosing a file.

use crate::http::failure::{Failure, status_of};
use crate::http::frame::Place;
use crate::http::pages::import::read_files;
use crate::http::respond::{page, see_other};
use crate::http::state::AppState;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::files::files_page;
use forecourt_app::paths;
use forecourt_exchange::decode;
use forecourt_model::FieldErrors;
use forecourt_service::files::keep;
use forecourt_service::{ServiceError, apart};

/// Downloads, and the form for a file.
pub(super) async fn get(visit: Visit) -> Response {
    show(&visit, StatusCode::OK, &FieldErrors::default())
}

/// Takes a file, reads it and leads to what it would change. Nothing is changed.
pub(super) async fn post(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::from_request_parts(&mut parts, &state).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let outcome = async {
        let files = read_files(Request::from_parts(parts, body), "document").await?;
        let bytes = files.get("document").filter(|bytes| !bytes.is_empty());
        let bytes = bytes.ok_or_else(|| ServiceError::field("document", "no-file", "Choose a file."))?;
        let bytes = bytes.clone();
        let text = apart(move || decode(&bytes)).await;
        let text =
            text.map_err(|error| ServiceError::field("document", error.code, error.message.clone()))?;
        keep(visit.services(), &visit.context, &text).await
    };
    match outcome.await {
        Ok(plan) => see_other(&paths::file_plan(&plan.to_string()), None),
        Err(ServiceError::Invalid(errors)) => {
            show(&visit, status_of(&ServiceError::Invalid(errors.clone())), &errors)
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn show(visit: &Visit, status: StatusCode, errors: &FieldErrors) -> Response {
    let role = visit.signed_in.role;
    page(visit, status, "Configuration file", Place::Files, |frame| {
        files_page(frame, role, errors)
    })
}
