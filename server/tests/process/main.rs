//! The real program as a process: its commands, its connections, its end.

mod changes;
mod client;
mod commands;
mod connections;
mod program;
mod sigkill;
mod two_servers;
