//! Changing the name or the mailbox of a group.

use super::add::GroupInput;
use super::document::GroupDocument;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, Revision};
use forecourt_store::group::{self as store, Group};

/// Changes what is known of a group that change `expected` touched last.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Invalid`] as for a new group;
/// [`ServiceError::Conflict`]; [`ServiceError::Store`]. Nothing is changed then.
pub async fn rename(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    input: &GroupInput,
    expected: Revision,
) -> Result<Group, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let (display_name, mail) = input.checked()?;
    let mut draft = Draft::begin(services, context).await?;
    let before = super::get::require(&mut draft.connection(), context, group).await?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    if before.display_name == display_name && before.mail == mail {
        return Ok(before);
    }
    let after = Group {
        display_name,
        mail,
        revision: draft.revision(),
        ..before.clone()
    };
    store::upsert(&mut draft.connection(), context.tenant, &after, context.now).await?;
    let documents = (GroupDocument::of(&before), GroupDocument::of(&after));
    let mut fields = Vec::new();
    if before.display_name != after.display_name {
        let (was, is) = (before.display_name.clone(), after.display_name.clone());
        fields.push(FieldChange::new("DisplayName", Some(was), Some(is)));
    }
    if before.mail != after.mail {
        fields.push(FieldChange::new("Mail", before.mail, after.mail.clone()));
    }
    let record = Record {
        action: Action::GroupChanged,
        target: Target::new(TargetKind::Group, after.id, after.display_name.clone()),
        detail: Detail {
            fields,
            before: serde_json::to_value(documents.0).ok(),
            after: serde_json::to_value(documents.1).ok(),
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await?;
    Ok(after)
}
