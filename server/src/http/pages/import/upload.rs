//! Choosing files.

use super::upload_body::read_files;
use crate::http::failure::{Failure, status_of};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::import::upload_page;
use forecourt_app::paths;
use forecourt_model::FieldErrors;
use forecourt_service::import::{Files, Sources, keep};
use forecourt_service::{ServiceError, apart};

/// Asks for files.
pub(super) async fn get(visit: Visit) -> Response {
    show(&visit, StatusCode::OK, &FieldErrors::default())
}

/// Takes the files, understands them and leads to the preview. Nothing is changed.
pub(super) async fn post(
    State(state): State<crate::http::state::AppState>,
    request: Request<Body>,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::from_request_parts(&mut parts, &state).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let outcome = async {
        let files = read_files(Request::from_parts(parts, body), "tenant").await?;
        let taken = apart(move || {
            let file = |name: &str| files.get(name).map(Vec::as_slice);
            Sources::take(Files {
                tenant: file("tenant"),
                policies: file("policies"),
                users: file("users"),
                groups: file("groups"),
                group_members: file("group_members"),
                group_assignments: file("group_assignments"),
                configuration: file("configuration"),
            })
        });
        let sources = taken.await?;
        keep(visit.services(), &visit.context, &sources).await
    };
    match outcome.await {
        Ok(plan) => see_other(&paths::import_plan(&plan.to_string()), None),
        Err(ServiceError::Invalid(errors)) => {
            show(&visit, status_of(&ServiceError::Invalid(errors.clone())), &errors)
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn show(visit: &Visit, status: StatusCode, errors: &FieldErrors) -> Response {
    page(visit, status, "Import", Place::Import, |frame| {
        upload_page(frame, errors)
    })
}
