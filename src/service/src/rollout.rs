//! The announced feature: its notice, its dates and the organization's answer.

mod seed;
mod undo;

pub use seed::{CONSUMER_CHAT, seed};
pub use undo::{RolloutState, undo_plan};
