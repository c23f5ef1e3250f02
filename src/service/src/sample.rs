//! A believable organization to look around in.

mod fill;
mod groups;
mod names;
mod people;
mod policies;

pub use fill::{Filled, Size, fill};
