//! May one do this to the other, and why? The same answer for pages, commands and programs.

mod answer;
mod sides;

pub use answer::{Assignment, Explanation, PolicyCandidate, explain};
pub use sides::{ExplainRequest, MAXIMUM_ADDRESS_LENGTH};
