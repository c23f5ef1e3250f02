//! Every change: the list, one change, and taking it back.

mod changes;
mod entry;
mod filters;
mod impact_words;
mod list;
mod refused;
mod touched;
mod undo;

pub use entry::entry_page;
pub use list::{ActivityQuery, activity_page};
pub use refused::undo_refused_page;
pub use undo::{UndoForm, undo_page};
