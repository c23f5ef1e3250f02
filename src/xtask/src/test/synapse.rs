//! The Synapse module, with two servers that federate.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::counts::Counts;
use super::system::{install, on_path};
use crate::fingerprint::Fingerprint;
use crate::process::{program, run, step};
use crate::workspace;

/// What the tests of the module need.
#[derive(Debug)]
pub(crate) struct Tools {
    python: PathBuf,
}

impl Tools {
    /// Finds Python and installs Synapse, as pinned, into a folder of its own.
    ///
    /// # Errors
    /// There is no Python 3, or the packages cannot be installed.
    pub(crate) fn find() -> Result<Self> {
        if on_path("python3").is_none() && !install(&["python3", "python3-venv"]) {
            bail!("the tests of the Synapse module need Python 3.10 or newer with venv");
        }
        let requirements = workspace::path("integrations/synapse/tests/requirements.txt");
        let folder = workspace::path("target/synapse");
        let python = folder.join("bin/python");
        let fingerprint = Fingerprint::of(std::slice::from_ref(&requirements), &[])?;
        let stamp = folder.join(".fingerprint");
        if !fingerprint.matches(&stamp) {
            step("Synapse, once", || {
                run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
                let mut pip = program(&python);
                pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
                run(pip.arg(&requirements))
            })?;
            fingerprint.save(&stamp)?;
        }
        Ok(Self { python })
    }

    /// Runs the module's tests: one passed or one failed.
    ///
    /// # Errors
    /// Python cannot be started.
    pub(crate) fn run(&self, binary: &Path) -> Result<Counts> {
        let mut command = program(&self.python);
        command
            .args([
                "-m",
                "unittest",
                "discover",
                "--verbose",
                "--start-directory",
                "tests",
            ])
            .env("FORECOURT_BINARY", binary)
            .current_dir(workspace::path("integrations/synapse"));
        let passed = command.status().context("cannot run Python")?.success();
        Ok(Counts::one(passed))
    }
}
