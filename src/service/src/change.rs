//! One audited transaction.

mod action;
mod detail;
mod draft;

pub use action::{Action, Target, TargetKind};
pub use detail::{Detail, FieldChange};
pub use draft::{Draft, Record, check_revision};
