//! Administrators: who signs in here, and with which role.

mod add;
mod change;
mod input;
mod list;
mod protect;
mod remove;
mod reset_password;

pub use add::{Added, add, add_by_command};
pub use change::{Edit, change};
pub use input::NewAdministrator;
pub(crate) use input::{insert, new_password};
pub use list::{get, list};
pub use remove::remove;
pub(crate) use reset_password::store_password;
pub use reset_password::{PasswordReset, reset_password};

use crate::change::{Target, TargetKind};
pub use forecourt_store::administrator::Administrator;

/// An administrator as the audit trail names them.
pub(crate) fn target(administrator: &Administrator) -> Target {
    Target::new(
        TargetKind::Administrator,
        administrator.id,
        administrator.display_name.clone(),
    )
}
