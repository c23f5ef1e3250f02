//! The server over HTTP, without a socket: every request goes through the whole router.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod access_tokens;
mod account;
mod acknowledgement;
mod activity;
mod administrators;
mod api;
mod authorization;
mod clock;
mod console;
mod contoso;
mod dashboard;
mod decision_pages;
mod decisions;
mod drafts;
mod events;
mod exceptions;
mod explain;
mod files;
mod groups;
mod headers;
mod history;
mod impact;
mod import;
mod kept_answers;
mod message_center;
mod operation_lists;
mod operations;
mod organization_settings;
mod policies;
mod review;
mod setup;
mod shared_database;
mod shown_as;
mod sign_in;
mod support;
mod user;
mod user_removal;
mod users;
mod webhooks;
