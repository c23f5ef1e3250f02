//! Storage on SQLite and PostgreSQL: the only place of the product that knows SQL.
//!
//! Each statement is one text that both engines take (`$1` placeholders, `on conflict`, `returning`, row values). The
//! macros of [`statement`] run it on whichever database is open; where engines truly differ, the difference lives in
//! [`dialect`]. Every table starts with `tenant_id`. Functions take a [`Connection`], so that a use case can do several
//! things in one [`Transaction`]; nothing here decides or authorizes anything. Something that is not there is
//! `Ok(None)`.
//!
//! To add an aggregate: a module with its statements in [`statements!`], functions that take `&mut Connection<'_>`, its
//! list in [`statement::all`], and its cases in the conformance suite.

#[macro_use]
pub mod statement;

pub mod access_token;
pub mod address;
pub mod administrator;
pub mod api_request;
pub mod as_of;
pub mod assignment;
pub mod backup;
pub mod bulk;
pub mod change;
pub mod cohort;
pub mod connector;
mod copy;
pub mod database;
pub mod decision_draft;
pub mod decision_log;
pub mod decision_state;
pub mod dialect;
pub mod directory;
pub mod draft;
pub mod encryption;
pub mod error;
pub mod exception;
mod first_reader;
mod give_way;
pub mod group;
pub mod group_assignment;
pub mod group_member;
pub mod holder;
pub mod hygiene;
pub mod identity;
pub mod import_plan;
mod lent;
pub mod listener;
pub mod message;
pub mod migrate;
pub mod moment;
mod number;
pub mod operation;
pub mod organization;
pub mod outside;
pub mod person;
pub mod person_history;
pub mod person_list;
pub mod person_search;
pub mod planning;
pub mod policy;
pub mod preference;
pub mod refusal_text;
pub mod rollout;
pub mod session;
pub mod settings;
pub mod setup_code;
pub mod throttle;
pub mod touched;
pub mod version;
pub mod webhook;

pub use database::{Connection, Database, Engine, Reader, Transaction};
pub use error::StoreError;
