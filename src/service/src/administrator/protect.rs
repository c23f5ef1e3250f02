//! Somebody always stays who can let others in.

use crate::error::ServiceError;
use forecourt_model::TenantId;
use forecourt_model::authority::Role;
use forecourt_store::Connection;
use forecourt_store::administrator::{self as store, Administrator};

/// Refuses to take away the last Global Administrator who can sign in. Runs inside the change, behind which other
/// changes wait, so two cannot take each other away.
///
/// # Errors
/// [`ServiceError::Refused`] with the code `last-global-administrator`; [`ServiceError::Store`].
pub(super) async fn protect_last(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    leaving: &Administrator,
) -> Result<(), ServiceError> {
    let counts = |who: &Administrator| who.role == Role::GlobalAdministrator && !who.disabled;
    if !counts(leaving) {
        return Ok(());
    }
    let all = store::list(connection, tenant).await?;
    if all.iter().any(|other| other.id != leaving.id && counts(other)) {
        return Ok(());
    }
    Err(ServiceError::refused(
        "last-global-administrator",
        format!(
            "{} is the last Global Administrator. Give the role to somebody else first, then try again.",
            leaving.display_name
        ),
    ))
}
