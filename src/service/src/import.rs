//! Importing settings, policies and people from files: read, compare, ask, apply in one change.

mod apply;
mod compare;
mod impact;
pub(crate) mod material;
mod people;
mod policies;
mod preview;
mod running;
mod sources;
mod waiting;

pub use apply::{Applied, apply};
pub use compare::{Comparison, PersonChange, PersonFate, PolicyChange, Question};
pub use preview::preview;
pub use running::{Progress, Running, apply_in_background};
pub use sources::{MAXIMUM_FILE_BYTES, Sources, too_large};
pub use waiting::{Waiting, keep, waiting};
