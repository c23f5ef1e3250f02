//! Commands for the module `MicrosoftTeams` that do in the original what was done here.

mod assignments;
mod organization;
mod policy;
pub mod script;
mod words;

pub use assignments::{assign_group, assign_many, unassign_group};
pub use organization::{set_tenant, show_setting};
pub use policy::{grant, remove_policy, set_policy, show_policy_setting};
pub use words::quote;
