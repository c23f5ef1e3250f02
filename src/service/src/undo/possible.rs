//! Which kinds of change can be taken back.

use crate::change::Action;

/// Whether changes of this kind can be taken back.
///
/// # Errors
/// Why not, and what to do instead.
pub fn is_possible(action: Action) -> Result<(), &'static str> {
    match action {
        Action::SettingsChanged
        | Action::PolicyAdded
        | Action::PolicyChanged
        | Action::PolicyDeleted
        | Action::PolicyReset
        | Action::PolicyAssigned
        | Action::PolicyUnassigned
        | Action::RolloutAnswered
        | Action::RolloutMoved => Ok(()),
        Action::GroupAdded | Action::GroupChanged | Action::GroupRemoved => {
            Err("The directory is not taken back. Change the group again instead.")
        }
        Action::GroupMembersChanged
        | Action::GroupPolicyAssigned
        | Action::GroupPolicyUnassigned
        | Action::GroupMoved => {
            Err("Changes of groups are not taken back yet. Change the group again instead.")
        }
        Action::OperationStarted => {
            Err("An operation is not taken back as a whole. Start another one for its people instead.")
        }
        Action::OrganizationSetUp => Err("The first change of an organization stays."),
        Action::ConfigurationImported => Err(
            "An import is not taken back as a whole. Import the earlier files again, or change what differs.",
        ),
        Action::SampleFilled => Err("A sample is not taken back. Start again with an empty data directory."),
        Action::MessageAdded => Err("A message stays. Archive it instead."),
        Action::AdministratorAdded
        | Action::AdministratorChanged
        | Action::AdministratorRemoved
        | Action::PasswordReset => {
            Err("Changes of administrators are not taken back. Change the administrator again instead.")
        }
    }
}
