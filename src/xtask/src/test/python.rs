//! Python with the packages that the tests of a connector need.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::system::{install, on_path};
use crate::fingerprint::Fingerprint;
use crate::process::{program, run, step};
use crate::workspace;

/// Finds Python and installs the packages that the tests of `integrations/{name}` pin into `target/{name}`. Returns
/// the Python that has them.
///
/// # Errors
/// There is no Python 3, or the packages cannot be installed.
pub(crate) fn environment(name: &str) -> Result<PathBuf> {
    if on_path("python3").is_none() && !install(&["python3", "python3-venv"]) {
        bail!("the tests of integrations/{name} need Python 3.10 or newer with venv");
    }
    let requirements = workspace::path(&format!("integrations/{name}/tests/requirements.txt"));
    let folder = workspace::path(&format!("target/{name}"));
    let python = folder.join("bin/python");
    let fingerprint = Fingerprint::of(std::slice::from_ref(&requirements), &[])?;
    let stamp = folder.join(".fingerprint");
    if !fingerprint.matches(&stamp) {
        step("their packages for Python, once", || {
            run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
            let mut pip = program(&python);
            pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
            run(pip.arg(&requirements))
        })?;
        fingerprint.save(&stamp)?;
    }
    Ok(python)
}
