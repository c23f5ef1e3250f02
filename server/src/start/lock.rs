//! One server at a time on one database file.

use anyhow::{Context as _, Result, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Held by a server for as long as it uses a database file. The operating system lets go of it when the process ends,
/// however it ends.
#[derive(Debug)]
pub struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    /// Takes the lock of a database file.
    ///
    /// # Errors
    /// Another process holds it, or the folder cannot be written.
    pub fn take(database: &Path) -> Result<Self> {
        let path = path_of(database);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => anyhow::anyhow!(
                    "the folder of the database {} cannot be written; check its rights and the disk",
                    database.display()
                ),
                ErrorKind::NotFound => anyhow::anyhow!(
                    "the folder of the database {} does not exist; make it first, or name another place",
                    database.display()
                ),
                _ => anyhow::Error::new(error).context(format!("{} cannot be opened", path.display())),
            })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "another Forecourt server uses the database {}; stop it first, or name another data directory",
                database.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} cannot be locked", path.display()))
            }
        }
    }
}

/// The lock lies beside the database and not in it, because SQLite locks its own file in ways of its own.
fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::DatabaseLock;
    use forecourt_testkit::TempDir;

    #[test]
    fn the_second_is_refused_until_the_first_is_gone() {
        let folder = TempDir::new().unwrap();
        let database = folder.path().join("x.db");
        let first = DatabaseLock::take(&database).unwrap();
        let refused = DatabaseLock::take(&database).unwrap_err().to_string();
        assert!(refused.contains("another Forecourt server"), "{refused}");
        drop(first);
        DatabaseLock::take(&database).unwrap();
    }
}
