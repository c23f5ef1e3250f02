//! Walking folders.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// All files under a file or folder, sorted. What does not exist has none.
///
/// # Errors
/// A folder that cannot be read.
pub(crate) fn under(place: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if place.is_file() {
        found.push(place.to_path_buf());
    } else if place.is_dir() {
        collect(place, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let entry = entry?;
        if matches!(
            entry.file_name().to_str(),
            Some("target" | "node_modules" | ".git")
        ) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}
