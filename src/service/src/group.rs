//! Groups: their direct members, and the policies that they give to them.
//!
//! One policy for a group, at most [`MAXIMUM_RANKED_GROUPS`] groups with one, ranks from 1 without gaps. Nested groups
//! give nothing to their people (New-CsGroupPolicyAssignment).

mod add;
mod change;
mod concerned;
mod conflicts;
mod document;
mod get;
mod list;
mod masking;
mod members;
mod ranking;
mod remove;
mod rename;
mod typed;

pub use add::{GroupInput, add};
pub(crate) use change::of_change;
pub use change::{GroupChange, GroupImpact, affected, preview};
pub use concerned::{ConcernedPerson, concerned};
pub use conflicts::{RankedReach, Reached, conflicts, ranked_reach};
pub use document::GroupDocument;
pub use forecourt_model::access::MAXIMUM_RANKED_GROUPS;
pub use forecourt_store::group::Group;
pub use forecourt_store::group_assignment::RankedGroup;
pub use forecourt_store::group_member::Which;
pub use get::{GroupView, get};
pub use list::{GroupPage, ListedGroup, list};
pub use masking::{MaskingRemoved, remove_masking};
pub use members::{MemberPage, MembersChanged, add_members, members, remove_members};
pub(crate) use ranking::write as write_ranking;
pub use ranking::{Ranked, assign, move_to, unassign};
pub use remove::remove;
pub(crate) use remove::{remove_within, whole};
pub use rename::rename;
pub use typed::{MAXIMUM_TYPED, TypedPeople, find_typed};
