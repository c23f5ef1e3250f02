//! Changing an administrator's name, role and whether they may sign in.

use super::input::check_name;
use super::protect::protect_last;
use super::target;
use crate::change::{Action, Draft, FieldChange, Record, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::{AdministratorId, FieldErrors, Revision};
use forecourt_store::administrator::{self as store, Administrator};
use forecourt_store::session;

/// What an administrator is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether they are kept from signing in.
    pub disabled: bool,
}

/// Changes an administrator, from what revision `expected` had written. When the role changes or they are disabled,
/// all their sessions end. `None` when nothing differs.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] on `name`; [`ServiceError::NotFound`];
/// [`ServiceError::Conflict`]; [`ServiceError::Refused`] for the last Global Administrator; [`ServiceError::Store`].
pub async fn change(
    services: &Services,
    context: &OpContext,
    id: AdministratorId,
    expected: Revision,
    edit: &Edit,
) -> Result<Option<Revision>, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let name = edit.name.trim();
    let mut errors = FieldErrors::default();
    check_name(&mut errors, name);
    errors.or(())?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let mut connection = draft.connection();
    let found = store::find(&mut connection, context.tenant, id).await?;
    let before = found.ok_or(ServiceError::NotFound {
        what: "administrator",
    })?;
    check_revision(&mut connection, context, expected, before.revision).await?;
    let after = Administrator {
        display_name: name.to_owned(),
        role: edit.role,
        disabled: edit.disabled,
        revision,
        ..before.clone()
    };
    let fields = differences(&before, &after);
    if fields.is_empty() {
        return Ok(None);
    }
    if after.disabled || after.role != Role::GlobalAdministrator {
        protect_last(&mut connection, context.tenant, &before).await?;
    }
    store::save(&mut connection, context.tenant, &after).await?;
    if after.disabled || after.role != before.role {
        session::delete_of(&mut connection, context.tenant, id, &[]).await?;
    }
    let record = Record::new(Action::AdministratorChanged, target(&after), fields);
    Ok(Some(draft.commit(record, &[]).await?))
}

fn differences(before: &Administrator, after: &Administrator) -> Vec<FieldChange> {
    let state = |who: &Administrator| if who.disabled { "No" } else { "Yes" }.to_owned();
    let role = |who: &Administrator| who.role.label().to_owned();
    let pairs = [
        ("Name", before.display_name.clone(), after.display_name.clone()),
        ("Role", role(before), role(after)),
        ("May sign in", state(before), state(after)),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| FieldChange::new(name, Some(before), Some(after)))
        .collect()
}
