//! What watchers are told after a change.

use crate::change::{Action, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::{AdministratorId, Revision};
use forecourt_store::change::{self, Change};

/// How many changes are told one by one to somebody who comes late.
const MAXIMUM_MISSED: i64 = 100;

/// A change, as open pages hear of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Event {
    /// Its number.
    pub revision: Revision,
    /// Who made it; `None` for commands and the software itself.
    pub actor_id: Option<AdministratorId>,
    /// The name of who made it.
    pub actor_name: String,
    /// What was done, as a code.
    pub action: String,
    /// What kind of thing it was done to.
    pub target_kind: String,
    /// Which thing.
    pub target_id: String,
    /// The name of that thing.
    pub target_name: String,
}

impl From<&Change> for Event {
    fn from(change: &Change) -> Self {
        Self {
            revision: change.revision,
            actor_id: change.actor_id,
            actor_name: change.actor_name.clone(),
            action: change.action.clone(),
            target_kind: change.target_kind.clone(),
            target_id: change.target_id.clone(),
            target_name: change.target_name.clone(),
        }
    }
}

impl Event {
    /// What was done and by whom, as a sentence.
    pub fn sentence(&self) -> String {
        let done = Action::from_code(&self.action).map_or("changed something", Action::label);
        let named = matches!(
            TargetKind::from_code(&self.target_kind),
            Some(TargetKind::Policy | TargetKind::Person | TargetKind::Group | TargetKind::Operation)
        );
        if named && !self.target_name.is_empty() {
            format!("{} {done}: {}.", self.actor_name, self.target_name)
        } else {
            format!("{} {done}.", self.actor_name)
        }
    }

    /// Whether somebody with `role` may hear of it: whoever may read the thing may.
    pub fn concerns(&self, role: Role) -> bool {
        let permission = match TargetKind::from_code(&self.target_kind) {
            Some(TargetKind::Organization | TargetKind::Settings) => Permission::ReadSettings,
            Some(TargetKind::Policy) => Permission::ReadPolicies,
            Some(TargetKind::Person | TargetKind::Group | TargetKind::Directory | TargetKind::Operation) => {
                Permission::ReadPeople
            }
            Some(TargetKind::Rollout | TargetKind::Message) => Permission::ReadMessages,
            Some(TargetKind::Administrator | TargetKind::Token) => Permission::ReadAdministrators,
            None => Permission::ReadActivity,
        };
        role.grants(permission)
    }
}

/// The changes after `revision`, oldest first; `None` when they are too many to be told one by one.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn since(
    services: &Services,
    context: &OpContext,
    revision: Revision,
) -> Result<Option<Vec<Event>>, ServiceError> {
    context.require(Permission::ManageOwnAccount)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let changes = change::since(&mut connection, context.tenant, revision, MAXIMUM_MISSED + 1).await?;
    let fits = i64::try_from(changes.len()).is_ok_and(|count| count <= MAXIMUM_MISSED);
    Ok(fits.then(|| changes.iter().map(Event::from).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(action: Action, kind: TargetKind, name: &str) -> Event {
        Event {
            revision: Revision(7),
            actor_id: None,
            actor_name: "Tomás Herrera".to_owned(),
            action: action.code().to_owned(),
            target_kind: kind.code().to_owned(),
            target_id: "1".to_owned(),
            target_name: name.to_owned(),
        }
    }

    #[test]
    fn a_sentence_names_what_has_a_name_of_its_own() {
        let settings = event(
            Action::SettingsChanged,
            TargetKind::Settings,
            "Organization settings",
        );
        assert_eq!(
            settings.sentence(),
            "Tomás Herrera changed organization settings."
        );
        let policy = event(Action::PolicyDeleted, TargetKind::Policy, "Sales");
        assert_eq!(policy.sentence(), "Tomás Herrera deleted a policy: Sales.");
    }

    #[test]
    fn nobody_hears_of_what_they_may_not_read() {
        let administrator = event(Action::PasswordReset, TargetKind::Administrator, "Ada");
        assert!(administrator.concerns(Role::GlobalReader));
        assert!(!administrator.concerns(Role::HelpDesk));
        assert!(event(Action::PolicyAdded, TargetKind::Policy, "x").concerns(Role::HelpDesk));
    }
}
