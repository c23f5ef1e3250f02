//! The binary `forecourt`: command line, configuration, HTTP. Thin doors to the use cases of `forecourt-service`.

pub mod cli;
pub mod cmdlet;
pub(crate) mod compliance_out;
pub mod config;
pub mod http;
pub(crate) mod operation_csv;
pub mod start;
pub mod webhook;
