//! Theme and density. Nobody else sees them, so they leave no trace in the audit trail.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Permission;
use forecourt_store::administrator::{self as store, Preferences};

/// Stores what the administrator who asks chose for themselves.
///
/// # Errors
/// [`ServiceError::Invalid`] on `theme` or `density`; [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn set_preferences(
    services: &Services,
    context: &OpContext,
    preferences: &Preferences,
) -> Result<(), ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let mut errors = FieldErrors::default();
    if !["", "light", "dark"].contains(&preferences.theme.as_str()) {
        errors.push(
            "theme",
            "theme-unknown",
            "Choose the system's theme, light or dark.",
        );
    }
    if !["", "compact"].contains(&preferences.density.as_str()) {
        errors.push(
            "density",
            "density-unknown",
            "Choose comfortable or compact rows.",
        );
    }
    errors.or(())?;
    let Some(id) = context.administrator() else {
        return Ok(());
    };
    let mut transaction = services.database().begin().await?;
    store::set_preferences(&mut transaction.connection(), context.tenant, id, preferences).await?;
    transaction.commit().await?;
    Ok(())
}
