//! Taking a change back.

use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::frame::Place;
use crate::http::respond::{page, see_other};
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::activity::{UndoForm, undo_page, undo_refused_page};
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::undo::{UndoPlan, preview, undo};

/// Shows what taking the change back would do.
pub(super) async fn get(visit: Visit, Path(number): Path<String>) -> Response {
    match plan(&visit, &number).await {
        Ok(plan) => show(&visit, StatusCode::OK, &plan, &Fields::default(), None),
        Err(error) => refuse(&visit, &number, &error),
    }
}

/// What stands in the way is linked.
fn refuse(visit: &Visit, number: &str, error: &ServiceError) -> Response {
    let (ServiceError::Depends(dependence), Ok(revision)) = (error, super::revision(number)) else {
        return Failure::of(visit, error).into_response();
    };
    let title = format!("Undo change {revision}");
    page(visit, status_of(error), &title, Place::Activity, |frame| {
        undo_refused_page(frame, revision, dependence)
    })
}

/// Takes the change back. What takes something from people is confirmed on the page first: the button of a toast
/// (`quick`) only leads there then.
pub(super) async fn post(visit: Visit, Path(number): Path<String>, Form(fields): Form) -> Response {
    let plan = match plan(&visit, &number).await {
        Ok(plan) => plan,
        Err(error) => return refuse(&visit, &number, &error),
    };
    let revision = plan.entry.change.revision;
    if fields.has("quick") && plan.impact.takes_something() {
        return see_other(&paths::undo(revision), None);
    }
    if needs_acknowledgement(&visit, &plan) && !fields.has("acknowledge") {
        let sentence = "Tick this to say that you know how many people it changes.";
        return show(
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            &plan,
            &fields,
            Some(sentence),
        );
    }
    let reason = fields.some("reason").map(str::to_owned);
    match undo(visit.services(), &visit.context, revision, reason).await {
        Ok(saved) if plan.is_in_parts() => {
            let text = format!(
                "Change {revision} is being taken back. It runs in the background; this list shows how far it is."
            );
            see_other(&paths::operations(), Some(&Flash::change(text, saved.revision)))
        }
        Ok(saved) => {
            let flash = Flash::change(
                format!("Change {revision} was taken back. In effect now."),
                saved.revision,
            );
            see_other(&paths::activity(), Some(&flash))
        }
        Err(error) => {
            let status = status_of(&error);
            tracing::debug!(%status, "change {revision} was not taken back");
            refuse(&visit, &number, &error)
        }
    }
}

async fn plan(visit: &Visit, number: &str) -> Result<UndoPlan, ServiceError> {
    let revision = super::revision(number)?;
    preview(visit.services(), &visit.context, revision).await
}

/// Whether it takes something from so many that it has to be acknowledged.
fn needs_acknowledgement(visit: &Visit, plan: &UndoPlan) -> bool {
    let snapshot = visit.services().snapshot_if_set_up();
    let percent = snapshot.map_or(0, |snapshot| snapshot.acknowledge_percent());
    plan.impact.takes_something() && plan.impact.needs_acknowledgement(percent)
}

fn show(
    visit: &Visit,
    status: StatusCode,
    plan: &UndoPlan,
    fields: &Fields,
    missing: Option<&str>,
) -> Response {
    let form = UndoForm {
        reason: fields.get("reason").to_owned(),
        acknowledge_error: missing.map(str::to_owned),
        needs_acknowledgement: needs_acknowledgement(visit, plan),
    };
    let title = format!("Undo change {}", plan.entry.change.revision);
    page(visit, status, &title, Place::Activity, |frame| {
        undo_page(frame, plan, form)
    })
}
