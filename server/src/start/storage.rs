//! From a configuration to services on an open, migrated database.

use crate::config::Config;
use anyhow::{Context as _, Result};
use forecourt_service::{Services, SystemClock, SystemRandom};
use forecourt_store::{Database, migrate};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;

/// Makes the data directory when the database is to lie in it.
///
/// # Errors
/// It cannot be made.
pub fn make_data_dir(config: &Config) -> Result<()> {
    match config.database_file() {
        Some(file) if file.parent() == Some(&config.data_dir) => make_private(&config.data_dir),
        _ => Ok(()),
    }
}

/// Opens the database and brings it to the form that this version knows.
///
/// # Errors
/// One sentence that says what to do.
pub async fn open(config: &Config) -> Result<Database> {
    make_data_dir(config)?;
    let database = Database::open(config.database_url.reveal()).await?;
    migrate::up(&database).await?;
    Ok(database)
}

/// Starts the use cases on an open database.
///
/// # Errors
/// The state cannot be read.
pub async fn start_services(database: Database) -> Result<Services> {
    Ok(Services::start(database, Arc::new(SystemClock), Arc::new(SystemRandom)).await?)
}

/// Makes a directory that only its owner can look into: password hashes live there.
fn make_private(folder: &Path) -> Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| {
            format!(
                "the data directory {} cannot be made; check the rights of the folder above it, or name another one \
                 with --data-dir",
                folder.display()
            )
        })
}
