//! The real program as a process: its commands, its connections, its end.

mod client;
mod commands;
mod connections;
mod program;
