//! Assigning a policy to one person.

use super::person;
use super::show::{Extra, picked, show};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::impact_csv;
use crate::http::pages::exceptions::{exception_fields, exception_input};
use crate::http::respond::see_other;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::user::{AssignReview, AssignmentForm, ConflictNote};
use forecourt_app::paths;
use forecourt_app::ui::visible;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::exception::end_words;
use forecourt_service::impact::{Plan, first};
use forecourt_service::organization::Saved;
use forecourt_service::people::AssignOptions;
use forecourt_service::{ServiceError, people};

/// Assigns at once, or asks first when the person loses something or is a large share of everybody.
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
    let question = match question(&visit, id, policy, &fields).await {
        Ok(question) => question,
        Err(error) => return refuse(&visit, id, form(Some(policy), None), &error).await,
    };
    if let Some((status, review)) = question {
        let extra = Extra {
            form: form(Some(policy), None),
            confirm: Some(review),
            ..Extra::default()
        };
        return show(&visit, status, id, &Fields::default(), extra).await;
    }
    let expected = revision(&fields);
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

fn revision(fields: &Fields) -> Revision {
    fields.get("revision").parse().unwrap_or_default()
}

/// What has to be answered before it is done; nothing for a form of an older person, which is refused anyway.
async fn question(
    visit: &Visit,
    id: PersonId,
    policy: Option<PolicyId>,
    fields: &Fields,
) -> Result<Option<(StatusCode, AssignReview)>, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let impact = people::preview_assign(services, context, id, policy).await?;
    let percent = services.snapshot()?.acknowledge_percent();
    let acknowledge = impact.needs_acknowledgement(percent);
    let confirmed = fields.has("confirmed");
    let missing = confirmed && acknowledge && !fields.has("acknowledge");
    if !impact.needs_review(percent) || (confirmed && !missing) {
        return Ok(None);
    }
    let view = people::get(services, context, id).await?;
    if view.person.revision != revision(fields) {
        return Ok(None);
    }
    let plan = Plan::direct(services, vec![id], policy)?;
    let affected = first(services, context, &plan).await?;
    let status = if missing {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let review = AssignReview {
        policy,
        impact,
        affected,
        acknowledge,
        error: missing.then(|| "Tick this first, then assign.".to_owned()),
        shown_as: shown_as::of_person(
            &view.snapshot,
            &view.person,
            policy,
            (&exception_input(fields), fields.get("reason")),
        ),
    };
    Ok(Some((status, review)))
}

/// `POST /users/{id}/impact.csv`: whom the same form would reach, as a file.
pub(super) async fn csv(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    let plan = person(&id).and_then(|id| {
        let policy = picked(fields.get("policy")).flatten();
        Plan::direct(visit.services(), vec![id], policy)
    });
    match plan {
        Ok(plan) => impact_csv::answer(visit, plan).await,
        Err(error) => Failure::of(&visit, &error).into_response(),
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
