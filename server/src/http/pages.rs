//! The handlers of pages and of their forms, one folder for each area.

pub mod account;
pub mod activity;
pub mod administrators;
pub mod setup;
pub mod sign_in;
