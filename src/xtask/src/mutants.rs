//! `cargo xtask mutants`: changes the rules that decide in small ways, one after another. The tests must notice each.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::process::{cargo, output, program, run as run_program, step};
use crate::workspace;

/// The version of cargo-mutants. Another one may think of other changes.
const VERSION: &str = "27.1.0";

/// What is changed: from the switches to the verdict, and from identifiers to the decision.
const FILES: [&str; 14] = [
    "src/model/src/access/action.rs",
    "src/model/src/access/chat.rs",
    "src/model/src/access/effective.rs",
    "src/model/src/access/evaluate.rs",
    "src/model/src/access/ranking.rs",
    "src/model/src/access/would_change.rs",
    "src/model/src/decision/decide.rs",
    "src/model/src/decision/federation.rs",
    "src/model/src/decision/outcome.rs",
    "src/model/src/decision/outside.rs",
    "src/model/src/decision/party.rs",
    "src/model/src/decision/question.rs",
    "src/model/src/decision/reason.rs",
    "src/model/src/decision/table.rs",
];

/// Runs the command; further `words` go to cargo-mutants.
///
/// # Errors
/// A change that no test notices, or cargo-mutants cannot be installed.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let tool = tool()?;
    let mut mutants = program(tool);
    // Run as a subcommand, it is told its own name first.
    mutants
        .args(["mutants", "--package", "forecourt-model", "--colors", "never"])
        .arg("--output")
        .arg(workspace::path("target/mutants"))
        .args(["--jobs", "2", "--timeout", "120", "--no-shuffle"])
        // Each job has a copy of the sources with a target folder of its own.
        .env_remove("CARGO_TARGET_DIR")
        // The same cases for each.
        .env("PROPTEST_CASES", "64");
    for file in FILES {
        if !workspace::path(file).is_file() {
            bail!("`{file}` is not there; name its successor in `cargo xtask mutants`");
        }
        mutants.args(["--file", file]);
    }
    let status = mutants.args(words).status().context("cannot run cargo-mutants")?;
    match status.code() {
        Some(0) => Ok(ExitCode::SUCCESS),
        Some(2) => bail!("no test noticed the changes above that are called MISSED"),
        Some(3) => bail!("the tests did not end with the changes above that are called TIMEOUT"),
        _ => bail!("cargo-mutants ended with {status}"),
    }
}

/// cargo-mutants in the pinned version, installed below the target folder.
fn tool() -> Result<PathBuf> {
    let root = workspace::path("target/tools");
    let file = root.join(format!("bin/cargo-mutants{}", std::env::consts::EXE_SUFFIX));
    let printed = if file.is_file() {
        output(program(&file).args(["mutants", "--version"]))?
    } else {
        String::new()
    };
    if !printed.ends_with(&format!(" {VERSION}\n")) {
        step("cargo-mutants, once", || {
            let mut install = cargo("install");
            // It starts compilers and waits: nothing is gained by optimizing it.
            install.args([
                "cargo-mutants",
                "--version",
                VERSION,
                "--locked",
                "--debug",
                "--root",
            ]);
            run_program(install.arg(&root))
        })?;
    }
    Ok(file)
}
