//! The pages, one folder for each area.

pub mod activity;
pub mod failure;
