//! Assigning a policy to one person.

use super::person;
use super::show::{Extra, picked, show};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::pages::exceptions::{exception_fields, exception_input};
use crate::http::respond::see_other;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::user::{AssignmentForm, ConflictNote};
use forecourt_app::paths;
use forecourt_app::ui::visible;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::exception::end_words;
use forecourt_service::organization::Saved;
use forecourt_service::people::AssignOptions;
use forecourt_service::{ServiceError, people};

/// Assigns at once, or asks first when the person loses something.
pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let id = match person(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let form = |picked, error: Option<String>| AssignmentForm {
        picked,
        reason: fields.get("reason").to_owned(),
        exception: exception_fields(&fields),
        error,
        ..AssignmentForm::default()
    };
    let asked = if fields.get("do") == "remove" {
        "none"
    } else {
        fields.get("policy")
    };
    let Some(policy) = picked(asked) else {
        let message = "Pick one of the policies in the list.";
        return again(
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            id,
            form(None, Some(message.to_owned())),
        )
        .await;
    };
    // Taking an assignment away has no use for the fields of an exception; pressing the button beside them is no mistake.
    let exception = (fields.get("do") != "remove").then(|| exception_input(&fields));
    if let Some(Err(errors)) = exception
        .as_ref()
        .map(|input| input.check(visit.context.now, policy.is_some()))
    {
        let mut form = form(Some(policy), None);
        form.exception.errors = errors;
        return again(&visit, StatusCode::UNPROCESSABLE_ENTITY, id, form).await;
    }
    let impact = match people::preview_assign(visit.services(), &visit.context, id, policy).await {
        Ok(impact) => impact,
        Err(error) => return refuse(&visit, id, form(Some(policy), None), &error).await,
    };
    if impact.takes_something() && !fields.has("confirmed") {
        let extra = Extra {
            form: form(Some(policy), None),
            confirm: Some(policy),
            ..Extra::default()
        };
        return show(&visit, StatusCode::OK, id, &Fields::default(), extra).await;
    }
    let expected: Revision = fields.get("revision").parse().unwrap_or_default();
    let reason = fields.some("reason").map(str::to_owned);
    let options = AssignOptions {
        reason,
        exception,
        undoes: None,
    };
    match people::assign_with(visit.services(), &visit.context, id, policy, expected, options).await {
        Ok(saved) => match flash(&visit, id, policy, &saved).await {
            Ok(flash) => see_other(&paths::user(id), Some(&flash)),
            Err(error) => Failure::of(&visit, &error).into_response(),
        },
        Err(error) => refuse(&visit, id, form(Some(policy), None), &error).await,
    }
}

async fn flash(
    visit: &Visit,
    id: PersonId,
    policy: Option<PolicyId>,
    saved: &Saved,
) -> Result<Flash, ServiceError> {
    let view = people::get(visit.services(), &visit.context, id).await?;
    let who = visible(view.person.shown_name()).into_owned();
    let named = policy
        .and_then(|policy| view.snapshot.policy(policy))
        .map(|policy| policy.name.to_string());
    let words = forecourt_app::pages::user::access_words(view.access);
    Ok(match (named, saved.changed) {
        (Some(name), true) => {
            let end = view
                .exception
                .as_ref()
                .and_then(|(exception, _)| exception.expires_at);
            let end = end
                .map(|end| format!(" Ends {}.", end_words(end)))
                .unwrap_or_default();
            Flash::change(format!("{who} has {name} now and {words}.{end}"), saved.revision)
        }
        (None, true) => Flash::change(
            format!("The direct assignment was removed. {who} {words}."),
            saved.revision,
        ),
        (Some(name), false) => {
            Flash::text(format!("{who} has {name} directly already. Nothing was changed."))
        }
        (None, false) => Flash::text(format!("{who} has no direct assignment. Nothing was changed.")),
    })
}

async fn again(visit: &Visit, status: StatusCode, id: PersonId, form: AssignmentForm) -> Response {
    let extra = Extra {
        form,
        ..Extra::default()
    };
    show(visit, status, id, &Fields::default(), extra).await
}

async fn refuse(visit: &Visit, id: PersonId, mut form: AssignmentForm, error: &ServiceError) -> Response {
    let status = status_of(error);
    match error {
        ServiceError::NotFound { what: "policy" } => {
            form.picked = None;
            form.error = Some("This policy has been deleted in between. Pick another one.".to_owned());
            again(visit, StatusCode::UNPROCESSABLE_ENTITY, id, form).await
        }
        ServiceError::NotFound { .. } => Failure::of(visit, error).into_response(),
        ServiceError::Conflict(conflict) => {
            form.conflict = Some(ConflictNote {
                changed_by: conflict.changed_by.clone(),
                changed_at: conflict.changed_at,
            });
            again(visit, status, id, form).await
        }
        other => {
            let extra = Extra {
                form,
                problem: Some(other.sentence()),
                ..Extra::default()
            };
            show(visit, status, id, &Fields::default(), extra).await
        }
    }
}
