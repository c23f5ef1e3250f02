//! `/users/{id}`: one person, what they may do and why, and the policy assigned to them.

mod assignment;
mod conversation;
mod details;
mod evidence;
mod exception;
mod groups;
mod history;
mod page;
mod remedies;
mod remove;
mod verdicts;

pub use assignment::{AssignmentForm, ConflictNote};
pub use conversation::{ConversationForm, Starter};
pub use page::{AssignReview, UserPage, UserTab, user_page};
pub use remove::{RemoveUserPage, remove_user_page};

use forecourt_model::PolicyId;
use forecourt_model::access::Access;
use forecourt_service::Snapshot;

/// The name of a policy on pages.
fn policy_name(snapshot: &Snapshot, policy: PolicyId) -> String {
    snapshot.policy(policy).map_or_else(
        || "A policy that has been deleted".to_owned(),
        forecourt_model::policy::Policy::display_name,
    )
}

/// What somebody may do, for the end of a sentence.
pub fn access_words(access: Access) -> &'static str {
    match (access.chat, access.inbound) {
        (true, true) => "can start chats, and can be found and contacted",
        (true, false) => "can start chats, cannot be found and contacted",
        (false, _) => "can neither start chats nor be found and contacted",
    }
}
