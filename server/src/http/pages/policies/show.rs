//! One policy.

use super::form;
use super::locked;
use crate::http::draft;
use crate::http::failure::Failure;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::policies::{Editing, PolicyPageView, Typed, policy_page};
use forecourt_model::policy::PolicyKind;
use forecourt_service::policy::{self, PolicyView};

/// `GET /external-access/policies/{name}`, with a form that was brought back after signing in when `draft` names one.
pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    let view = match policy::get_by_name(visit.services(), &visit.context, &name).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let stored = Typed::of(view.policy.display_name(), view.policy.settings.clone());
    let fields = match draft::restored(&visit).await {
        Ok(fields) => fields.filter(|_| locked(&visit.context).is_none()),
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let Some(fields) = fields else {
        let page_view = page_view(&visit, view, stored, None);
        return answer(&visit, StatusCode::OK, page_view);
    };
    let typed = form::read(
        &fields,
        &view.policy.settings,
        view.policy.kind == PolicyKind::Global,
    );
    let mut page_view = page_view(&visit, view, typed, Some(form::revision(&fields).0));
    page_view.restored = true;
    answer(&visit, StatusCode::OK, page_view)
}

/// The page with `typed` in its form, made from `revision`; from the stored one when `None`.
pub(super) fn page_view(
    visit: &Visit,
    view: PolicyView,
    mut typed: Typed,
    revision: Option<i64>,
) -> PolicyPageView {
    let stored = &view.policy;
    typed.name = stored.display_name();
    let locked = locked(&visit.context).or_else(|| {
        (stored.kind == PolicyKind::BuiltIn).then(|| {
            "This policy came with the product: it can be read and assigned, not changed. Duplicate it and change the copy."
                .to_owned()
        })
    });
    let shown_as = shown_as::each_setting_of(stored, &typed.settings);
    let preview = policy::preview(visit.services(), &visit.context, stored.id, &typed.settings).ok();
    let revision = revision.unwrap_or(stored.revision.0).to_string();
    let editing = Editing {
        kind: stored.kind,
        identity: Some(stored.identity()),
        stored: stored.settings.clone(),
        typed,
        locked,
        organization: view.organization.clone(),
        shown_as,
        hidden: vec![("revision".to_owned(), revision)],
    };
    PolicyPageView {
        preview: preview.filter(|_| editing.typed.errors.is_empty()),
        editing,
        view,
        own: visit.signed_in.administrator,
        conflict: None,
        problem: None,
        confirm: None,
        restored: false,
    }
}

/// The page as a response.
pub(super) fn answer(visit: &Visit, status: StatusCode, view: PolicyPageView) -> Response {
    let title = view.view.policy.display_name();
    page(visit, status, &title, Place::ExternalAccess, |frame| {
        policy_page(frame, view)
    })
}
