//! The language: what scripts mean, what is refused and where, and what no script may take.

#![expect(clippy::panic, reason = "a helper that fails fails its test")]

mod limits;
mod meaning;
mod support;
