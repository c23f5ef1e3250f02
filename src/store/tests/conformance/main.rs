//! The same cases on SQLite and on PostgreSQL: what one engine does, the other does.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod accounts;
mod as_of;
mod assignments;
mod blocks;
mod bulk;
mod changes;
mod encryption;
mod engines;
mod exceptions;
mod groups;
mod messages;
mod migrations;
mod organization;
mod people;
mod planning;
mod readers;
mod rolled_back;
mod shared_nothing;
mod statements;
mod versions;
