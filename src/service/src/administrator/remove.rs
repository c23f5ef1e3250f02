//! Removing an administrator.

use super::protect::protect_last;
use super::target;
use crate::change::{Action, Draft, FieldChange, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::{administrator as store, session};

/// Removes an administrator and ends all their sessions. What they did stays in the audit trail under their name.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] for the last Global
/// Administrator; [`ServiceError::Store`].
pub async fn remove(
    services: &Services,
    context: &OpContext,
    id: AdministratorId,
) -> Result<Revision, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let mut draft = Draft::begin(services, context).await?;
    let mut connection = draft.connection();
    let found = store::find(&mut connection, context.tenant, id).await?;
    let leaving = found.ok_or(ServiceError::NotFound {
        what: "administrator",
    })?;
    protect_last(&mut connection, context.tenant, &leaving).await?;
    session::delete_of(&mut connection, context.tenant, id, &[]).await?;
    store::delete(&mut connection, context.tenant, id).await?;
    let fields = vec![
        FieldChange::new("E-mail address", Some(leaving.email.clone()), None),
        FieldChange::new("Role", Some(leaving.role.label().to_owned()), None),
    ];
    let record = Record::new(Action::AdministratorRemoved, target(&leaving), fields);
    draft.commit(record, &[]).await
}
