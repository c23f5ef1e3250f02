//! The organization: setting it up, and its settings.

pub(crate) mod asking;
pub mod compare;
mod conflict;
pub mod describe;
mod get_settings;
mod save_settings;
mod set_up;

pub use asking::{Asking, get_asking, save_asking};
pub use conflict::{SettingsConflict, settings_conflict};
pub use get_settings::{SettingsView, get_settings, settings_saved_by};
pub use save_settings::{Saved, preview_settings, save_settings};
pub use set_up::{NewOrganization, create_organization};
