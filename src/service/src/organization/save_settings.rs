//! Changing the organization's settings.

use super::compare::{is_same, value_words};
use super::describe::{differences, organization_values};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_store::settings as store;

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its number; the current one when nothing differed.
    pub revision: Revision,
    /// What it did to people.
    pub impact: Impact,
    /// Whether anything differed at all.
    pub changed: bool,
}

/// What saving `settings` would do to people.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Invalid`], [`ServiceError::NotSetUp`].
pub fn preview_settings(
    services: &Services,
    context: &OpContext,
    settings: &OrganizationSettings,
) -> Result<Impact, ServiceError> {
    context.require(Permission::ReadSettings)?;
    settings.check()?;
    Ok(services.snapshot()?.impact_of(settings, &[]))
}

/// Saves `settings`, made from what revision `expected` had written. Takes effect at once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`]; [`ServiceError::Conflict`] when somebody else saved in
/// between; [`ServiceError::Store`]. Nothing is changed then.
pub async fn save_settings(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    settings: &OrganizationSettings,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditSettings)?;
    settings.check()?;
    let mut draft = Draft::begin(services, context).await?;
    let (before, current) = store::find(&mut draft.connection(), context.tenant)
        .await?
        .unwrap_or_default();
    check_revision(&mut draft.connection(), context, expected, current).await?;
    let snapshot = services.snapshot()?;
    let impact = snapshot.impact_of(settings, &[]);
    if before == *settings {
        return Ok(Saved {
            revision: current,
            impact,
            changed: false,
        });
    }
    let revision = draft.revision();
    store::save(
        &mut draft.connection(),
        context.tenant,
        settings,
        revision,
        context.now,
    )
    .await?;
    let detail = Detail {
        fields: field_changes(&before, settings),
        impact: Some(impact.clone()),
        before: serde_json::to_value(&before).ok(),
        after: serde_json::to_value(settings).ok(),
    };
    let record = Record {
        action: Action::SettingsChanged,
        target: Target::settings(),
        detail,
        reason,
        undoes,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}

/// What differs as PowerShell prints it, and lists that changed while the domain mode does not use them: PowerShell
/// does not print those.
fn field_changes(before: &OrganizationSettings, after: &OrganizationSettings) -> Vec<FieldChange> {
    let mut fields = differences(&organization_values(before), &organization_values(after));
    for key in [SettingKey::AllowedDomains, SettingKey::BlockedDomains] {
        let printed = fields.iter().any(|field| field.name == key.name());
        if !printed && !is_same(before, after, key) {
            fields.push(FieldChange::new(
                format!("{key}, stored and not in use"),
                Some(value_words(before, key)),
                Some(value_words(after, key)),
            ));
        }
    }
    fields
}
