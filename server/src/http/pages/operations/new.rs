//! Asking for a new operation.

use super::body::read as read_body;
use crate::http::failure::{Failure, status_of};
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::pages::exceptions::{exception_fields, exception_input};
use crate::http::respond::{page, see_other};
use crate::http::state::AppState;
use crate::http::visit::Visit;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::exceptions::ExceptionFields;
use forecourt_app::pages::operations::{NewOperationForm, new_operation_page};
use forecourt_app::pages::users::{read as read_filter, write as write_filter};
use forecourt_app::paths;
use forecourt_model::policy::PolicyKind;
use forecourt_model::{FieldErrors, PersonId, PolicyId};
use forecourt_service::ServiceError;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{NewOperation, People, Task, prepare};
use forecourt_service::people::{Order, PageRequest, list};
use uuid::Uuid;

/// Asks for a list, or with `all` for everybody whom the filter in the address lets through.
pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    show(&visit, StatusCode::OK, &fields, FieldErrors::default(), None).await
}

/// Prepares the operation and leads to its preview. Nothing is changed.
pub(super) async fn post(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::from_request_parts(&mut parts, &state).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let sent = match read_body(Request::from_parts(parts, body)).await {
        Ok(sent) => sent,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&visit, status, &Fields::default(), errors, None).await;
        }
    };
    let fields = sent.fields;
    let people = if fields.has("all") {
        People::Matching(Box::new(read_filter(&fields.0)))
    } else if fields.has("user") {
        People::Ticked(ticked(&fields))
    } else {
        let list = if sent.file.is_empty() {
            fields.get("list").as_bytes().to_vec()
        } else {
            sent.file
        };
        if fields.get("target") == "list" {
            People::PolicyList(list)
        } else {
            People::List(list)
        }
    };
    let outcome = match task(&fields) {
        Ok(task) => prepare(visit.services(), &visit.context, asked(&fields, people, task)).await,
        Err(errors) => Err(ServiceError::Invalid(errors)),
    };
    match outcome {
        Ok(id) => see_other(&paths::operation(id), None),
        Err(ServiceError::Invalid(errors)) => {
            let status = status_of(&ServiceError::Invalid(errors.clone()));
            show(&visit, status, &fields, errors, None).await
        }
        Err(error @ (ServiceError::Refused { .. } | ServiceError::NotFound { .. })) => {
            let problem = Some(error.sentence());
            show(
                &visit,
                status_of(&error),
                &fields,
                FieldErrors::default(),
                problem,
            )
            .await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn ticked(fields: &Fields) -> Vec<PersonId> {
    fields.all("user").filter_map(|id| id.parse().ok()).collect()
}

fn asked(fields: &Fields, people: People, task: Task) -> NewOperation {
    NewOperation {
        people,
        task,
        reason: fields.some("reason").map(str::to_owned),
        exception: exception_input(fields),
        idempotency_key: fields.get("key").to_owned(),
    }
}

/// Prepares an operation for ticked people who are too many for one step.
pub(in crate::http::pages) async fn prepare_ticked(
    visit: &Visit,
    people: Vec<PersonId>,
    policy: Option<PolicyId>,
    reason: String,
    exception: ExceptionInput,
) -> Result<Uuid, ServiceError> {
    let new = NewOperation {
        people: People::Ticked(people),
        task: Task { policy, from: None },
        reason: Some(reason),
        exception,
        idempotency_key: String::new(),
    };
    prepare(visit.services(), &visit.context, new).await
}

/// What was picked in both selects.
fn task(fields: &Fields) -> Result<Task, FieldErrors> {
    let unknown = |field: &str| FieldErrors::one(field, "policy-missing", "Choose a policy.");
    let policy = match fields.get("target") {
        "none" | "list" => None,
        picked => Some(picked.parse().map_err(|_| unknown("policy"))?),
    };
    let from = match fields.get("from") {
        "" => None,
        picked => Some(picked.parse().map_err(|_| unknown("from"))?),
    };
    Ok(Task { policy, from })
}

async fn show(
    visit: &Visit,
    status: StatusCode,
    fields: &Fields,
    errors: FieldErrors,
    problem: Option<String>,
) -> Response {
    let mut matching = None;
    if fields.has("all") {
        let filter = read_filter(&fields.0);
        match list(visit.services(), &visit.context, &filter, &PageRequest::default()).await {
            Ok(found) => matching = Some((found.total, write_filter(&filter, Order::default()))),
            Err(error) => return Failure::of(visit, &error).into_response(),
        }
    }
    let mut policies = Vec::new();
    if let Some(snapshot) = visit.services().snapshot_if_set_up() {
        let assignable = snapshot
            .policies
            .iter()
            .filter(|policy| policy.kind != PolicyKind::Global);
        policies.extend(assignable.map(|policy| (policy.id.to_string(), policy.display_name())));
    }
    let key = fields.some("key").map_or_else(
        || {
            visit
                .services()
                .random()
                .identifier(visit.context.now)
                .to_string()
        },
        str::to_owned,
    );
    let form = NewOperationForm {
        matching,
        policies,
        policy: fields.get("target").to_owned(),
        from: fields.get("from").to_owned(),
        list: fields.get("list").to_owned(),
        reason: fields.get("reason").to_owned(),
        exception: ExceptionFields {
            errors: errors.clone(),
            ..exception_fields(fields)
        },
        key,
        errors,
        problem,
    };
    page(visit, status, "Change many people", Place::Operations, |frame| {
        new_operation_page(frame, form)
    })
}
