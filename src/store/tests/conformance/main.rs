//! The same cases on SQLite and on PostgreSQL: what one engine does, the other does.

mod accounts;
mod changes;
mod engines;
mod messages;
mod migrations;
mod organization;
mod people;
mod statements;
