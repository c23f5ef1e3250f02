//! Groups: the order of those with a policy, all of them, a new one, one group.

mod about_card;
mod add_card;
mod all_card;
mod conflict;
mod group_page;
mod inside_card;
mod list_page;
mod members_card;
mod new_page;
mod not_reached_card;
mod pager;
mod policy_card;
mod ranking_card;
mod review;
mod typed;

pub use conflict::{Again, Conflicting};
pub use group_page::{GroupPageView, GroupTab, Told, group_page};
pub use list_page::{GroupsView, groups_page};
pub use new_page::{NewGroupView, new_group_page};
pub use review::Review;
pub use typed::TypedGroup;

use forecourt_model::PolicyId;
use forecourt_service::Snapshot;

/// The name of a policy on pages.
fn policy_name(snapshot: &Snapshot, policy: PolicyId) -> String {
    snapshot.policy(policy).map_or_else(
        || "A policy that has been deleted".to_owned(),
        forecourt_model::policy::Policy::display_name,
    )
}
