//! The handlers of pages and of their forms, one folder for each area.

pub mod activity;
pub mod setup;
pub mod sign_in;
pub mod events;
pub mod user;
pub mod users;
