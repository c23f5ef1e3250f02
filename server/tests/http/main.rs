//! The server over HTTP, without a socket: every request goes through the whole router.

mod activity;
mod import;
mod policies;
mod sign_in;
mod support;
