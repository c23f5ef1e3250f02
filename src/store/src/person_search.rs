//! What searches look through: one text for each person, and an index of its trigrams.
//!
//! A word of three characters or more is found anywhere in the text. One of one or two characters is found where a
//! word begins, because nearly everybody has nearly every letter somewhere. So that both are the same search, the text
//! ends with the beginnings of its words, each after two marks: a short word becomes a trigram by its marks.

mod commonness;
mod pick;
mod place;
mod text;
mod write;

pub use commonness::Commonness;
pub use pick::{ALL as PICK_STATEMENTS, Picked, ends, pick};
pub use place::ALL as PLACE_STATEMENTS;
pub(crate) use place::{beside, numbers_for};
pub use text::{needle, text_of, trigrams};
pub(crate) use write::FORM;
pub use write::{ALL, renew, write};
