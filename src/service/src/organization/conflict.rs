//! Whether somebody else has saved the settings in between, and what they were before.

use crate::change::{Action, Detail, check_revision};
use crate::context::OpContext;
use crate::error::{Conflict, ServiceError};
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::change::{self, Change};
use forecourt_store::settings as store;

/// What stands against saving.
#[derive(Clone, Debug)]
pub struct SettingsConflict {
    /// Who saved in between, and when.
    pub conflict: Conflict,
    /// What is stored now.
    pub theirs: OrganizationSettings,
    /// What both started from, when the audit trail still has it.
    pub base: Option<OrganizationSettings>,
}

/// Whether the settings were saved after revision `expected` had written them.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn settings_conflict(
    services: &Services,
    context: &OpContext,
    expected: Revision,
) -> Result<Option<SettingsConflict>, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let (theirs, current) = store::find(&mut connection, context.tenant)
        .await?
        .unwrap_or_default();
    match check_revision(&mut connection, context, expected, current).await {
        Ok(()) => Ok(None),
        Err(ServiceError::Conflict(conflict)) => {
            let wrote = change::find(&mut connection, context.tenant, expected).await?;
            Ok(Some(SettingsConflict {
                conflict: *conflict,
                theirs,
                base: wrote.as_ref().and_then(written_by),
            }))
        }
        Err(other) => Err(other),
    }
}

/// The settings that a change has left behind, if it changed the settings.
fn written_by(change: &Change) -> Option<OrganizationSettings> {
    if change.action != Action::SettingsChanged.code() {
        return None;
    }
    let detail: Detail = serde_json::from_str(&change.detail).ok()?;
    serde_json::from_value(detail.after?).ok()
}
