//! Where the server's files live.

use super::layer::Setting;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// The data directory: the configured one, or the user's own place for data (XDG Base Directory Specification).
pub(super) fn data_dir(
    setting: Option<&Setting>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<PathBuf> {
    if let Some(setting) = setting {
        if setting.value.trim().is_empty() {
            bail!("{} is empty; write the path of a directory", setting.origin);
        }
        return Ok(PathBuf::from(&setting.value));
    }
    let place = |name: &str| {
        variable(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if let Some(data) = place("XDG_DATA_HOME") {
        return Ok(data.join("forecourt"));
    }
    match place("HOME") {
        Some(home) => Ok(home.join(".local/share/forecourt")),
        None => bail!(
            "there is no home directory to keep data in; name one with --data-dir or FORECOURT_DATA_DIR"
        ),
    }
}
