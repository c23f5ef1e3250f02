//! The tests in a browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::tools;
use crate::process::program;
use crate::workspace;

/// What the browser tests need.
#[derive(Debug)]
pub(crate) struct Tools {
    chromium: PathBuf,
}

impl Tools {
    /// Finds or installs everything.
    ///
    /// # Errors
    /// Something is missing and cannot be installed.
    pub(crate) fn find() -> Result<Self> {
        tools::node()?;
        tools::packages(&workspace::path("end2end"))?;
        let chromium = tools::chromium()?;
        eprintln!("    browser: {}", chromium.display());
        Ok(Self { chromium })
    }

    /// The run of all specs against a binary.
    pub(crate) fn command(&self, binary: &Path) -> Command {
        let mut command = program("node");
        command.current_dir(workspace::path("end2end"));
        command.args(["node_modules/@playwright/test/cli.js", "test"]);
        command
            .env("FORECOURT_BIN", binary)
            .env("CHROMIUM", &self.chromium);
        command
    }
}
