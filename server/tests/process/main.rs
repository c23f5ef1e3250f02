//! The real program as a process: its commands, its connections, its end.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod assign;
mod changes;
mod client;
mod cmdlets;
mod commands;
mod connections;
mod decisions;
mod encryption;
mod files;
mod import_impact;
mod operations;
mod program;
mod sigkill;
mod two_servers;
