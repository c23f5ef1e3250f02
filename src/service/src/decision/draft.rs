//! Report-only: settings that are tried beside those in force. They refuse nobody; the log says whom they would have.

use crate::change::{Action, Detail, Draft, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::{Saved, save_settings};
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::decision_draft::{self as store, DraftCounts, StoredDraft};

/// How many domains are listed.
const DOMAINS: i64 = 20;

/// Settings that are tried, and what they would have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftReport {
    /// The settings.
    pub draft: StoredDraft,
    /// What they would have changed so far.
    pub totals: DraftCounts,
    /// Domains with how many they would have refused and allowed.
    pub domains: Vec<(String, u64, u64)>,
}

/// The settings that are tried, if there are some.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn draft_report(
    services: &Services,
    context: &OpContext,
) -> Result<Option<DraftReport>, ServiceError> {
    context.require(Permission::ReadActivity)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let Some(draft) = store::find(&mut connection, context.tenant).await? else {
        return Ok(None);
    };
    let totals = store::totals(&mut connection, context.tenant, draft.revision).await?;
    let domains = store::domains(&mut connection, context.tenant, draft.revision, DOMAINS).await?;
    Ok(Some(DraftReport {
        draft,
        totals,
        domains,
    }))
}

/// Begins to try settings, instead of those that were tried until now. `made_from` is the change that wrote the settings
/// that they were made from.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Invalid`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn start_draft(
    services: &Services,
    context: &OpContext,
    settings: &OrganizationSettings,
    made_from: Revision,
) -> Result<Revision, ServiceError> {
    context.require(Permission::EditSettings)?;
    settings.check()?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let stored = StoredDraft {
        settings: settings.clone(),
        made_from,
        made_by: context.actor_name().to_owned(),
        made_at: context.now,
        revision,
    };
    store::save(&mut draft.connection(), context.tenant, &stored).await?;
    draft.commit(record(Action::DraftStarted), &[]).await
}

/// Stops trying settings; nothing else changes. `None` when none were tried.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn end_draft(services: &Services, context: &OpContext) -> Result<Option<Revision>, ServiceError> {
    context.require(Permission::EditSettings)?;
    let mut draft = Draft::begin(services, context).await?;
    if !store::drop(&mut draft.connection(), context.tenant).await? {
        return Ok(None);
    }
    Ok(Some(draft.commit(record(Action::DraftEnded), &[]).await?))
}

/// Puts the settings that are tried in force, and stops trying them. `seen` is the change that wrote the settings that
/// whoever asks has seen.
///
/// # Errors
/// As [`save_settings`]: in particular [`crate::ServiceError::Conflict`] when the settings were changed since the trial
/// began; [`ServiceError::NotFound`] when none are tried; [`ServiceError::Refused`] when others are tried by now.
pub async fn promote_draft(
    services: &Services,
    context: &OpContext,
    seen: Revision,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditSettings)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant).await?;
    drop(reader);
    let stored = found.ok_or(ServiceError::NotFound { what: "trial" })?;
    if stored.revision != seen {
        let message =
            "Not put in force: other settings are tried by now. Look at them first, then put them in force.";
        return Err(ServiceError::refused("trial-replaced", message));
    }
    let saved = save_settings(
        services,
        context,
        stored.made_from,
        &stored.settings,
        Some("Tried in report-only mode before.".to_owned()),
        None,
    )
    .await?;
    end_draft(services, context).await?;
    Ok(saved)
}

fn record(action: Action) -> Record {
    Record {
        action,
        target: Target::new(TargetKind::Settings, "draft", "Settings that are tried"),
        detail: Detail::default(),
        reason: None,
        undoes: None,
    }
}
