//! Saving: refuse, show both sides, ask, or do it.

use super::contents::{answer, contents};
use super::form::{Intent, SettingsForm, carried};
use crate::http::failure::{Failure, status_of};
use crate::http::flash::Flash;
use crate::http::form::{Fields, Form};
use crate::http::respond::see_other;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::impact::impact_words;
use forecourt_app::pages::organization_settings::{Confirm, ConflictView};
use forecourt_app::paths;
use forecourt_model::access::Impact;
use forecourt_service::ServiceError;
use forecourt_service::impact::{Plan, first};
use forecourt_service::organization::compare::{differing, is_same};
use forecourt_service::organization::{
    SettingsConflict, get_settings, preview_settings, save_settings, settings_conflict,
};

/// Takes the form.
pub(super) async fn save(visit: Visit, Form(fields): Form) -> Result<Response, Failure> {
    take_form(&visit, &fields)
        .await
        .map_err(|error| Failure::of(&visit, &error))
}

async fn take_form(visit: &Visit, fields: &Fields) -> Result<Response, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let stored = get_settings(services, context)?.settings;
    let form = SettingsForm::read(fields, &stored, true);
    if form.intent == Intent::Edit {
        let status = status_for(&form);
        return Ok(answer(visit, status, &contents(visit, Some(form)).await?));
    }
    if !form.errors.is_empty() {
        return Ok(answer(
            visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            &contents(visit, Some(form)).await?,
        ));
    }
    if let Some(conflict) = settings_conflict(services, context, form.revision).await? {
        return both_sides(visit, form, conflict).await;
    }
    if form.settings == stored {
        return Ok(unchanged());
    }
    let impact = preview_settings(services, context, &form.settings)?;
    let percent = services.snapshot()?.acknowledge_percent();
    if let Some(error) = question(&form, &impact, percent) {
        let acknowledge = impact.needs_acknowledgement(percent);
        return ask(visit, fields, form, (error, acknowledge)).await;
    }
    let reason = Some(form.reason.clone());
    match save_settings(services, context, form.revision, &form.settings, reason, None).await {
        Ok(saved) if saved.changed => {
            let text = format!("Saved and in effect. {}.", impact_words(&saved.impact));
            Ok(see_other(
                &paths::organization_settings(),
                Some(&Flash::change(text, saved.revision)),
            ))
        }
        Ok(_) => Ok(unchanged()),
        Err(error) => refused(visit, form, error).await,
    }
}

/// Working on a list is no failure, unless what was typed is none of its names.
fn status_for(form: &SettingsForm) -> StatusCode {
    if form.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn unchanged() -> Response {
    let flash = Flash::text("Nothing changed: everything is as it was stored.");
    see_other(&paths::organization_settings(), Some(&flash))
}

/// What has to be answered before saving: the sentence of a refusal, or nothing yet.
fn question(form: &SettingsForm, impact: &Impact, percent: u64) -> Option<Option<String>> {
    if !impact.needs_review(percent) {
        return None;
    }
    if form.intent != Intent::Confirm {
        return Some(None);
    }
    let missing = impact.needs_acknowledgement(percent) && !form.acknowledged;
    missing.then(|| Some("Not saved. Tick this first: it says how many people it is about.".to_owned()))
}

/// The page with the question over it.
async fn ask(
    visit: &Visit,
    fields: &Fields,
    form: SettingsForm,
    (error, acknowledge): (Option<String>, bool),
) -> Result<Response, ServiceError> {
    let view = get_settings(visit.services(), &visit.context)?;
    let shown_as = shown_as::of_settings(&view, &form.settings, &form.reason);
    let plan = Plan::settings(visit.services(), &form.settings)?;
    let people = first(visit.services(), &visit.context, &plan).await?;
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut page = contents(visit, Some(form)).await?;
    page.confirm = Some(Confirm {
        fields: carried(fields),
        error,
        acknowledge,
        people,
        shown_as,
    });
    Ok(answer(visit, status, &page))
}

/// The page after a save that the service has refused.
async fn refused(visit: &Visit, form: SettingsForm, error: ServiceError) -> Result<Response, ServiceError> {
    match error {
        ServiceError::Conflict(_) => {
            let (services, context) = (visit.services(), &visit.context);
            match settings_conflict(services, context, form.revision).await? {
                Some(conflict) => both_sides(visit, form, conflict).await,
                None => Err(error),
            }
        }
        ServiceError::Store(_) | ServiceError::Busy => {
            tracing::error!(error = ?error, request.id = visit.context.request_id, "settings were not saved");
            let mut page = contents(visit, Some(form)).await?;
            page.notice = Some(format!(
                "{} Request {}.",
                error.sentence(),
                visit.context.request_id
            ));
            Ok(answer(visit, status_of(&error), &page))
        }
        other => Err(other),
    }
}

/// The page with both sides of what differs. A setting that only they changed is theirs at first.
async fn both_sides(
    visit: &Visit,
    form: SettingsForm,
    found: SettingsConflict,
) -> Result<Response, ServiceError> {
    let keys = differing(&found.theirs, &form.settings);
    if keys.is_empty() {
        return Ok(unchanged());
    }
    let mine = |key| {
        found
            .base
            .as_ref()
            .is_none_or(|base| !is_same(base, &form.settings, key))
    };
    let settings = keys.into_iter().map(|key| (key, mine(key))).collect();
    let current = found.conflict.current;
    let mut page = contents(visit, Some(form)).await?;
    page.stored = found.theirs;
    page.revision = current;
    page.conflict = Some(ConflictView {
        changed_by: found.conflict.changed_by,
        changed_at: found.conflict.changed_at,
        settings,
    });
    Ok(answer(visit, StatusCode::CONFLICT, &page))
}
