//! The pages, one folder for each area.

pub mod account;
pub mod activity;
pub mod administrators;
pub mod as_of;
pub mod compliance;
pub mod console;
pub mod dashboard;
pub mod exceptions;
pub mod failure;
pub mod files;
pub mod groups;
pub mod impact;
pub mod import;
pub mod live;
pub mod message_center;
pub mod operations;
pub mod organization_settings;
pub mod policies;
pub mod review;
pub mod rollout_banner;
pub mod setup;
pub mod show_as;
pub mod sign_in;
pub mod user;
pub mod users;
