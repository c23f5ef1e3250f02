//! Answering: at once when nobody loses anything, else after a look at the numbers.

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
use forecourt_app::pages::message_center::{AnswerForm, Confirm, ConfirmWhat, Problem};
use forecourt_app::paths;
use forecourt_app::ui::{MessageKind, people};
use forecourt_model::Revision;
use forecourt_model::rollout::Answer;
use forecourt_service::ServiceError;
use forecourt_service::rollout::{self, Answered, CONSUMER_CHAT, RolloutView};

/// The form, when it comes back after its session had ended.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let Some(fields) = draft(&visit, &fields).await else {
        return see_other(&paths::message(&id), None);
    };
    let shown = Shown {
        answer: form_of(&fields),
        problem: Some(restored()),
        ..Shown::default()
    };
    show(&visit, StatusCode::OK, &id, shown).await
}

pub(super) async fn post(visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Response {
    if id != CONSUMER_CHAT {
        return Failure::of(&visit, &ServiceError::NotFound { what: "rollout" }).into_response();
    }
    let Some(answer) = Answer::from_code(fields.get("answer")) else {
        let error = Some("Not saved. Choose an answer first.".to_owned());
        let shown = Shown {
            answer: AnswerForm {
                error,
                ..form_of(&fields)
            },
            ..Shown::default()
        };
        return show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, shown).await;
    };
    let view = match rollout::get(visit.services(), &visit.context).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let expected: Revision = fields.get("revision").parse().unwrap_or_default();
    let takes = view.takes_something(answer) && expected == view.revision;
    if takes && !fields.has("confirmed") {
        let shown = Shown {
            confirm: confirm(&visit, &view, answer, &fields, None),
            ..Shown::default()
        };
        return show(&visit, StatusCode::OK, &id, shown).await;
    }
    let reason = fields.some("reason").map(str::to_owned);
    let acknowledged = fields.has("acknowledge");
    match rollout::answer(
        visit.services(),
        &visit.context,
        expected,
        answer,
        reason,
        None,
        acknowledged,
    )
    .await
    {
        Ok(answered) => {
            let flash = Flash::change(words(&answered), answered.revision);
            see_other(&return_path(&fields, &id), Some(&flash))
        }
        Err(ServiceError::Invalid(errors)) => {
            let mut shown = Shown {
                answer: form_of(&fields),
                ..Shown::default()
            };
            match errors.message("acknowledge") {
                Some(sentence) => {
                    shown.confirm = confirm(&visit, &view, answer, &fields, Some(sentence.to_owned()));
                }
                None => shown.answer.error = Some(ServiceError::Invalid(errors).sentence()),
            }
            show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, shown).await
        }
        Err(error @ ServiceError::Conflict(_)) => {
            let sentence = format!("{} {}", error.sentence(), both_sides(&view, answer));
            let problem = Some(Problem {
                kind: MessageKind::Danger,
                sentence,
            });
            let shown = Shown {
                answer: form_of(&fields),
                problem,
                ..Shown::default()
            };
            show(&visit, StatusCode::CONFLICT, &id, shown).await
        }
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

fn form_of(fields: &Fields) -> AnswerForm {
    AnswerForm {
        chosen: Answer::from_code(fields.get("answer")),
        reason: fields.get("reason").to_owned(),
        error: None,
    }
}

fn confirm(
    visit: &Visit,
    view: &RolloutView,
    answer: Answer,
    fields: &Fields,
    error: Option<String>,
) -> Option<Confirm> {
    let impact = view.outcome(answer)?.impact.clone();
    let carried = [
        ("answer", answer.code().to_owned()),
        ("revision", fields.get("revision").to_owned()),
        ("return_to", fields.get("return_to").to_owned()),
    ];
    Some(Confirm {
        message_id: view.message_id.clone(),
        what: ConfirmWhat::Answer(answer),
        acknowledge: super::asks(visit, &impact),
        impact,
        fields: carried
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        cancel: return_path(fields, &view.message_id),
        shown_as: shown_as::of_answer(view, answer, fields.get("reason")),
        reason: fields.get("reason").to_owned(),
        error,
    })
}

fn both_sides(view: &RolloutView, chosen: Answer) -> String {
    let stored = view
        .answer
        .as_ref()
        .map_or("not reviewed yet", |given| given.answer.label());
    format!("Stored: {stored}. You chose: {}.", chosen.label())
}

/// What was done, in a sentence.
fn words(answered: &Answered) -> String {
    let label = answered.answer.label();
    let off = if answered.switches.access {
        ""
    } else {
        " Chat stays off until it is turned on in organization settings."
    };
    let lost = &answered.impact;
    if !answered.activated {
        return format!("Staged: {label}. It applies at activation.");
    }
    match answered.answer {
        Answer::TurnOff if lost.chat.lose > 0 => {
            format!(
                "Answered: {label}. {} lost chat with personal accounts.",
                people(lost.chat.lose)
            )
        }
        Answer::OnlyOurPeopleStart if lost.inbound.lose > 0 => {
            format!(
                "Answered: {label}. {} can no longer be found and contacted.",
                people(lost.inbound.lose)
            )
        }
        Answer::TurnOff => format!("Answered: {label}. It was off already."),
        Answer::KeepOn | Answer::OnlyOurPeopleStart => format!("Answered: {label}.{off}"),
    }
}
