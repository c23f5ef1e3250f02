//! What tests need around them: a throw-away PostgreSQL, fresh databases, temporary folders, numbers that look
//! random.
//!
//! `cargo xtask test` starts one PostgreSQL for the whole run and names it in
//! [`URL_VARIABLE`]. A plain `cargo test -p forecourt-store` starts its own, which ends with the test process.

mod binaries;
mod certificate;
mod cluster;
mod database;
mod draw;
mod guard;
mod os_user;
mod temp_dir;

pub use crate::binaries::{Binaries, LOCATION_VARIABLE};
pub use crate::certificate::certificate;
pub use crate::cluster::{Cluster, Options};
pub use crate::database::{URL_VARIABLE, execute, fresh_database, postgres_url};
pub use crate::draw::Draw;
pub use crate::temp_dir::TempDir;

/// Runs each case on SQLite and on PostgreSQL, with what `start` makes of the address of an empty database.
#[macro_export]
macro_rules! on_both_databases {
    ($start:path => $($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $case() {
                let folder = $crate::TempDir::new().unwrap();
                let address = format!("sqlite://{}/test.db", folder.path().display());
                super::$case($start(&address).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $case() {
                super::$case($start(&$crate::fresh_database().await).await).await;
            })+
        }
    };
}
