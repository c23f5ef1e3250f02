//! Moving the dates: at once when nobody loses anything, else after a look at the numbers.

use super::return_path;
use super::show::{Shown, draft, restored, show};
use crate::http::failure::Failure;
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form, Query};
use crate::http::respond::see_other;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::message_center::{Confirm, ConfirmWhat, DatesForm, Problem};
use forecourt_app::paths;
use forecourt_app::ui::MessageKind;
use forecourt_model::access::Impact;
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::ServiceError;
use forecourt_service::rollout::{self, CONSUMER_CHAT, Dates, DatesInput};

/// The form, when it comes back after its session had ended.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let Some(fields) = draft(&visit, &fields).await else {
        return see_other(&paths::message(&id), None);
    };
    let shown = Shown {
        dates: form_of(&fields, FieldErrors::default()),
        problem: Some(restored()),
        ..Shown::default()
    };
    show(&visit, StatusCode::OK, &id, shown).await
}

pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    if id != CONSUMER_CHAT {
        return Failure::of(&visit, &ServiceError::NotFound { what: "rollout" }).into_response();
    }
    match run(&visit, &fields).await {
        Ok(Done::Moved(revision)) => {
            let flash = Flash::change("The dates have moved.", revision);
            see_other(&return_path(&fields, &id), Some(&flash))
        }
        Ok(Done::Same) => {
            let flash = Flash::text("Nothing to save: the dates are as they were.");
            see_other(&return_path(&fields, &id), Some(&flash))
        }
        Ok(Done::Confirm(impact, error)) => {
            let status = if error.is_some() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            let shown = Shown {
                confirm: Some(confirm(&visit, &id, impact, &fields, error)),
                ..Shown::default()
            };
            show(&visit, status, &id, shown).await
        }
        Err(ServiceError::Invalid(errors)) => {
            let shown = Shown {
                dates: form_of(&fields, errors),
                ..Shown::default()
            };
            show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, shown).await
        }
        Err(error @ ServiceError::Conflict(_)) => {
            let sentence = format!(
                "{} The time line shows what is stored; the form below, what you entered.",
                error.sentence()
            );
            let problem = Some(Problem {
                kind: MessageKind::Danger,
                sentence,
            });
            let dates = form_of(&fields, FieldErrors::default());
            show(
                &visit,
                StatusCode::CONFLICT,
                &id,
                Shown {
                    dates,
                    problem,
                    ..Shown::default()
                },
            )
            .await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

enum Done {
    Moved(Revision),
    Same,
    /// It takes something from people; the sentence of the refusal when the acknowledgement was missing.
    Confirm(Impact, Option<String>),
}

async fn run(visit: &Visit, fields: &Fields) -> Result<Done, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let dates = Dates::parse(&entered(fields))?;
    let impact = rollout::preview_dates(services, context, dates)?;
    let expected: Revision = fields.get("revision").parse().unwrap_or_default();
    let stored = services
        .snapshot()?
        .rollout
        .as_ref()
        .map(|stored| stored.revision);
    if impact.takes_something() && stored == Some(expected) && !fields.has("confirmed") {
        return Ok(Done::Confirm(impact, None));
    }
    let reason = fields.some("reason").map(str::to_owned);
    let acknowledged = fields.has("acknowledge");
    match rollout::move_dates(services, context, expected, dates, reason, None, acknowledged).await {
        Ok(moved) if moved.changed => Ok(Done::Moved(moved.revision)),
        Ok(_) => Ok(Done::Same),
        Err(ServiceError::Invalid(errors)) => match errors.message("acknowledge") {
            Some(sentence) => Ok(Done::Confirm(impact, Some(sentence.to_owned()))),
            None => Err(ServiceError::Invalid(errors)),
        },
        Err(error) => Err(error),
    }
}

fn entered(fields: &Fields) -> DatesInput {
    DatesInput {
        window_start: fields.get("window_start").to_owned(),
        window_end: fields.get("window_end").to_owned(),
        activation: fields.get("activation").to_owned(),
    }
}

fn form_of(fields: &Fields, errors: FieldErrors) -> DatesForm {
    DatesForm {
        entered: Some(entered(fields)),
        reason: fields.get("reason").to_owned(),
        errors,
        ..DatesForm::default()
    }
}

fn confirm(visit: &Visit, id: &str, impact: Impact, fields: &Fields, error: Option<String>) -> Confirm {
    let carried = [
        "window_start",
        "window_end",
        "activation",
        "revision",
        "return_to",
    ];
    let revision = fields.get("revision").parse().unwrap_or_default();
    let shown_as = shown_as::of_dates(&entered(fields), revision, fields.get("reason"));
    Confirm {
        message_id: id.to_owned(),
        what: ConfirmWhat::Dates(entered(fields)),
        acknowledge: super::asks(visit, &impact),
        impact,
        fields: carried
            .into_iter()
            .map(|name| (name.to_owned(), fields.get(name).to_owned()))
            .collect(),
        cancel: return_path(fields, id),
        reason: fields.get("reason").to_owned(),
        error,
        shown_as,
    }
}
