//! Adding a group by hand.

use super::document::GroupDocument;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::GroupId;
use forecourt_model::authority::Permission;
use forecourt_store::group::{self as store, Group};

/// The most characters of a group's name.
const MAXIMUM_NAME_LENGTH: usize = 256;

/// What somebody typed about a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupInput {
    /// Its name.
    pub display_name: String,
    /// Its mailbox; may be blank.
    pub mail: String,
}

impl GroupInput {
    /// The name and the mailbox, checked.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for the fields `display_name` and `mail`.
    pub(super) fn checked(&self) -> Result<(String, Option<String>), ServiceError> {
        let (name, mail) = (self.display_name.trim(), self.mail.trim());
        let length = name.chars().count();
        if length == 0 {
            let message = "Give the group a name.";
            return Err(ServiceError::field("display_name", "group-name-empty", message));
        }
        if length > MAXIMUM_NAME_LENGTH {
            let message =
                format!("The name has {length} characters. At most {MAXIMUM_NAME_LENGTH} fit; shorten it.");
            return Err(ServiceError::field(
                "display_name",
                "group-name-too-long",
                message,
            ));
        }
        if name.chars().any(char::is_control) || mail.chars().any(char::is_control) {
            let message = "The name has a character that cannot be seen. Type the name again.";
            return Err(ServiceError::field(
                "display_name",
                "group-name-invisible",
                message,
            ));
        }
        if !mail.is_empty() && (!mail.contains('@') || mail.len() > 320) {
            let message = "Write a mail address with an @, or leave the field blank.";
            return Err(ServiceError::field("mail", "group-mail-wrong", message));
        }
        Ok((name.to_owned(), (!mail.is_empty()).then(|| mail.to_owned())))
    }
}

/// Adds a group without members.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `display_name` and `mail`;
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn add(
    services: &Services,
    context: &OpContext,
    input: &GroupInput,
) -> Result<Group, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let (display_name, mail) = input.checked()?;
    let mut draft = Draft::begin(services, context).await?;
    let group = Group {
        id: GroupId(services.random().identifier(context.now)),
        display_name,
        kind: "Security".to_owned(),
        mail,
        people: 0,
        revision: draft.revision(),
    };
    store::upsert(&mut draft.connection(), context.tenant, &group, context.now).await?;
    let fields = vec![FieldChange::new(
        "DisplayName",
        None,
        Some(group.display_name.clone()),
    )];
    let record = Record {
        action: Action::GroupAdded,
        target: Target::new(TargetKind::Group, group.id, group.display_name.clone()),
        detail: Detail {
            fields,
            after: serde_json::to_value(GroupDocument::of(&group)).ok(),
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await?;
    Ok(group)
}
