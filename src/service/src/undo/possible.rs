//! Which kinds of change can be taken back.

use crate::change::Action;

/// Whether changes of this kind can be taken back.
///
/// # Errors
/// Why not, and what to do instead.
pub fn is_possible(action: Action) -> Result<(), &'static str> {
    match action {
        Action::SettingsChanged
        | Action::AskingChanged
        | Action::PolicyAdded
        | Action::PolicyChanged
        | Action::PolicyDeleted
        | Action::PolicyReset
        | Action::PolicyAssigned
        | Action::PolicyUnassigned
        | Action::ExceptionChanged
        | Action::ExceptionEnded
        | Action::PersonRemoved
        | Action::PersonAdded
        | Action::GroupAdded
        | Action::GroupChanged
        | Action::GroupRemoved
        | Action::GroupMembersChanged
        | Action::GroupPolicyAssigned
        | Action::GroupPolicyUnassigned
        | Action::GroupMoved
        | Action::OperationStarted
        | Action::ConfigurationImported
        | Action::RolloutAnswered
        | Action::RolloutMoved => Ok(()),
        Action::OutsideChanged
        | Action::RefusalChanged
        | Action::IdentitiesChanged
        | Action::IdentitiesImported => Err("This is not taken back. Change it again instead."),
        Action::OperationCancelled => {
            Err("What was cancelled does not go on. Start another operation for those who are left.")
        }
        Action::DraftStarted | Action::DraftEnded => Err("Trying settings changes nothing for anybody."),
        Action::OrganizationSetUp => Err("The first change of an organization stays."),
        Action::SampleFilled => Err("A sample is not taken back. Start again with an empty data directory."),
        Action::MessageAdded => Err("A message stays. Archive it instead."),
        Action::AdministratorAdded
        | Action::AdministratorChanged
        | Action::AdministratorRemoved
        | Action::PasswordReset => {
            Err("Changes of administrators are not taken back. Change the administrator again instead.")
        }
        Action::WebhookAdded | Action::WebhookChanged | Action::WebhookRemoved => {
            Err("Changes of webhooks are not taken back. Change the webhook again instead.")
        }
        Action::TokenCreated | Action::TokenRevoked => {
            Err("Changes of access tokens are not taken back. Revoke the token or make another one instead.")
        }
    }
}
