//! `forecourt backup`

use super::options::Storage;
use crate::config::Layer;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_store::{Database, backup};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

/// Write a copy of the database while the server may go on working.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let Some(source) = config.database_file() else {
            bail!(
                "this copies SQLite databases only; use pg_dump for PostgreSQL: pg_dump --format=custom --file=FILE"
            );
        };
        if !source.is_file() {
            bail!("there is no database at {}; nothing was copied", source.display());
        }
        let place = self.file.to_str().with_context(|| {
            format!(
                "the name {} is not UTF-8; choose another one",
                self.file.display()
            )
        })?;
        let database = Database::open(config.database_url.reveal()).await?;
        // Made first and for its owner only, because password hashes are in it.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.file)
            .with_context(|| format!("{place} cannot be made; choose a file that does not exist yet"))?;
        let copied = backup::copy_to(&database, place).await;
        database.close().await;
        if let Err(error) = copied {
            // Half a copy is worse than none.
            let _ = std::fs::remove_file(&self.file);
            return Err(error).with_context(|| format!("the copy {place} cannot be written"));
        }
        println!("The database {} was copied to {place}.", source.display());
        Ok(())
    }
}
