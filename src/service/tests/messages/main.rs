//! The rollout, its messages and the dashboard, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod answers;
mod center;
mod dashboard;
mod dates;
mod notice;
mod rights;
mod support;
