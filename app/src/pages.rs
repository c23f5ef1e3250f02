//! The pages, one folder for each area.

pub mod account;
pub mod activity;
pub mod administrators;
pub mod failure;
pub mod setup;
pub mod sign_in;
