//! Reading the organization's settings.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::change;
use time::OffsetDateTime;

/// The settings and the change that wrote them last.
#[derive(Clone, Debug)]
pub struct SettingsView {
    /// The settings as stored.
    pub settings: OrganizationSettings,
    /// The revision to give back when saving.
    pub revision: Revision,
}

/// The organization's settings.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`].
pub fn get_settings(services: &Services, context: &OpContext) -> Result<SettingsView, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let snapshot = services.snapshot()?;
    Ok(SettingsView {
        settings: snapshot.settings.clone(),
        revision: snapshot.settings_revision,
    })
}

/// Who saved the settings last, and when; `None` while they are as they were set up.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn settings_saved_by(
    services: &Services,
    context: &OpContext,
) -> Result<Option<(String, OffsetDateTime)>, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let revision = services.snapshot()?.settings_revision;
    let mut reader = services.database().read().await?;
    let found = change::find(&mut reader.connection(), context.tenant, revision).await?;
    Ok(found.map(|change| (change.actor_name, change.occurred_at)))
}
