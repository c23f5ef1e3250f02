//! What saving would do, while the form is edited.

use super::contents::contents;
use super::form::SettingsForm;
use crate::http::failure::Failure;
use crate::http::form::Form;
use crate::http::impact_csv;
use crate::http::respond::part;
use crate::http::visit::Visit;
use axum::response::Response;
use forecourt_app::pages::organization_settings::settings_parts;
use forecourt_service::impact::Plan;
use forecourt_service::organization::get_settings;

/// The parts of the page that depend on what the form shows.
pub(super) async fn impact(visit: Visit, Form(fields): Form) -> Result<Response, Failure> {
    let failed = |error| Failure::of(&visit, &error);
    let stored = get_settings(visit.services(), &visit.context).map_err(failed)?;
    let form = SettingsForm::read(&fields, &stored.settings, false);
    let page = contents(&visit, Some(form)).await.map_err(failed)?;
    Ok(part(|| settings_parts(&page)))
}

/// Whom saving the form would reach, as a file.
pub(super) async fn csv(visit: Visit, Form(fields): Form) -> Result<Response, Failure> {
    let failed = |error| Failure::of(&visit, &error);
    let stored = get_settings(visit.services(), &visit.context).map_err(failed)?;
    let form = SettingsForm::read(&fields, &stored.settings, true);
    let plan = Plan::settings(visit.services(), &form.settings).map_err(failed)?;
    Ok(impact_csv::answer(visit, plan).await)
}
