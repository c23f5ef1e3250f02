//! The list.

use super::filter::filter_of;
use super::may_answer;
use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::message_center::{AddForm, MessagesPage, messages_page};
use forecourt_service::message::{self, MessageFilter};
use forecourt_service::session::take_draft;

pub(super) async fn get(visit: Visit, Query(fields): Query) -> Response {
    let mut add = AddForm::default();
    if let Some(token) = fields.some("draft")
        && let Ok(Some((_, body))) = take_draft(visit.services(), token).await
    {
        crate::http::form::Fields::parse(body.as_bytes())
            .get("json")
            .clone_into(&mut add.json);
    }
    show(&visit, StatusCode::OK, filter_of(&fields), add).await
}

/// The list with the form for a new message as it stands.
pub(super) async fn show(visit: &Visit, status: StatusCode, filter: MessageFilter, add: AddForm) -> Response {
    let list = match message::list(visit.services(), &visit.context, &filter).await {
        Ok(list) => list,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let add = AddForm {
        refusal: may_answer(visit).err(),
        ..add
    };
    let shown = MessagesPage { list, filter, add };
    page(visit, status, "Message center", Place::Messages, |frame| {
        messages_page(frame, shown)
    })
}
