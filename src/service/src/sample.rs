//! A believable organization to look around in.

mod fill;
mod names;
mod people;

pub use fill::{Filled, fill};
pub use people::sample_people;
