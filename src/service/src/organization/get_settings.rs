//! Reading the organization's settings.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_model::settings::OrganizationSettings;

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
