//! Skipping work whose inputs have not changed, by their content.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::files;

/// The digest of some files' names and contents and of some words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(String);

impl Fingerprint {
    /// Reads everything under `places`.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn of(places: &[PathBuf], words: &[&str]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for word in words {
            add(&mut hasher, word.as_bytes());
        }
        for place in places {
            for file in files::under(place)? {
                let name = file.strip_prefix(place).unwrap_or(&file);
                add(&mut hasher, name.to_string_lossy().as_bytes());
                let bytes =
                    std::fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
                add(&mut hasher, &bytes);
            }
        }
        Ok(Self(format!("{:x}", hasher.finalize())))
    }

    /// Whether `stamp` holds this fingerprint.
    pub(crate) fn matches(&self, stamp: &Path) -> bool {
        std::fs::read_to_string(stamp).is_ok_and(|text| text == self.0)
    }

    /// Writes it to `stamp`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn save(&self, stamp: &Path) -> Result<()> {
        std::fs::write(stamp, &self.0).with_context(|| format!("cannot write `{}`", stamp.display()))
    }
}

/// Adds a length first, so that no two lists of parts look alike.
fn add(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use forecourt_testkit::TempDir;

    #[test]
    fn it_changes_with_names_contents_and_words() {
        let folder = TempDir::new().unwrap();
        let places = [folder.path().to_path_buf()];
        let of = |word: &str| Fingerprint::of(&places, &[word]).unwrap();
        std::fs::write(folder.path().join("a"), "1").unwrap();
        let first = of("x");
        assert_eq!(first, of("x"));
        assert_ne!(first, of("y"));
        std::fs::write(folder.path().join("a"), "2").unwrap();
        assert_ne!(first, of("x"));
        std::fs::write(folder.path().join("a"), "1").unwrap();
        assert_eq!(first, of("x"));
        std::fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
        assert_ne!(first, of("x"));
    }
}
