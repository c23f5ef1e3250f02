//! Groups: who comes and goes, ranks, and that what is previewed is what happens. On both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod masks;
mod members;
mod preview;
mod ranks;
mod readers;
mod support;
