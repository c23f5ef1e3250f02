//! `forecourt restore`

use super::options::Storage;
use crate::config::Layer;
use crate::start::{DatabaseLock, make_data_dir};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_store::{Database, StoreError, backup, migrate};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Put a copy of the database back. The database that is there is kept beside it.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The copy that `forecourt backup` has written.
    file: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let Some(target) = config.database_file() else {
            bail!("this restores SQLite databases only; use pg_restore for PostgreSQL");
        };
        make_data_dir(&config)?;
        let lock = DatabaseLock::take(&target)?;
        // Looked at in its new place, so that the last step is only a change of names.
        let arriving = with_suffix(&target, ".restoring");
        let outcome = arrive(&self.file, &arriving).await;
        if let Err(error) = outcome {
            for suffix in FILES {
                let _ = fs::remove_file(with_suffix(&arriving, suffix));
            }
            return Err(error);
        }
        let kept = with_suffix(&target, ".before-restore");
        let had_one = target.is_file();
        for suffix in FILES {
            move_if_there(&with_suffix(&target, suffix), &with_suffix(&kept, suffix))?;
        }
        move_if_there(&arriving, &target)?;
        drop(lock);
        println!(
            "The database {} was restored from {}.",
            target.display(),
            self.file.display()
        );
        if had_one {
            println!("The one that was there before is kept as {}.", kept.display());
        }
        Ok(())
    }
}

/// The database, its log and the log's index.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Copies the file and makes sure that it is a database that this version can use.
async fn arrive(source: &Path, arriving: &Path) -> Result<()> {
    let place = source.display();
    let mut from = File::open(source).with_context(|| format!("{place} cannot be read"))?;
    let mut to = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(arriving)
        .with_context(|| format!("{} cannot be written", arriving.display()))?;
    io::copy(&mut from, &mut to)
        .and_then(|_| to.sync_all())
        .with_context(|| format!("{place} cannot be copied to {}", arriving.display()))?;
    let not_one = || format!("{place} is not a database of Forecourt; nothing was changed");
    let address = format!("sqlite://{}", arriving.display());
    let database = Database::open(&address).await.with_context(not_one)?;
    let mut reader = database.read().await?;
    let damage = backup::damage(&mut reader.connection())
        .await
        .with_context(not_one)?;
    drop(reader);
    let progress = migrate::progress(&database).await;
    database.close().await;
    if let Some(damage) = damage {
        bail!("{place} is damaged ({damage}); nothing was changed");
    }
    match progress {
        Ok(progress) if progress.done == 0 => bail!(not_one()),
        Ok(_) => Ok(()),
        Err(StoreError::Newer { .. }) => bail!(
            "{place} was written by a newer version of Forecourt; restore it with that version. Nothing was changed"
        ),
        Err(error) => Err(error).with_context(not_one),
    }
}

fn move_if_there(from: &Path, to: &Path) -> Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A log that stayed behind from an earlier time does not belong to what has just been moved.
            let _ = fs::remove_file(to);
            Ok(())
        }
        moved => moved.with_context(|| format!("{} cannot be renamed to {}", from.display(), to.display())),
    }
}
