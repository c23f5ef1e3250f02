//! Importing from files: choosing them, seeing what they would change, and the result.

mod done;
mod preview;
mod questions;
mod tables;
mod upload;

pub use done::{done_page, running_page};
pub use preview::preview_page;
pub use upload::upload_page;
