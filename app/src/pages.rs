//! The pages, one folder for each area.

pub mod failure;
