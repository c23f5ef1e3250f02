//! External access policies: the list, one policy, a new one.

mod about_card;
mod aside;
mod confirm;
mod conflict;
mod form;
mod gate;
mod list_commands;
mod list_page;
mod list_table;
mod new_page;
mod organizations_card;
mod other_cards;
mod personal_card;
mod policy_page;
mod saving;
mod switch_row;
mod typed;

pub use confirm::Confirm;
pub use conflict::Conflicting;
pub use form::Editing;
pub use list_page::{ListView, policies_page};
pub use new_page::{NewPolicyView, new_policy_page};
pub use policy_page::{PolicyPageView, policy_page};
pub use saving::{keepers, saving_parts};
pub use typed::{KEPT, SHOWN, Typed};
