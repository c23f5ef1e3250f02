//! `cargo xtask test`: sets up what tests need and runs them all.

mod browser;
mod connector;
mod contract;
mod counts;
mod prosody;
mod python;
mod synapse;
mod system;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use forecourt_testkit::{Cluster, LOCATION_VARIABLE, Options, URL_VARIABLE};

use self::counts::{Counts, Runner, watched};
use crate::build::{Mode, build};
use crate::process::{cargo, step};

/// Which tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Everything in Rust but the server's package.
    Unit,
    /// The server over HTTP.
    Server,
    /// The release binary against its own description of the interface for programs.
    Api,
    /// The release binary asked by two Synapse servers.
    Synapse,
    /// The release binary asked by two Prosody servers, where Prosody is installed.
    Prosody,
    /// The release binary in a real browser.
    Browser,
}

/// Runs the command. Every part runs even if one before it fails.
///
/// # Errors
/// An unknown argument, or something that tests need cannot be set up.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let parts = parts(words)?;
    let mut counts = Counts::default();
    let rust: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| matches!(part, Part::Unit | Part::Server))
        .collect();
    if !rust.is_empty() {
        // Stopped at the end of this block, or when this process ends in any other way.
        let cluster = postgres()?;
        let url = cluster.as_ref().map(|cluster| cluster.url().to_owned());
        counts.add(step("tests in Rust", || {
            let mut command = cargo("test");
            command.arg("--no-fail-fast").args(packages(&rust));
            if let Some(url) = url {
                command.env(URL_VARIABLE, url);
            }
            watched(&mut command, Runner::Cargo)
        })?);
    }
    if parts.contains(&Part::Api) {
        let tools = step("what the contract tests need", contract::Tools::find)?;
        let binary = build(Mode::Release)?;
        counts.add(step("the interface against its description", || {
            tools.run(&binary)
        })?);
    }
    if parts.contains(&Part::Synapse) {
        counts.add(synapse::run()?);
    }
    if parts.contains(&Part::Prosody) {
        counts.add(prosody::run()?);
    }
    if parts.contains(&Part::Browser) {
        let tools = step("what the browser tests need", browser::Tools::find)?;
        let binary = build(Mode::Release)?;
        counts.add(step("tests in a browser", || {
            watched(&mut tools.command(&binary), Runner::Playwright)
        })?);
    }
    println!("\n{counts}");
    Ok(if counts.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn parts(words: &[String]) -> Result<Vec<Part>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        [] => vec![
            Part::Unit,
            Part::Server,
            Part::Api,
            Part::Synapse,
            Part::Prosody,
            Part::Browser,
        ],
        ["--only", "unit"] => vec![Part::Unit],
        ["--only", "server"] => vec![Part::Server],
        ["--only", "api"] => vec![Part::Api],
        ["--only", "synapse"] => vec![Part::Synapse],
        ["--only", "prosody"] => vec![Part::Prosody],
        ["--only", "browser"] => vec![Part::Browser],
        _ => bail!(
            "`cargo xtask test` knows only `--only unit`, `--only server`, `--only api`, `--only synapse`, `--only prosody` and `--only browser`"
        ),
    })
}

/// The frontend is wasm only; together with the server it would switch Leptos to both of its modes at once.
fn packages(parts: &[Part]) -> Vec<&'static str> {
    match (parts.contains(&Part::Unit), parts.contains(&Part::Server)) {
        (true, true) => vec!["--workspace", "--exclude", "forecourt-frontend"],
        (true, false) => vec![
            "--workspace",
            "--exclude",
            "forecourt-frontend",
            "--exclude",
            "forecourt",
        ],
        _ => vec!["--package", "forecourt"],
    }
}

/// One server for the whole run, or none when the environment names one already.
fn postgres() -> Result<Option<Cluster>> {
    let named = std::env::var(LOCATION_VARIABLE).is_ok_and(|place| place.contains("://"));
    if named || std::env::var_os(URL_VARIABLE).is_some() {
        return Ok(None);
    }
    step("a throw-away PostgreSQL", || {
        let binaries = tools::postgres()?;
        Cluster::start(&binaries, Options::default()).map(Some)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frontend_is_never_tested_natively() {
        for only in [vec![], vec!["--only".to_owned(), "unit".to_owned()]] {
            let packages = packages(&parts(&only).unwrap());
            assert!(
                packages
                    .windows(2)
                    .any(|pair| pair == ["--exclude", "forecourt-frontend"])
            );
        }
        assert!(parts(&["--only".to_owned(), "some".to_owned()]).is_err());
    }
}
