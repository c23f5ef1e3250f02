//! What tests need around them: a throw-away PostgreSQL, fresh databases, temporary folders.
//!
//! `cargo xtask test` starts one PostgreSQL for the whole run and names it in
//! [`URL_VARIABLE`]. A plain `cargo test -p forecourt-store` starts its own, which ends with the test process.

mod binaries;
mod cluster;
mod database;
mod guard;
mod os_user;
mod temp_dir;

pub use crate::binaries::{Binaries, LOCATION_VARIABLE};
pub use crate::cluster::{Cluster, Options};
pub use crate::database::{URL_VARIABLE, execute, fresh_database, postgres_url};
pub use crate::temp_dir::TempDir;
