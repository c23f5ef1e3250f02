//! The use cases of Forecourt: authorize, decide, write, audit, publish.
//!
//! Each takes [`Services`] and an [`OpContext`] and checks a permission in its first statement. A use case that
//! changes something opens a [`change::Draft`], writes through `forecourt-store`, records what it did and commits:
//! all in one transaction, so nothing changes without its audit row. Then the [`snapshot`] is renewed and everybody
//! who watches is told.
//!
//! To add a use case: a file in the module of its capability, one public function, tests through that function.

pub mod access_token;
pub mod account;
pub mod activity;
pub mod administrator;
mod apart;
pub mod api_request;
pub mod as_of;
pub mod change;
pub mod clock;
pub mod compliance;
pub mod context;
pub mod dashboard;
pub mod decision;
pub mod error;
pub mod event;
pub mod exception;
pub mod explain;
pub mod files;
mod for_revision;
pub mod group;
pub mod hygiene;
pub mod impact;
pub mod import;
pub mod listener;
pub mod message;
pub mod operation;
pub mod organization;
pub mod password;
pub mod people;
pub mod policy;
pub mod random;
pub mod rollout;
pub mod sample;
pub mod services;
pub mod session;
pub mod setup;
pub mod sign_in;
pub mod snapshot;
pub mod undo;
pub mod webhook;

pub use apart::apart;
pub use clock::{Clock, FixedClock, SystemClock};
pub use context::{Actor, OpContext};
pub use error::{Conflict, Dependence, ServiceError};
pub use random::{Random, SeededRandom, SystemRandom};
pub use services::Services;
pub use snapshot::Snapshot;
