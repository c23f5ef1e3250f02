//! Whom a change of a policy would reach, as a file.

use super::form;
use crate::http::failure::Failure;
use crate::http::form::Form;
use crate::http::impact_csv;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use forecourt_model::PolicyId;
use forecourt_model::policy::{BuiltIn, PolicyKind};
use forecourt_service::impact::Plan;
use forecourt_service::policy;

/// `POST /external-access/policies/{name}/impact.csv`: the form of the policy.
pub(super) async fn of_edit(visit: Visit, Path(name): Path<String>, Form(fields): Form) -> Response {
    let view = match policy::get_by_name(visit.services(), &visit.context, &name).await {
        Ok(view) => view,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let is_global = view.policy.kind == PolicyKind::Global;
    let typed = form::read(&fields, &view.policy.settings, is_global);
    let plan = Plan::policy(visit.services(), view.policy.id, typed.settings.switches());
    match plan {
        Ok(plan) => impact_csv::answer(visit, plan).await,
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}

/// `POST /external-access/reset-policy/impact.csv`.
pub(super) async fn of_reset(visit: Visit) -> Response {
    let defaults = BuiltIn::Global.settings().switches();
    match Plan::policy(visit.services(), PolicyId::GLOBAL, defaults) {
        Ok(plan) => impact_csv::answer(visit, plan).await,
        Err(error) => Failure::of(&visit, &error).into_response(),
    }
}
