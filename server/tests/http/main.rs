//! The server over HTTP, without a socket: every request goes through the whole router.

mod activity;
mod events;
mod import;
mod organization_settings;
mod policies;
mod sign_in;
mod support;
