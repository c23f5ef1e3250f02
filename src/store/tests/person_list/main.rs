//! Lists of people on both engines.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails fails its test"
)]

mod ranks;
mod search;
mod support;
mod walks;
