//! The server: HTTP, the command line, and start-up.

pub mod http;
