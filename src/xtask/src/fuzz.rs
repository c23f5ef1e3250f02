//! `cargo xtask fuzz`: random input for everything that reads what others have written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::process::{cargo, output, program, run as run_program, step};
use crate::workspace;

/// The command that drives libFuzzer.
const CARGO_FUZZ: &str = "0.13.2";

/// What is fuzzed, with the folders of samples to begin from.
const TARGETS: &[(&str, &[&str])] = &[
    ("language", &["fuzz/seeds/language", SAMPLES]),
    ("filter", &["fuzz/seeds/language"]),
    ("people", &[SAMPLES]),
    ("people_list", &[SAMPLES]),
    ("groups", &[SAMPLES]),
    ("group_members", &[SAMPLES]),
    ("group_assignments", &[SAMPLES]),
    ("policies", &[SAMPLES]),
    ("tenant", &[SAMPLES]),
    ("configuration", &[SAMPLES]),
    ("document", &["fuzz/seeds/document"]),
    ("cursor", &["fuzz/seeds/cursor"]),
];

const SAMPLES: &str = "src/exchange/tests/data";

/// The longest input, in bytes: more finds nothing else and makes every one slower.
const LONGEST: u32 = 8 * 1024;

/// How long one input may take, in seconds, before it counts as a hang.
const HANG: u32 = 5;

/// How long each target runs, and which.
struct Plan {
    seconds: u32,
    targets: Vec<&'static (&'static str, &'static [&'static str])>,
}

fn plan(words: &[String]) -> Result<Plan> {
    let (mut seconds, mut targets) = (60, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().context("`--seconds` needs a number")?;
            seconds = number
                .parse()
                .with_context(|| format!("`{number}` is no number"))?;
            if seconds == 0 {
                bail!("`--seconds 0` would never end: name at least 1");
            }
            continue;
        }
        let known = TARGETS.iter().find(|(name, _)| name == word);
        targets.push(known.with_context(|| {
            let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
            format!("there is no target `{word}`; there are {}", names.join(", "))
        })?);
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    Ok(Plan { seconds, targets })
}

/// Runs the targets that `words` name, or all of them, each for 60 seconds or as `--seconds` says.
///
/// # Errors
/// A target that finds something; where the input is stands in what is printed.
pub(crate) fn run(words: &[String]) -> Result<ExitCode> {
    let plan = plan(words)?;
    let tool = step("cargo-fuzz", tool)?;
    let mut found = Vec::new();
    for (name, samples) in &plan.targets {
        let outcome = step(name, || target(&tool, name, samples, plan.seconds));
        if let Err(error) = outcome {
            eprintln!("    {error:#}");
            found.push(*name);
        }
    }
    if found.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    bail!("these found something or could not be run: {}", found.join(", "))
}

/// Where cargo-fuzz is, installed first if it is not there in the version that is wanted.
fn tool() -> Result<PathBuf> {
    let root = workspace::path("target/tools");
    let name = format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX);
    let installed = root.join("bin").join(name);
    if !installed.is_file() || !is_wanted(&installed) {
        let version = format!("={CARGO_FUZZ}");
        let mut install = cargo("install");
        install.args(["--locked", "cargo-fuzz", "--version", &version, "--root"]);
        run_program(install.arg(&root))?;
    }
    Ok(installed)
}

fn is_wanted(installed: &Path) -> bool {
    let printed = output(program(installed).args(["fuzz", "--version"]));
    printed.is_ok_and(|printed| printed.trim().ends_with(CARGO_FUZZ))
}

fn target(tool: &Path, name: &str, samples: &[&str], seconds: u32) -> Result<()> {
    let corpus = workspace::path("target/fuzz/corpus").join(name);
    let artifacts = workspace::path("target/fuzz/artifacts").join(name);
    for folder in [&corpus, &artifacts] {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    let mut command = program(tool);
    command.args(["fuzz", "run", "--fuzz-dir", "fuzz"]);
    // The code is safe Rust; what is looked for are panics and hangs, which come sooner without a sanitizer. The
    // instrumentation alone needs no other toolchain.
    command.args(["--sanitizer", "none", "--target-dir", "target/fuzz/build", name]);
    command.arg(&corpus);
    command.args(samples.iter().map(|folder| workspace::path(folder)));
    command.arg("--").args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={LONGEST}"),
        format!("-timeout={HANG}"),
        "-rss_limit_mb=2048".to_owned(),
        "-print_final_stats=1".to_owned(),
        // What was found is kept where it can be sent again.
        format!("-artifact_prefix={}/", artifacts.display()),
    ]);
    let dictionary = workspace::path("fuzz").join(format!("{name}.dict"));
    if dictionary.is_file() {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    run_program(&mut command).with_context(|| format!("look into `{}`", artifacts.display()))
}

#[cfg(test)]
mod tests {
    use super::{TARGETS, plan};
    use crate::workspace;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn targets_and_seconds_are_read() {
        let all = plan(&[]).unwrap();
        assert_eq!((all.seconds, all.targets.len()), (60, TARGETS.len()));
        let some = plan(&words("language --seconds 5 cursor")).unwrap();
        let names: Vec<_> = some.targets.iter().map(|(name, _)| *name).collect();
        assert_eq!((some.seconds, names), (5, vec!["language", "cursor"]));
        for wrong in ["nothing", "--seconds", "--seconds x", "--seconds 0"] {
            assert!(plan(&words(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_target_has_its_source_its_entry_and_its_samples() {
        let manifest = std::fs::read_to_string(workspace::path("fuzz/Cargo.toml")).unwrap();
        let sources = std::fs::read_dir(workspace::path("fuzz/fuzz_targets")).unwrap();
        assert_eq!(sources.count(), TARGETS.len());
        for (name, samples) in TARGETS {
            assert!(
                manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
                "{name}"
            );
            assert!(
                workspace::path(&format!("fuzz/fuzz_targets/{name}.rs")).is_file(),
                "{name}"
            );
            assert!(
                samples.iter().all(|folder| workspace::path(folder).is_dir()),
                "{name}"
            );
        }
    }
}
