//! The server over HTTP, without a socket: every request goes through the whole router.

mod account;
mod administrators;
mod authorization;
mod drafts;
mod headers;
mod setup;
mod shared_database;
mod sign_in;
mod support;
