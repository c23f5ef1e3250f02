//! What the review of a change says is what then happens to people.

mod file;
mod refusals;
mod review;
mod support;
