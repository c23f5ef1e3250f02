//! The pages of policies, without script: every step is a page and a form.

mod adding;
mod editing;
mod list_commands;
mod read_only;
mod review;
mod support;

pub(crate) use support::{dialog_fields, post};
