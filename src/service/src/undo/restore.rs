//! What taking a change back writes.

use super::import::ImportRestore;
use crate::group::GroupDocument;
use crate::people::PersonDocument;
use crate::rollout::RolloutState;
use forecourt_model::PersonId;
use forecourt_model::access::{AcknowledgePercent, GroupAssignment};
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::group::Group;
use forecourt_store::group_assignment::RankedGroup;

/// What will be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restore {
    /// The organization's settings.
    Settings(Box<OrganizationSettings>),
    /// From which share of everybody on a change has to be acknowledged.
    Asking(AcknowledgePercent),
    /// A policy as it was.
    EditPolicy(Box<Policy>),
    /// A policy that had been deleted.
    AddPolicy(Box<Policy>),
    /// A policy that had been added is deleted.
    DeletePolicy(Box<Policy>),
    /// The direct assignments of everybody whom the change touched.
    Assignments {
        /// How many people.
        people: u64,
        /// Whether anybody has a direct assignment afterwards.
        assigns: bool,
        /// Whether the change ended exceptions: what ended because its time had come does not end again.
        ended: bool,
    },
    /// A person who had been removed, with what they had.
    AddPerson(Box<PersonDocument>),
    /// A person who had been put back is removed.
    RemovePerson(Box<PersonDocument>),
    /// The answer to a rollout, its dates, and the settings that came with the answer.
    Rollout(Box<RolloutState>),
    /// The policy and the rank of a group.
    Ranking {
        /// The group.
        group: Box<Group>,
        /// Every assignment to a group as it is.
        before: Vec<RankedGroup>,
        /// Every assignment to a group as it will be.
        after: Vec<GroupAssignment>,
    },
    /// Memberships that the change began end, and those that it ended begin again.
    Members {
        /// The group.
        group: Box<Group>,
        /// Who becomes a member again.
        joins: Vec<PersonId>,
        /// Who stops being one.
        leaves: Vec<PersonId>,
    },
    /// A group that had been removed, with its members and its policy.
    AddGroup {
        /// The group as it was.
        document: Box<GroupDocument>,
        /// Its members.
        members: Vec<PersonId>,
        /// Every assignment to a group as it is.
        before: Vec<RankedGroup>,
        /// Every assignment to a group as it will be.
        after: Vec<GroupAssignment>,
    },
    /// The name and the mailbox of a group.
    EditGroup(Box<Group>),
    /// A group that had been added is removed.
    RemoveGroup(Box<Group>),
    /// What an import had written.
    Import(Box<ImportRestore>),
}
