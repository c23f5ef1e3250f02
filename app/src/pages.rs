//! The pages, one folder for each area.

pub mod account;
pub mod activity;
pub mod administrators;
pub mod dashboard;
pub mod failure;
pub mod groups;
pub mod impact;
pub mod import;
pub mod live;
pub mod message_center;
pub mod organization_settings;
pub mod policies;
pub mod rollout_banner;
pub mod setup;
pub mod sign_in;
pub mod user;
pub mod users;
