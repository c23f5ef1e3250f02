//! The modules of chat servers, each with two servers that federate.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::counts::Counts;
use super::python::environment;
use crate::process::program;
use crate::workspace;

/// What the tests of one module need.
#[derive(Debug)]
pub(crate) struct Tools {
    name: &'static str,
    python: PathBuf,
}

impl Tools {
    /// Installs what the tests of `integrations/{name}` pin.
    ///
    /// # Errors
    /// There is no Python 3, or the packages cannot be installed.
    pub(crate) fn find(name: &'static str) -> Result<Self> {
        let python = environment(name)?;
        Ok(Self { name, python })
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
            .current_dir(workspace::path("integrations").join(self.name));
        let passed = command.status().context("cannot run Python")?.success();
        Ok(Counts::one(passed))
    }
}
