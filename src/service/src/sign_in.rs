//! Signing in: one answer for every wrong attempt, and fewer attempts the more have failed.

mod attempt;
mod throttle;

pub use attempt::{SignIn, sign_in};
pub(crate) use throttle::admit;
