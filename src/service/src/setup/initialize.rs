//! Setting up the organization with its first administrator.

use crate::administrator::{NewAdministrator, insert, new_password};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::{NewOrganization, create_organization};
use crate::password::Password;
use crate::services::Services;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::{Connection, setup_code};

/// Sets up the organization and its first administrator, without a code: for the command on the server itself. A code
/// that was printed is worth nothing afterwards.
///
/// # Errors
/// [`ServiceError::Invalid`] on `password` or `role`; [`ServiceError::Refused`] with the code `already-set-up`;
/// [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn initialize(
    services: &Services,
    context: &OpContext,
    organization: &NewOrganization,
    administrator: &NewAdministrator,
    password: &Password,
) -> Result<AdministratorId, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let finish = async |connection: &mut Connection<'_>| {
        setup_code::delete(connection, context.tenant).await?;
        Ok(())
    };
    create_with(services, context, organization, administrator, password, finish).await
}

/// Makes organization and administrator in one transaction, and `finish` in the same.
pub(super) async fn create_with(
    services: &Services,
    context: &OpContext,
    organization: &NewOrganization,
    administrator: &NewAdministrator,
    password: &Password,
    finish: impl AsyncFnOnce(&mut Connection<'_>) -> Result<(), ServiceError>,
) -> Result<AdministratorId, ServiceError> {
    if administrator.role != Role::GlobalAdministrator {
        let message = "The first administrator has to be a Global Administrator.";
        return Err(ServiceError::field("role", "role-too-small", message));
    }
    let about = [administrator.email.as_str(), organization.name.as_str()];
    let hash = new_password(services, "password", password, &about).await?;
    let mut id = None;
    let made = create_organization(services, context, organization, async |connection| {
        finish(connection).await?;
        let added = insert(connection, services, context, administrator, hash, Revision(1)).await?;
        id = Some(added.id);
        Ok(())
    });
    made.await?;
    id.ok_or(ServiceError::NotSetUp)
}
