//! Hygiene: what does nothing, contradicts itself or lets more through than is meant, each with a fix.
//!
//! [`findings`] says what there is, [`preview`] what a fix would do, [`apply`] does it as an audited change. A fix can
//! be applied only while its finding is there. What follows from settings, policies and counts is read from the
//! snapshot; four questions about people go to the database, one statement for each. What was found is kept for as
//! long as nothing changes.
//!
//! To add a finding: its [`FindingKind`], a function in the module of its subject, its [`Fix`].

mod apply;
mod domains;
mod find;
mod finding;
mod fix;
mod people;
mod policies;
mod preview;
mod repair;
mod settings;
mod words;

pub use apply::{Fixed, apply};
pub use find::{Findings, findings};
pub use finding::{Finding, FindingKind, Number, See, Topic};
pub use fix::{Fix, Place};
pub use preview::{FixPlan, NAMED, concerned, named, people_of, preview};
pub use repair::Repair;
