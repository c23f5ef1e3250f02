//! `cargo xtask start`: from a clone to a running server.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

use crate::build::{Mode, build};
use crate::process::step;

/// Builds, fills a sample organization when asked, and runs the server until it is stopped.
///
/// # Errors
/// A step that fails.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let demo = words.iter().any(|word| word == "--demo");
    let serve_words: Vec<&String> = words.iter().filter(|word| *word != "--demo").collect();
    let binary = build(Mode::Release)?;
    if demo {
        step("sample organization", || {
            let status = Command::new(&binary)
                .args(["demo", "--users", "500", "--seed", "1"])
                .args(storage(&serve_words))
                .status()
                .context("cannot run the server's binary")?;
            if !status.success() {
                bail!("the sample organization could not be made ({status})");
            }
            Ok(())
        })?;
    }
    serve(Command::new(&binary).arg("serve").args(&serve_words))
}

/// Those of the server's arguments that say where the data is: filling needs them, too.
fn storage<'words>(words: &[&'words String]) -> Vec<&'words String> {
    let names = ["--database-url", "--data-dir", "--config"];
    let mut kept = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if names.contains(&word.as_str()) {
            kept.push(*word);
            kept.extend(rest.next());
        } else if names
            .iter()
            .any(|name| word.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
        {
            kept.push(*word);
        }
    }
    kept
}

/// Becomes the server, so that it gets Ctrl-C and every other signal itself.
#[cfg(unix)]
fn serve(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cannot run the server's binary")
}

/// Runs the server to its end.
#[cfg(not(unix))]
fn serve(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cannot run the server's binary")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_goes_where_the_server_will_look() {
        let words = [
            "--listen",
            "127.0.0.1:9000",
            "--data-dir",
            "d",
            "--database-url=sqlite:x",
        ]
        .map(str::to_owned);
        let words: Vec<&String> = words.iter().collect();
        assert_eq!(storage(&words), ["--data-dir", "d", "--database-url=sqlite:x"]);
    }
}
