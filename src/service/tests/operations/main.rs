//! Operations over many people, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod broken_off;
mod by_line;
mod cancelling;
mod drafts;
mod exceptions;
mod meanwhile;
mod preparing;
mod running;
mod support;
mod together;
mod undoing;
