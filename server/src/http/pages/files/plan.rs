//! One uploaded file: what it would change, applying it, and the same as a script.

use super::download::{SCRIPT, file};
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::Form;
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::files::plan_page;
use forecourt_app::paths;
use forecourt_exchange::document::Document;
use forecourt_model::Revision;
use forecourt_service::ServiceError;
use forecourt_service::files::{self, Kept, Upload, apply_kept, plan_script, waiting};
use uuid::Uuid;

/// The upload with this key: its document, or the page of the change that it became.
async fn uploaded(visit: &Visit, key: &str) -> Result<(Uuid, Document), Response> {
    let missing = ServiceError::NotFound { what: "upload" };
    let Ok(id) = key.parse::<Uuid>() else {
        return Err(Failure::of(visit, &missing).into_response());
    };
    match waiting(visit.services(), &visit.context, id).await {
        Ok(Kept::Applied(revision)) => Err(see_other(&paths::change(revision), None)),
        Ok(Kept::Text(text)) => match files::read_apart(text).await {
            Ok(document) => Ok((id, document)),
            Err(error) => Err(Failure::of(visit, &error).into_response()),
        },
        Err(error) => Err(Failure::of(visit, &error).into_response()),
    }
}

/// Shows what the file would change.
pub(super) async fn get(visit: Visit, Path(key): Path<String>) -> Response {
    match uploaded(&visit, &key).await {
        Ok((_, document)) => show(&visit, &key, &document, StatusCode::OK, ("", None)).await,
        Err(response) => response,
    }
}

/// Applies the file.
pub(super) async fn post(visit: Visit, Path(key): Path<String>, Form(fields): Form) -> Response {
    let (id, document) = match uploaded(&visit, &key).await {
        Ok(uploaded) => uploaded,
        Err(response) => return response,
    };
    let reason = fields.some("reason").map(str::to_owned);
    let upload = Upload {
        id,
        seen: fields.get("revision").parse().ok().map(Revision),
    };
    match apply_kept(visit.services(), &visit.context, &document, reason, upload).await {
        Ok(applied) => match applied.revision {
            Some(revision) => {
                let flash = Flash::text(format!("Applied as change {revision}. In effect now."));
                see_other(&paths::change(revision), Some(&flash))
            }
            None => {
                let flash = Flash::text("Everything is as the file says already. Nothing was changed.");
                see_other(&paths::files(), Some(&flash))
            }
        },
        Err(ServiceError::Invalid(_)) => {
            let reason = fields.get("reason");
            show(
                &visit,
                &key,
                &document,
                StatusCode::UNPROCESSABLE_ENTITY,
                (reason, None),
            )
            .await
        }
        Err(ServiceError::Refused {
            code: "plan-outdated",
            message,
        }) => {
            let shown = (fields.get("reason"), Some(message));
            show(&visit, &key, &document, StatusCode::CONFLICT, shown).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// The plan as a script for a Microsoft tenant.
pub(super) async fn script(visit: Visit, Path(key): Path<String>) -> Response {
    let (_, document) = match uploaded(&visit, &key).await {
        Ok(uploaded) => uploaded,
        Err(response) => return response,
    };
    let text = async {
        let plan = files::plan(visit.services(), &visit.context, &document).await?;
        plan.errors.clone().or(())?;
        Ok::<_, ServiceError>(plan_script(
            &*visit.services().snapshot()?,
            &plan,
            visit.context.now,
        ))
    };
    match text.await {
        Ok(text) => file("external-access-plan.ps1", SCRIPT, text),
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

async fn show(
    visit: &Visit,
    key: &str,
    document: &Document,
    status: StatusCode,
    (reason, problem): (&str, Option<String>),
) -> Response {
    // Read before the plan is made: a change in between is noticed when the file is applied.
    let seen = match visit.services().snapshot() {
        Ok(snapshot) => snapshot.revision(),
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    match files::plan(visit.services(), &visit.context, document).await {
        Ok(plan) => page(visit, status, "What this file changes", Place::Files, |frame| {
            plan_page(frame, key, &plan, seen, reason, problem)
        }),
        Err(error) => Failure::of(visit, &error).into_response(),
    }
}
