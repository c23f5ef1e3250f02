//! `cargo xtask check`: everything about the sources that a machine can judge.

mod arrows;
mod deny;
mod migrations;
mod tracked;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::build::{WASM_TARGET, wasm_target};
use crate::process::{cargo, run as run_program, step};
use crate::workspace;

/// Runs all checks, also when one has failed, and sums up.
///
/// # Errors
/// An unknown argument.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let advisories = match words {
        [] => false,
        [word] if word == "--advisories" => true,
        _ => bail!("`cargo xtask check` knows only `--advisories`"),
    };
    let root = workspace::root();
    let results = [
        (
            "format",
            step("format", || run_program(cargo("fmt").args(["--all", "--check"]))),
        ),
        (
            "arrows between crates",
            step("arrows between crates", || none(arrows::broken(&root)?)),
        ),
        (
            "tracked files",
            step("tracked files", || none(tracked::complaints(&root)?)),
        ),
        (
            "migrations",
            step("migrations", || none(migrations::complaints(&root)?)),
        ),
        ("lints, native", step("lints, native", native_lints)),
        ("lints, wasm", step("lints, wasm", wasm_lints)),
        (
            "licences and sources",
            step("licences and sources", || deny::run(advisories)),
        ),
    ];
    println!();
    let mut failed = false;
    for (name, result) in &results {
        match result {
            Ok(()) => println!("ok      {name}"),
            Err(error) => {
                failed = true;
                println!("FAILED  {name}: {error:#}");
            }
        }
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn none(complaints: Vec<String>) -> Result<()> {
    if complaints.is_empty() {
        Ok(())
    } else {
        bail!("\n  {}", complaints.join("\n  "))
    }
}

fn native_lints() -> Result<()> {
    let mut command = cargo("clippy");
    command.args([
        "--workspace",
        "--exclude",
        "forecourt-frontend",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    run_program(&mut command)
}

/// The frontend by itself: together with the server it would switch Leptos to both of its modes at once.
fn wasm_lints() -> Result<()> {
    wasm_target()?;
    let mut command = cargo("clippy");
    command.args([
        "--package",
        "forecourt-frontend",
        "--package",
        "forecourt-app",
        "--features",
    ]);
    command.args(["forecourt-app/hydrate", "--target", WASM_TARGET, "--target-dir"]);
    command
        .arg(workspace::path("target/wasm"))
        .args(["--", "-D", "warnings"]);
    run_program(&mut command)
}
