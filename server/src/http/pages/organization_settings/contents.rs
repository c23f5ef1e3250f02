//! What the page shows, put together.

use super::super::message_center::{banner_for, may_answer};
use super::form::SettingsForm;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::organization_settings::{AskingForm, Contents, organization_settings_page};
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;
use forecourt_service::organization::{get_settings, settings_saved_by};
use forecourt_service::{ServiceError, Snapshot};
use std::sync::Arc;

/// The page as stored, or with what a form says.
pub(super) async fn contents(visit: &Visit, form: Option<SettingsForm>) -> Result<Contents, ServiceError> {
    let view = get_settings(visit.services(), &visit.context)?;
    let snapshot = visit.services().snapshot()?;
    let saved = match settings_saved_by(visit.services(), &visit.context).await {
        Ok(saved) => saved,
        // A page that says that the database does not answer has to get by without it.
        Err(ServiceError::Store(error)) => {
            tracing::warn!(error = ?error, "the page does without who saved last");
            None
        }
        Err(other) => return Err(other),
    };
    let (shown, lists, errors, revision, reason) = match form {
        Some(form) => (form.settings, form.lists, form.errors, form.revision, form.reason),
        None => {
            let settings = view.settings.clone();
            (
                settings,
                <_>::default(),
                <_>::default(),
                view.revision,
                String::new(),
            )
        }
    };
    let role = visit.signed_in.role;
    let refusal =
        (!visit.context.may(Permission::EditSettings)).then(|| Permission::EditSettings.refusal(role));
    Ok(Contents {
        shown_as: shown_as::each_setting(&shown),
        impact: snapshot.impact_of(&switches_of(&shown), &[]),
        sources: sources(&snapshot),
        policies: snapshot.policies.len(),
        stored: view.settings,
        shown,
        lists,
        revision,
        errors,
        refusal,
        viewer: (visit.signed_in.administrator, snapshot.revision()),
        saved,
        reason,
        conflict: None,
        confirm: None,
        asking: AskingForm {
            percent: snapshot.asking.percent.to_string(),
            revision: snapshot.asking.revision,
            ..AskingForm::default()
        },
        notice: None,
        banner: banner_for(visit).await.map(|view| (view, may_answer(visit))),
    })
}

/// The settings as far as they decide for people, whatever else is wrong with them.
fn switches_of(settings: &OrganizationSettings) -> OrganizationSettings {
    OrganizationSettings {
        allow_teams_consumer: settings.allow_teams_consumer,
        allow_teams_consumer_inbound: settings.allow_teams_consumer_inbound,
        ..OrganizationSettings::default()
    }
}

fn sources(snapshot: &Arc<Snapshot>) -> Vec<(SourceKind, u64)> {
    let count = |source: SourceKind| {
        let of_source = snapshot.counts.iter().filter(|count| count.source == source);
        of_source.map(|count| count.people).sum()
    };
    [SourceKind::Global, SourceKind::Group, SourceKind::Direct]
        .into_iter()
        .map(|source| (source, count(source)))
        .collect()
}

/// The page as an answer.
pub(super) fn answer(visit: &Visit, status: StatusCode, contents: &Contents) -> Response {
    page(visit, status, "External access", Place::ExternalAccess, |frame| {
        organization_settings_page(frame, contents)
    })
}
