//! The commands that people and CI run. `cargo xtask` lists them.

mod bench;
mod build;
mod check;
mod files;
mod fingerprint;
mod fuzz;
mod mutants;
mod process;
mod start;
mod test;
mod watch;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  start [--demo] [serve arguments]   build what is missing, start the server, print its address
  build [--dev]                      the release binary with its site, at target/release/forecourt
  watch [serve arguments]            build, start, and do it again whenever a file changes
  test [--only PART]                 set up what tests need and run them all; docs/testing.md names the parts
  check [--advisories]               format, lints, licences, arrows between crates, tracked files
  bench [--filter TEXT] [--json F]   measure and compare
  mutants                            change the rules in small ways; the tests must notice each
  fuzz [TARGET ...] [--seconds N]    random input for what reads scripts and files
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> anyhow::Result<ExitCode> {
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", words),
    };
    match command {
        "start" => start::run(rest),
        "build" => build::run(rest),
        "watch" => watch::run(rest),
        "test" => test::run(rest),
        "check" => check::run(rest),
        "bench" => bench::run(rest),
        "mutants" => mutants::run(rest),
        "fuzz" => fuzz::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => anyhow::bail!("there is no command `{other}`\n\n{USAGE}"),
    }
}
