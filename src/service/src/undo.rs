//! Taking a change back: a new change that restores what was before, where nothing later depends on it.

mod merge;
mod plan;
mod possible;
mod run;

pub use plan::{Restore, UndoPlan, preview};
pub(crate) use plan::{merged, read};
pub use possible::is_possible;
pub use run::undo;
