//! One's own account: password and what one chose for oneself.

mod change_password;
mod preferences;

pub use change_password::{ChangePassword, change_password};
pub use forecourt_store::administrator::Preferences;
pub use preferences::set_preferences;
