//! Programs that come to an end.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::django::guard::guarded;

/// Runs a program to its end and returns what it printed. It is ended when it takes longer than `limit`, and when
/// this is dropped.
///
/// # Errors
/// It cannot be started, takes too long, or fails (with the end of what it said).
pub(super) async fn finish(program: &Command, limit: Duration) -> Result<String> {
    let mut shell = tokio::process::Command::from(guarded(program));
    let mut child = shell.stderr(Stdio::piped()).spawn()?;
    // Waiting would close it, and that ends the program.
    let _input = child.stdin.take();
    let output = tokio::time::timeout(limit, child.wait_with_output())
        .await
        .with_context(|| format!("not done after {} s", limit.as_secs()))??;
    if !output.status.success() {
        bail!("{}: {}", output.status, end_of(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The last lines, where Python says what is wrong.
pub(super) fn end_of(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let start = lines.len().saturating_sub(5);
    lines.get(start..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    #[tokio::test]
    async fn what_a_program_prints_comes_back_and_a_failure_says_why() {
        let minute = Duration::from_mins(1);
        assert_eq!(finish(&shell("echo yes"), minute).await.unwrap(), "yes\n");
        let error = finish(&shell("echo so >&2; exit 3"), minute).await.unwrap_err();
        assert!(error.to_string().contains("3: so"), "{error}");
    }

    #[tokio::test]
    async fn a_program_that_takes_too_long_is_an_error() {
        let error = finish(&shell("exec tail -f /dev/null"), Duration::ZERO)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("not done"), "{error}");
    }

    #[test]
    fn the_last_lines_are_kept() {
        assert_eq!(end_of(b"1\n2\n\n3\n4\n5\n6\n"), "2\n3\n4\n5\n6");
    }
}
