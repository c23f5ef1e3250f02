//! One operation: its preview, its progress, its result, and what can be done with it.

use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Form, Query};
use crate::http::frame::Place;
use crate::http::pages::users::read_only;
use crate::http::respond::{page, see_other};
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::operations::{OperationPageData, operation_page};
use forecourt_app::paths;
use forecourt_service::ServiceError;
use forecourt_service::operation::{
    FateFilter, NewOperation, State, cancel, discard, get as find, lines, prepare, start,
};
use uuid::Uuid;

/// How many lines a page shows.
const LINES: u32 = 50;

/// What was not accepted.
#[derive(Default)]
struct Refusal {
    acknowledge: Option<String>,
    problem: Option<String>,
}

/// Shows the operation. While it waits or runs the browser comes again by itself, also without script.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let Ok(id) = id.parse::<Uuid>() else {
        return missing(&visit);
    };
    let filter = FateFilter::from_code(fields.get("outcome"));
    let after = fields.get("after").parse().unwrap_or_default();
    show(&visit, StatusCode::OK, id, (filter, after), Refusal::default()).await
}

/// Starts, discards, cancels, or prepares another try for those who failed.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let Ok(id) = id.parse::<Uuid>() else {
        return missing(&visit);
    };
    let (services, context) = (visit.services(), &visit.context);
    let here = paths::operation(id);
    let outcome = match fields.get("do") {
        "discard" => discard(services, context, id).await.map(|()| {
            let flash = Flash::text("Discarded. Nobody was changed.");
            see_other(&paths::operations(), Some(&flash))
        }),
        "cancel" => cancel(services, context, id).await.map(|_| {
            let flash = Flash::text("Cancelled. Who was changed before keeps the new assignment.");
            see_other(&here, Some(&flash))
        }),
        "retry" => retry(&visit, id)
            .await
            .map(|id| see_other(&paths::operation(id), None)),
        "start" => start(services, context, id, fields.has("acknowledge"))
            .await
            .map(|_| see_other(&here, None)),
        _ => Ok(see_other(&here, None)),
    };
    let first_page = (FateFilter::All, 0);
    match outcome {
        Ok(response) => response,
        Err(ServiceError::Invalid(errors)) => {
            let other = errors.0.iter().find(|error| error.field != "acknowledge");
            let refusal = Refusal {
                acknowledge: errors.message("acknowledge").map(str::to_owned),
                problem: other.map(|error| error.message.clone()),
            };
            show(&visit, StatusCode::UNPROCESSABLE_ENTITY, id, first_page, refusal).await
        }
        Err(error @ ServiceError::Refused { .. }) => {
            let refusal = Refusal {
                acknowledge: None,
                problem: Some(error.sentence()),
            };
            show(&visit, status_of(&error), id, first_page, refusal).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// Another operation with the same task for the people of this one who failed. Asking twice gives the same one.
async fn retry(visit: &Visit, id: Uuid) -> Result<Uuid, ServiceError> {
    let before = find(visit.services(), &visit.context, id).await?.operation;
    prepare(visit.services(), &visit.context, NewOperation::retry(&before)).await
}

async fn show(
    visit: &Visit,
    status: StatusCode,
    id: Uuid,
    (filter, after): (FateFilter, i64),
    refusal: Refusal,
) -> Response {
    let view = match find(visit.services(), &visit.context, id).await {
        Ok(view) => view,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let found = match lines(visit.services(), &visit.context, id, filter, after, LINES).await {
        Ok(found) => found,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let shown_as = match shown_as::of_operation(visit, &view).await {
        Ok(shown_as) => shown_as,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let goes_on = matches!(view.operation.state, State::Waiting | State::Running);
    let data = OperationPageData {
        view: &view,
        lines: &found,
        filter,
        read_only: read_only(visit),
        acknowledge_error: refusal.acknowledge,
        problem: refusal.problem,
        shown_as,
    };
    let mut response = page(visit, status, "Operation", Place::Operations, |frame| {
        operation_page(frame, &data)
    });
    if goes_on {
        response
            .headers_mut()
            .insert("refresh", HeaderValue::from_static("2"));
    }
    response
}

fn missing(visit: &Visit) -> Response {
    Failure::of(visit, &ServiceError::NotFound { what: "operation" }).into_response()
}
