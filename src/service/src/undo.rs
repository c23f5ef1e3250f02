//! Taking a change back: a new change that restores what was before, where nothing later depends on it.

mod asking;
mod assignments;
mod exceptions;
mod groups;
mod import;
mod members;
mod merge;
mod people;
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
pub use plan::{UndoPlan, preview};
pub(crate) use plan::{merged, read};
pub use possible::is_possible;
pub use restore::Restore;
pub use run::undo;
