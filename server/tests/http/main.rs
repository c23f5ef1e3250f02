//! The server over HTTP, without a socket: every request goes through the whole router.

mod account;
mod administrators;
mod authorization;
mod drafts;
mod headers;
mod setup;
mod shared_database;
mod activity;
mod events;
mod import;
mod organization_settings;
mod policies;
mod sign_in;
mod support;
