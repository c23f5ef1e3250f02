//! The files of `public/`, served as they are.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::asset::Asset;
use crate::content_type::is_speculation_rules;
use crate::site::Site;

/// Adds every file under `folder`. Files with agreed names keep them, all others get hashed ones.
///
/// # Errors
/// A file that cannot be read. A missing folder is an empty one.
pub(crate) fn add(site: &mut Site, folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    if folder.is_dir() {
        collect(folder, "", &mut files)?;
    }
    // Those with agreed names come last: they point at the others by their hashed names.
    files.sort_by(|(one, _), (two, _)| (keeps_name(one), one).cmp(&(keeps_name(two), two)));
    for (logical, bytes) in files {
        if !keeps_name(&logical) {
            site.add(Asset::hashed(&logical, bytes));
        } else if let Ok(text) = std::str::from_utf8(&bytes) {
            let text = site.with_hashed_names(text);
            site.add(Asset::stable(&logical, text.into_bytes()));
        } else {
            site.add(Asset::stable(&logical, bytes));
        }
    }
    Ok(())
}

fn keeps_name(logical: &str) -> bool {
    matches!(logical, "robots.txt" | "favicon.ico" | "manifest.webmanifest") || is_speculation_rules(logical)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name
            .to_str()
            .with_context(|| format!("`{}` is not UTF-8", entry.path().display()))?;
        if name.starts_with('.') {
            continue;
        }
        let logical = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{logical}/"), files)?;
        } else {
            files.push((logical, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}
