//! Commands for the module `MicrosoftTeams` that do in the original what was done here.

mod organization;
mod policy;
pub mod script;
mod words;

pub use organization::{set_tenant, show_setting};
pub use policy::{grant, remove_policy, set_policy, show_policy_setting};
pub use words::quote;
