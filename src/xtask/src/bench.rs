//! `cargo xtask bench`: measures the release binary.

use std::process::ExitCode;

use anyhow::Result;

use crate::build::{Mode, build};
use crate::process::{cargo, program, run as run_program};
use crate::workspace;

/// Builds the binary and the measuring program, and runs it with `words`.
///
/// # Errors
/// A build that fails, or a row that misses its target.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let binary = build(Mode::Release)?;
    run_program(cargo("build").args(["--release", "--package", "forecourt-bench"]))?;
    // A path after `--json` is meant from where the person stands.
    let mut command = program(workspace::path("target/release/forecourt-bench"));
    command.current_dir(std::env::current_dir()?);
    command
        .args(words)
        .env("FORECOURT_BIN", binary)
        .env("FORECOURT_SITE", workspace::path("target/site"));
    run_program(&mut command)?;
    Ok(ExitCode::SUCCESS)
}
