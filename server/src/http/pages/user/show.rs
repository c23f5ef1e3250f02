//! The page of one person.

use super::explain::{asks, conversation};
use super::person;
use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::pages::exceptions::exception_fields;
use crate::http::pages::users::read_only;
use crate::http::respond::page;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::exceptions::ExceptionFields;
use forecourt_app::pages::user::{AssignReview, AssignmentForm, UserPage, UserTab, user_page};
use forecourt_app::ui::visible;
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::people;

/// What stands on the page besides the person.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) form: AssignmentForm,
    pub(super) problem: Option<String>,
    pub(super) confirm: Option<AssignReview>,
    pub(super) end: ExceptionFields,
}

/// What a field names: a policy, or none. `None` when it names neither.
pub(super) fn picked(text: &str) -> Option<Option<PolicyId>> {
    match text.trim() {
        "none" | "Global" => Some(None),
        other => other
            .parse()
            .ok()
            .map(|policy: PolicyId| Some(policy).filter(|policy| *policy != PolicyId::GLOBAL)),
    }
}

/// Shows the person. A form that waited while its administrator signed in again comes back as it was sent.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(fields): Query) -> Response {
    let id = match person(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let mut extra = Extra::default();
    extra.form.picked = picked(fields.get("policy"));
    if let Some(token) = fields.some("draft") {
        let draft = forecourt_service::session::take_draft(visit.services(), token).await;
        if let Ok(Some((_, body))) = draft {
            let sent = Fields::parse(body.as_bytes());
            extra.form.picked = picked(sent.get("policy"));
            sent.get("reason").clone_into(&mut extra.form.reason);
            extra.form.exception = exception_fields(&sent);
        }
    }
    show(&visit, StatusCode::OK, id, &fields, extra).await
}

pub(super) async fn show(
    visit: &Visit,
    status: StatusCode,
    id: PersonId,
    fields: &Fields,
    extra: Extra,
) -> Response {
    let view = match people::get(visit.services(), &visit.context, id).await {
        Ok(view) => view,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let conversation = conversation(visit, id, &asks(fields)).await;
    let data = UserPage {
        tab: if fields.get("tab") == "details" {
            UserTab::Details
        } else {
            UserTab::Access
        },
        assignment: AssignmentForm {
            read_only: read_only(visit),
            shown_as: shown_as::of_person(
                &view.snapshot,
                &view.person,
                view.person.direct_policy,
                (&ExceptionInput::default(), ""),
            ),
            ..extra.form
        },
        end: extra.end,
        conversation,
        may_open_changes: visit.context.may(Permission::ReadActivity),
        own: visit.signed_in.administrator,
        problem: extra.problem,
        confirm: extra.confirm,
        view: &view,
    };
    let title = visible(view.person.shown_name()).into_owned();
    page(visit, status, &title, Place::Users, |frame| {
        user_page(frame, data)
    })
}
