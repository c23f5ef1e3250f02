//! `/review`: what can be tidied up, and putting one thing right.

mod fix;
mod list;

pub(crate) use list::finding_item;

pub use fix::{FixForm, fix_page};
pub use list::{ReviewPage, review_page};
