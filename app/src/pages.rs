//! The pages, one folder for each area.

pub mod access_tokens;
pub mod account;
pub mod activity;
pub mod administrators;
pub mod as_of;
pub mod dashboard;
pub mod decisions;
pub mod exceptions;
pub mod failure;
pub mod groups;
pub mod impact;
pub mod import;
pub mod live;
pub mod message_center;
pub mod operations;
pub mod organization_settings;
pub mod outside;
pub mod policies;
pub mod review;
pub mod rollout_banner;
pub mod setup;
pub mod sign_in;
pub mod test_access;
pub mod user;
pub mod users;
