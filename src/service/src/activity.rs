//! The audit trail, for reading.

mod entry;
mod get;
mod list;
mod touched;

pub use entry::{Entry, Undo};
pub use forecourt_store::change::Filter;
pub use get::get;
pub use list::{ActivityPage, list};
pub use touched::{Touched, TouchedPage, What, touched};
