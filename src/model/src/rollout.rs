//! When the feature exists in an organization, and what the organization has answered.

mod answer;
mod schedule;

pub use answer::Answer;
pub use schedule::{Rollout, RolloutState, Window};
