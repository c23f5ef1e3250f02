//! The message center, the answer to its notice, and the banner.

mod adding;
mod answers;
mod banner;
mod dates;
mod reading;
mod support;
