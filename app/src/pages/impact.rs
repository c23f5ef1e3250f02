//! What a change does to people, in words, in numbers and drawn: the same on every page that shows it.
//!
//! [`impact_line`] goes into a Save bar, [`impact_panel`] into an aside, and [`impact_review`] into the dialog that asks
//! before something is done.

mod acknowledge;
mod panel;
mod people;
mod reasons;
mod review;
mod words;

pub use acknowledge::acknowledge;
pub use panel::impact_panel;
pub use people::affected_people;
pub use reasons::{impact_reasons, unaffected_words, wakes_words};
pub use review::{Review, impact_review};
pub use words::{impact_kind, impact_line, impact_line_with, impact_words, person_words, source_words};

#[cfg(test)]
#[path = "impact/tests.rs"]
mod tests;
