//! The user that runs PostgreSQL, which refuses to run as root.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// A user of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OsUser {
    uid: u32,
    gid: u32,
}

impl OsUser {
    /// The user to change to, or `None` when this process is not root and can stay what it is.
    ///
    /// # Errors
    /// This process is root and the machine has neither a user `postgres` nor `nobody`.
    pub(crate) fn needed(own_folder: &Path) -> Result<Option<Self>> {
        // Whoever owns a folder just made is who runs this process.
        if std::fs::metadata(own_folder)?.uid() != 0 {
            return Ok(None);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").context("cannot read the list of users")?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| find(&accounts, name))
            .map(Some)
            .context(
                "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as",
            )
    }

    /// Makes `command` run as this user.
    pub(crate) fn run(self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives a folder to this user.
    ///
    /// # Errors
    /// The owner cannot be changed.
    pub(crate) fn own(self, folder: &Path) -> Result<()> {
        std::os::unix::fs::chown(folder, Some(self.uid), Some(self.gid))
            .with_context(|| format!("cannot give `{}` to another user", folder.display()))
    }

    /// Gives a folder with all it holds to this user, who can then remove it.
    ///
    /// # Errors
    /// The owner cannot be changed.
    pub(crate) fn own_all(self, folder: &Path) -> Result<()> {
        let owner = format!("{}:{}", self.uid, self.gid);
        let given = Command::new("chown").args(["-R", &owner]).arg(folder).status()?;
        if !given.success() {
            bail!("cannot give `{}` to another user", folder.display());
        }
        Ok(())
    }
}

/// Finds an account in the text of `/etc/passwd`.
fn find(accounts: &str, name: &str) -> Option<OsUser> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        (uid != 0).then_some(OsUser { uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_found_by_their_whole_name_and_never_root() {
        let accounts =
            "toor:x:0:0::/root:/bin/sh\nnobody2:x:7:8::/:/bin/false\nnobody:x:65534:65533::/:/bin/false\n";
        assert_eq!(
            find(accounts, "nobody"),
            Some(OsUser {
                uid: 65534,
                gid: 65533
            })
        );
        assert_eq!(find(accounts, "toor"), None);
        assert_eq!(find(accounts, "postgres"), None);
    }
}
