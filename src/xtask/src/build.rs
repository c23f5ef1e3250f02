//! `cargo xtask build`: wasm, site, server, in this order, because the server embeds the site.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::fingerprint::Fingerprint;
use crate::process::{cargo, output, program, run as run_program, step, succeeds};
use crate::workspace;

/// The target that browsers run.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What kind of build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Small and fast, for use.
    Release,
    /// Quick to build, for work on it.
    Dev,
}

/// Runs the command.
///
/// # Errors
/// An unknown argument or a step that fails.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let mode = match words {
        [] => Mode::Release,
        [word] if word == "--dev" => Mode::Dev,
        _ => bail!("`cargo xtask build` knows only `--dev`"),
    };
    println!("{}", build(mode)?.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds everything and returns the path of the binary.
///
/// # Errors
/// A step that fails.
pub(crate) fn build(mode: Mode) -> Result<PathBuf> {
    wasm_target()?;
    let wasm = step("frontend for the browser", || frontend(mode))?;
    site(mode, &wasm)?;
    step("server", || {
        let mut command = cargo("build");
        command.args(["--package", "forecourt", "--bin", "forecourt"]);
        if mode == Mode::Release {
            command.arg("--release");
        }
        run_program(&mut command)
    })?;
    Ok(if mode == Mode::Release {
        workspace::release_binary()
    } else {
        workspace::dev_binary()
    })
}

/// Installs the wasm target when the compiler lacks it.
///
/// # Errors
/// It is missing and `rustup` cannot install it.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = output(program("rustc").args(["--print", "sysroot"]))?;
    if PathBuf::from(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .is_dir()
    {
        return Ok(());
    }
    if !succeeds(program("rustup").arg("--version")) {
        bail!("the compiler cannot build for `{WASM_TARGET}`, and there is no `rustup` to add it");
    }
    step("the compiler's wasm target, once", || {
        run_program(program("rustup").args(["target", "add", WASM_TARGET]))
    })
}

/// Compiles the islands. Cargo knows whether anything changed.
fn frontend(mode: Mode) -> Result<PathBuf> {
    // A folder of its own: other flags and features would make Cargo compile the server's crates anew.
    let target = workspace::path("target/wasm");
    let mut command = cargo("build");
    command.args([
        "--package",
        "forecourt-frontend",
        "--lib",
        "--target",
        WASM_TARGET,
    ]);
    command.arg("--target-dir").arg(&target);
    let folder = match mode {
        Mode::Release => {
            command.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
        Mode::Dev => "debug",
    };
    run_program(&mut command)?;
    Ok(target
        .join(WASM_TARGET)
        .join(folder)
        .join("forecourt_frontend.wasm"))
}

/// Makes `target/site`, unless it was made from the same files.
fn site(mode: Mode, wasm: &std::path::Path) -> Result<()> {
    let (loader, styles) = (
        workspace::path("src/frontend/loader.js"),
        workspace::path("style/main.css"),
    );
    let (public, out) = (workspace::path("public"), workspace::path("target/site"));
    let inputs = [
        wasm.to_path_buf(),
        loader.clone(),
        workspace::path("style"),
        public.clone(),
        workspace::path("src/site-builder"),
        workspace::path("Cargo.lock"),
    ];
    let effort = if mode == Mode::Release { "small" } else { "fast" };
    let fingerprint = Fingerprint::of(&inputs, &[effort])?;
    let stamp = workspace::path("target/site.fingerprint");
    if fingerprint.matches(&stamp) && out.join("manifest.json").is_file() {
        eprintln!("==> site: unchanged");
        return Ok(());
    }
    step("site builder", || {
        run_program(cargo("build").args(["--package", "forecourt-site-builder"]))
    })?;
    step("site", || {
        let mut builder = program(workspace::path("target/debug/forecourt-site-builder"));
        builder
            .arg("--wasm")
            .arg(wasm)
            .arg("--loader")
            .arg(&loader)
            .arg("--styles")
            .arg(&styles);
        builder.arg("--public").arg(&public).arg("--out").arg(&out);
        if mode == Mode::Dev {
            builder.arg("--fast");
        }
        run_program(&mut builder).context("cannot make the site")
    })?;
    fingerprint.save(&stamp)
}
