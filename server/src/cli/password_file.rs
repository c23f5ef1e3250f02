//! Passwords for commands. They come from files, because flags are seen by every user of the machine.

use anyhow::{Context as _, Result, bail};
use std::io::BufRead as _;
use std::path::Path;
use zeroize::Zeroizing;

/// The first line of a file, or of the standard input when it is named `-`.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    if path == Path::new("-") {
        let read = std::io::stdin().lock().read_line(&mut line);
        read.context("the password cannot be read from the standard input")?;
    } else {
        let file = std::fs::File::open(path);
        let file = file.with_context(|| format!("the password file {} cannot be read", path.display()))?;
        let read = std::io::BufReader::new(file).read_line(&mut line);
        read.with_context(|| format!("the password file {} is not text", path.display()))?;
    }
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    if line.is_empty() {
        bail!("there is no password in the first line of {}", path.display());
    }
    Ok(line)
}
