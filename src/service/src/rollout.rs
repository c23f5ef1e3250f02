//! The announced feature: its notice, its dates and the organization's answer.

mod seed;

pub use seed::{CONSUMER_CHAT, seed};
