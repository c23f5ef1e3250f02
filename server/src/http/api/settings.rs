//! `/api/v1/settings`: what the organization says.

use super::answer::{Answer, Done, tagged};
use super::body::Body;
use super::caller::Caller;
use super::doc::Doc;
use super::endpoints::Endpoints;
use super::settings_document::{Settings, SettingsPatch};
use forecourt_model::scope::Scope;
use forecourt_service::organization::{get_settings, save_settings};

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default()
        .get(
            "/api/v1/settings",
            Scope::SettingsRead,
            get,
            Doc::new("getSettings", "Settings", "Read the organization settings")
                .returns::<Settings>("The settings as stored.")
                .etag(),
        )
        .patch(
            "/api/v1/settings",
            Scope::SettingsWrite,
            patch,
            Doc::new("changeSettings", "Settings", "Change organization settings")
                .text("Takes effect at once. What the body leaves out stays as it is.")
                .body::<SettingsPatch>()
                .changes::<Settings>("The settings as they are now.")
                .needs_if_match()
                .etag(),
        )
}

async fn get(caller: Caller) -> Answer {
    let view = get_settings(caller.services(), &caller.context)?;
    tagged(&Settings::of(view.settings, view.revision.0), view.revision)
}

async fn patch(caller: Caller, Body(patch): Body<SettingsPatch>) -> Answer {
    let view = get_settings(caller.services(), &caller.context)?;
    let expected = caller.needs_revision(view.revision)?;
    let reason = patch.reason.clone();
    let settings = patch.apply(view.settings)?;
    let saved = save_settings(
        caller.services(),
        &caller.context,
        expected,
        &settings,
        reason,
        None,
    )
    .await
    .map_err(|error| caller.refused(error))?;
    caller.done(Done {
        changed: saved.changed,
        revision: Some(saved.revision),
        impact: Some(saved.impact),
        result: Some(Settings::of(settings, saved.revision.0)),
        etag: Some(saved.revision),
    })
}
