//! The pages, one folder for each area.

pub mod activity;
pub mod failure;
pub mod impact;
pub mod live;
pub mod setup;
pub mod sign_in;
pub mod user;
pub mod users;
