//! Policies: the list with its commands, one policy, a new one.

mod commands;
mod domain_list;
mod form;
mod impact;
mod list;
mod new;
mod save;
mod show;

use crate::http::impact_csv;
use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;
use forecourt_service::OpContext;

const LIST: &str = "/external-access/policies";
const NEW: &str = "/external-access/new-policy";
const ONE: &str = "/external-access/policies/{name}";

/// The routes of this area.
pub fn routes() -> Routes {
    let (read, edit) = (
        Access::Needs(Permission::ReadPolicies),
        Access::Needs(Permission::EditPolicies),
    );
    Routes::new()
        .get(LIST, read, list::show)
        .post(LIST, edit, commands::run)
        .get(NEW, read, new::show)
        .post(NEW, edit, new::add)
        .get(ONE, read, show::show)
        .post(ONE, edit, save::save)
        .get(
            "/external-access/policies/{name}/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact_csv::back,
        )
        .post(
            "/external-access/policies/{name}/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact::of_edit,
        )
        .get(
            "/external-access/reset-policy/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact_csv::back,
        )
        .post(
            "/external-access/reset-policy/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact::of_reset,
        )
}

/// Why the role cannot change policies; nothing when it can.
fn locked(context: &OpContext) -> Option<String> {
    let may = context.may(Permission::EditPolicies);
    (!may).then(|| Permission::EditPolicies.refusal(context.role()))
}
