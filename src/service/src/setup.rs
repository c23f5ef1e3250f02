//! The first start: a code from the server's output lets one person set up the organization.

mod code;
mod initialize;
mod set_up;

pub use code::issue_code;
pub use initialize::initialize;
pub use set_up::{SetUp, set_up};
