//! The page of one message, with its forms as they stand.

use super::may_answer;
use crate::http::failure::Failure;
use crate::http::form::Fields;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::message_center::{
    AnswerForm, Confirm, DatesForm, MessagePage, Problem, message_page,
};
use forecourt_app::ui::MessageKind;
use forecourt_service::message::{self, MessageFilter};
use forecourt_service::rollout::DatesInput;
use forecourt_service::session::take_draft;

/// What the page shows beside what is stored.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) filter: MessageFilter,
    pub(super) answer: AnswerForm,
    pub(super) dates: DatesForm,
    pub(super) problem: Option<Problem>,
    pub(super) confirm: Option<Confirm>,
}

pub(super) async fn show(visit: &Visit, status: StatusCode, id: &str, shown: Shown) -> Response {
    let Shown {
        filter,
        answer,
        mut dates,
        problem,
        confirm,
    } = shown;
    let read = async {
        let view = message::get(visit.services(), &visit.context, id).await?;
        let list = message::list(visit.services(), &visit.context, &filter).await?;
        let revision = visit.services().snapshot()?.revision();
        Ok((view, list, revision))
    };
    let (view, list, revision) = match read.await {
        Ok(read) => read,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    if let Some(rollout) = view.rollout.as_ref().filter(|_| dates.errors.is_empty()) {
        let in_form = dates.entered.clone();
        let in_form = in_form.unwrap_or_else(|| DatesInput::of(&rollout.rollout));
        dates.shown_as = shown_as::of_dates(&in_form, rollout.revision, &dates.reason);
    }
    let title = format!("{} in the message center", view.message.id);
    let viewer = (visit.signed_in.administrator, revision);
    let refusal = may_answer(visit).err();
    let shown = MessagePage {
        list,
        filter,
        view,
        refusal,
        answer,
        dates,
        problem,
        confirm,
        viewer,
    };
    page(visit, status, &title, Place::Messages, |frame| {
        message_page(frame, shown)
    })
}

/// The form that was about to be sent when its session ended, if the address names one.
pub(super) async fn draft(visit: &Visit, fields: &Fields) -> Option<Fields> {
    let token = fields.some("draft")?;
    let (_, body) = take_draft(visit.services(), token).await.ok()??;
    Some(Fields::parse(body.as_bytes()))
}

/// What stands above a form that came back that way.
pub(super) fn restored() -> Problem {
    Problem {
        kind: MessageKind::Info,
        sentence: "Not saved yet: your session had ended. What you entered is in the form below.".to_owned(),
    }
}
