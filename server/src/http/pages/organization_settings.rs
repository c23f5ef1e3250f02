//! Organization settings of external access.

mod asking;
mod contents;
mod form;
mod impact;
mod list_field;
mod save;
mod show;

use crate::http::impact_csv;
use crate::http::routes::{Access, Routes};
use forecourt_model::authority::Permission;

/// The page, its form, and what the form would do while it is edited.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/external-access/organization-settings",
            Access::Needs(Permission::ReadSettings),
            show::show,
        )
        .post(
            "/external-access/organization-settings",
            Access::Needs(Permission::EditSettings),
            save::save,
        )
        .post(
            "/external-access/organization-settings/impact",
            Access::Needs(Permission::ReadSettings),
            impact::impact,
        )
        .get(
            "/external-access/organization-settings/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact_csv::back,
        )
        .post(
            "/external-access/organization-settings/impact.csv",
            Access::Needs(Permission::ReadPeople),
            impact::csv,
        )
        .get(
            "/external-access/organization-settings/asking",
            Access::Needs(Permission::EditSettings),
            impact_csv::back,
        )
        .post(
            "/external-access/organization-settings/asking",
            Access::Needs(Permission::EditSettings),
            asking::save,
        )
}
