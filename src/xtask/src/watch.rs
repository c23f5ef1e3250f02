//! `cargo xtask watch`: builds and starts anew whenever a file changes.

use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::build::{Mode, build};
use crate::fingerprint::Fingerprint;
use crate::process::{program, run as run_program};
use crate::workspace;

/// How often the files are looked at. They are a few hundred, so looking costs a few milliseconds, and works
/// on network drives and in containers where notifications do not.
const INTERVAL: Duration = Duration::from_millis(400);

/// Builds for development, starts the server, and does both again after every change, until Ctrl-C.
///
/// # Errors
/// Files that cannot be read. A build that fails is shown and waits for the next change.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let mut server: Option<Child> = None;
    loop {
        let seen = fingerprint()?;
        match build(Mode::Dev) {
            Ok(binary) => {
                stop(server.take())?;
                let mut command = Command::new(binary);
                command.arg("serve").args(words).stdin(Stdio::null());
                server = Some(command.spawn().context("cannot start the server")?);
            }
            Err(error) => eprintln!("error: {error:#}\nwaiting for a change"),
        }
        while fingerprint()? == seen {
            std::thread::sleep(INTERVAL);
        }
    }
}

fn fingerprint() -> Result<Fingerprint> {
    let places: Vec<PathBuf> = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "app",
        "server",
        "style",
        "public",
        "migrations",
    ]
    .iter()
    .map(|place| workspace::path(place))
    .collect();
    Fingerprint::of(&places, &[])
}

/// Asks the server to finish its requests, and waits for it.
fn stop(server: Option<Child>) -> Result<()> {
    let Some(mut server) = server else { return Ok(()) };
    if server.try_wait()?.is_none() {
        run_program(program("kill").args(["-TERM", &server.id().to_string()]))?;
    }
    server.wait()?;
    Ok(())
}
