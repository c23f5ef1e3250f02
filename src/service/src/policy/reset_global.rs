//! Putting Global back to how it came.

use super::{Saved, edit};
use crate::change::Action;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{PolicyId, Revision};

/// Puts every property of Global back to its default, as deleting it does in PowerShell
/// (Remove-CsExternalAccessPolicy).
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Conflict`] when somebody else changed it after `expected`;
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn reset_global(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    edit::save(
        services,
        context,
        (PolicyId::GLOBAL, expected),
        &BuiltIn::Global.settings(),
        Action::PolicyReset,
        reason,
        undoes,
    )
    .await
}
