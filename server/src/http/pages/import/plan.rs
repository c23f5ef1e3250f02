//! One upload: its preview, its progress, its result.

use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::import::{done_page, preview_page, running_page};
use forecourt_app::paths;
use forecourt_model::FieldErrors;
use forecourt_service::ServiceError;
use forecourt_service::import::{Progress, Sources, Waiting, apply_in_background, preview, waiting};
use uuid::Uuid;

/// Shows what the upload would change, how far it is, or what became of it.
pub(super) async fn get(visit: Visit, Path(plan): Path<String>) -> Response {
    let Ok(id) = plan.parse::<Uuid>() else {
        return missing(&visit);
    };
    match visit.services().imports().get(id) {
        Some(Progress::Running(done, total)) => return running(&visit, &plan, done, total),
        Some(Progress::Failed(sentence)) => {
            return page(&visit, StatusCode::OK, "Import", Place::Import, |frame| {
                done_page(frame, Err(sentence))
            });
        }
        None => {}
    }
    match waiting(visit.services(), &visit.context, id).await {
        Ok(Waiting::Applied(revision)) => page(&visit, StatusCode::OK, "Import", Place::Import, |frame| {
            done_page(frame, Ok(revision))
        }),
        Ok(Waiting::Files(sources)) => {
            show(&visit, &plan, &sources, StatusCode::OK, &FieldErrors::default()).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Applies the upload with the answers that were chosen.
pub(super) async fn post(visit: Visit, Path(plan): Path<String>, Form(fields): Form) -> Response {
    let Ok(id) = plan.parse::<Uuid>() else {
        return missing(&visit);
    };
    let mut sources = match waiting(visit.services(), &visit.context, id).await {
        Ok(Waiting::Files(sources)) => *sources,
        Ok(Waiting::Applied(_)) => return see_other(&paths::import_plan(&plan), None),
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    for (name, value) in &fields.0 {
        if let Some(question) = name.strip_prefix("answer.") {
            sources.answers.insert(question.to_owned(), value.clone());
        }
    }
    match apply_in_background(visit.services(), &visit.context, sources.clone(), id).await {
        Ok(Some(applied)) => {
            let flash = applied.revision.map_or_else(
                || Flash::text("Everything is as the files say already. Nothing was changed."),
                |revision| Flash::text(format!("Imported as change {revision}. In effect now.")),
            );
            see_other(&paths::users(), Some(&flash))
        }
        Ok(None) => see_other(&paths::import_plan(&plan), None),
        Err(ServiceError::Invalid(errors)) => {
            show(&visit, &plan, &sources, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

async fn show(
    visit: &Visit,
    plan: &str,
    sources: &Sources,
    status: StatusCode,
    errors: &FieldErrors,
) -> Response {
    match preview(visit.services(), &visit.context, sources).await {
        Ok(comparison) => page(
            visit,
            status,
            "What this import changes",
            Place::Import,
            |frame| preview_page(frame, plan, &comparison, errors),
        ),
        Err(error) => Failure::of(visit, &error).into_response(),
    }
}

/// The page of an import that runs; the browser comes again by itself, also without script.
fn running(visit: &Visit, plan: &str, done: usize, total: usize) -> Response {
    let mut response = page(visit, StatusCode::OK, "Import runs", Place::Import, |frame| {
        running_page(frame, plan, done as u64, total as u64)
    });
    response
        .headers_mut()
        .insert("refresh", HeaderValue::from_static("2"));
    response
}

fn missing(visit: &Visit) -> Response {
    Failure::of(visit, &ServiceError::NotFound { what: "upload" }).into_response()
}
