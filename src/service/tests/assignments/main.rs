//! Direct assignments over time: exceptions that end, and what is found to tidy up. On both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod decisions;
mod exceptions;
mod findings;
mod fixes;
mod renewal;
mod support;
