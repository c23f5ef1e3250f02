//! Licences, banned crates and sources, by cargo-deny.

use anyhow::Result;

use crate::process::{cargo, output, program, run as run_program, step};
use crate::workspace;

/// The version that `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// Runs cargo-deny, installed once into the target folder. Its database of advisories has to be downloaded, so
/// that part runs only when it is asked for.
///
/// # Errors
/// A crate that `deny.toml` does not allow, or cargo-deny cannot be installed.
pub(crate) fn run(advisories: bool) -> Result<()> {
    let tools = workspace::path("target/tools");
    let tool = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let installed = output(program(&tool).arg("--version")).unwrap_or_default();
    if installed.trim() != format!("cargo-deny {VERSION}") {
        step("cargo-deny, once; this takes minutes", || {
            let mut command = cargo("install");
            command.args(["cargo-deny", "--locked", "--force", "--version", VERSION]);
            command.arg("--root").arg(&tools);
            // Its own target folder, so that its hundreds of crates do not mix with ours.
            command.env("CARGO_TARGET_DIR", tools.join("build"));
            run_program(&mut command)
        })?;
    }
    let mut command = program(&tool);
    command.args(["--all-features", "check"]);
    if advisories {
        command.arg("advisories");
    }
    run_program(command.args(["bans", "licenses", "sources"]))
}
