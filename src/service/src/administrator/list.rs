//! Reading administrators.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::AdministratorId;
use forecourt_model::authority::Permission;
use forecourt_store::administrator::{self as store, Administrator};

/// Every administrator, by name.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list(services: &Services, context: &OpContext) -> Result<Vec<Administrator>, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    Ok(store::list(&mut reader.connection(), context.tenant).await?)
}

/// One administrator.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn get(
    services: &Services,
    context: &OpContext,
    id: AdministratorId,
) -> Result<Administrator, ServiceError> {
    context.require(Permission::ReadAdministrators)?;
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, id).await?;
    found.ok_or(ServiceError::NotFound {
        what: "administrator",
    })
}
