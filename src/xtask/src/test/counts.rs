//! How many tests passed and failed, from what the runners print.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

/// Who prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    /// `test result: ok. 7 passed; 0 failed; …`, once for each program.
    Cargo,
    /// `  12 passed (3.4s)` and `  1 failed`, once at the end.
    Playwright,
}

/// A sum over runners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
    broken: bool,
}

impl Counts {
    /// Adds another runner's counts.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.broken |= other.broken;
    }

    /// One test that passed or failed.
    pub(crate) fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
            broken: false,
        }
    }

    /// Whether everything ran and nothing failed.
    pub(crate) fn is_success(self) -> bool {
        !self.broken && self.failed == 0
    }

    /// Reads one line of output.
    fn read(&mut self, runner: Runner, line: &str) {
        let line = line.trim();
        match runner {
            Runner::Cargo => {
                let Some((_, rest)) = line.split_once("test result: ") else {
                    return;
                };
                for part in rest.split([';', '.']) {
                    self.count(part);
                }
            }
            Runner::Playwright => {
                let (count, parenthesis) = line.split_once(" (").unwrap_or((line, ")"));
                if parenthesis.ends_with(')') {
                    self.count(count);
                }
            }
        }
    }

    /// Reads `7 passed`, and nothing else.
    fn count(&mut self, part: &str) {
        let Some((number, word)) = part.trim().split_once(' ') else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "passed" => self.passed += number,
            // A flaky test is one that failed first.
            "failed" | "flaky" | "interrupted" | "did not run" => self.failed += number,
            _ => {}
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A runner that breaks before its tests, for instance at a compiler error, is a failure too.
        let failed = if self.broken {
            self.failed.max(1)
        } else {
            self.failed
        };
        write!(formatter, "{} passed, {failed} failed", self.passed)
    }
}

/// Runs a runner, passes on what it prints, and counts.
///
/// # Errors
/// The runner cannot be started.
pub(crate) fn watched(command: &mut Command, runner: Runner) -> Result<Counts> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the tests")?;
    let output = child.stdout.take().context("the tests have no output")?;
    let mut counts = Counts::default();
    let mut own = std::io::stdout();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        own.write_all(&line)?;
        own.write_all(b"\n")?;
        own.flush()?;
        counts.read(runner, &String::from_utf8_lossy(&line));
    }
    let status = child.wait()?;
    counts.broken = !status.success();
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, text: &str) -> Counts {
        let mut counts = Counts::default();
        text.lines().for_each(|line| counts.read(runner, line));
        counts
    }

    #[test]
    fn cargo_prints_a_line_for_each_program() {
        let text = "test a ... ok\ntest result: ok. 7 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; \
                    finished in 0.05s\ntest result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        let counts = read(Runner::Cargo, text);
        assert_eq!((counts.passed, counts.failed), (10, 2));
        assert_eq!(counts.to_string(), "10 passed, 2 failed");
        assert!(!counts.is_success());
    }

    #[test]
    fn playwright_prints_a_line_for_each_outcome() {
        let text = "  ok 1 [chromium] tests/a.spec.ts:3:1 a list of 2 passed (12ms)\n\n  1 failed\n    a.spec.ts\n  \
                    1 skipped\n  12 passed (3.4s)\n";
        let counts = read(Runner::Playwright, text);
        assert_eq!((counts.passed, counts.failed), (12, 1));
    }

    #[test]
    fn a_runner_that_breaks_is_a_failure() {
        let mut counts = watched(Command::new("sh").args(["-c", "exit 3"]), Runner::Cargo).unwrap();
        assert!(!counts.is_success());
        counts.add(Counts {
            passed: 5,
            ..Counts::default()
        });
        assert_eq!(counts.to_string(), "5 passed, 1 failed");
        assert!(!counts.is_success());
    }
}
