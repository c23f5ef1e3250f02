//! Adding an administrator.

use super::input::{NewAdministrator, insert, new_password};
use super::target;
use crate::change::{Action, Draft, FieldChange, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::password::{Password, generate};
use crate::services::Services;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::{AdministratorId, Revision};

/// An administrator who was added.
#[derive(Clone, Debug)]
pub struct Added {
    /// Their key.
    pub id: AdministratorId,
    /// The change that added them.
    pub revision: Revision,
    /// The password that was made up because none was chosen. It is stored nowhere.
    pub made_up: Option<Password>,
}

/// Adds an administrator. Without a password one is made up, to be handed over once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] on `email` or `password`; [`ServiceError::NotSetUp`];
/// [`ServiceError::Busy`]; [`ServiceError::Store`].
pub async fn add(
    services: &Services,
    context: &OpContext,
    new: &NewAdministrator,
    password: Option<&Password>,
) -> Result<Added, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    services.snapshot()?;
    let made_up = password.is_none().then(|| generate(services.random()));
    let hash = match (password, &made_up) {
        (Some(chosen), _) => new_password(services, "password", chosen, &[&new.email]).await?,
        (None, Some(made_up)) => services.passwords().hash(made_up, services.random()).await?,
        (None, None) => return Err(ServiceError::Busy),
    };
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let added = insert(&mut draft.connection(), services, context, new, hash, revision).await?;
    let fields = vec![
        FieldChange::new("Name", None, Some(added.display_name.clone())),
        FieldChange::new("E-mail address", None, Some(added.email.clone())),
        FieldChange::new("Role", None, Some(added.role.label().to_owned())),
    ];
    let record = Record::new(Action::AdministratorAdded, target(&added), fields);
    let revision = draft.commit(record, &[]).await?;
    Ok(Added {
        id: added.id,
        revision,
        made_up,
    })
}

/// Adds an administrator from the command line. Without a name they are called by their mailbox.
///
/// # Errors
/// As [`add`], and [`ServiceError::Invalid`] on `name`, `email`.
pub async fn add_by_command(
    services: &Services,
    context: &OpContext,
    email: &str,
    name: Option<&str>,
    role: Role,
    password: &Password,
) -> Result<Added, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let mailbox = email.split('@').next().unwrap_or_default();
    let new = NewAdministrator::parse(name.unwrap_or(mailbox), email, role)?;
    add(services, context, &new, Some(password)).await
}
