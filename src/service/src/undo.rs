//! Taking a change back: a new change that restores what was before, where nothing later depends on it.

mod asking;
mod assignments;
mod exceptions;
mod groups;
mod import;
mod import_effect;
mod import_groups;
mod import_people;
mod in_parts;
mod members;
mod merge;
mod people;
mod phone_numbers;
mod plan;
mod policies;
mod possible;
mod ranking;
mod restore;
mod run;
mod settings;
mod standing;
mod write;

pub use import::ImportRestore;
pub use import_groups::GroupsRestore;
pub use plan::{UndoPlan, preview};
pub(crate) use plan::{merged, read};
pub use possible::is_possible;
pub use restore::Restore;
pub use run::{AT_ONCE, undo, undo_with};
