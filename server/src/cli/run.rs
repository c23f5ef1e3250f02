//! `forecourt run`

use super::options::Storage;
use super::with_services::with_services;
use crate::cmdlet::{Terminal, run_script};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_cmdlet::{MAXIMUM_SCRIPT_BYTES, Variables, parse};
use forecourt_exchange::decode;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Run a script of cmdlets. All of it is understood before anything runs.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The script. - reads from the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say whether the script is understood, and run nothing.
    #[arg(long)]
    check: bool,
}

impl Run {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let source = read(&self.file)?;
        if let Err(problems) = parse(&source, &[]) {
            bail!("nothing was run. {problems}");
        }
        if self.check {
            println!("The script is understood. Nothing was run.");
            return Ok(());
        }
        with_services(storage, "forecourt run", async |services, context| {
            let mut door = Terminal::default();
            let mut variables = Variables::new();
            let outcome = run_script(services, context, &mut door, &source, &mut variables).await;
            outcome.map_err(|fault| anyhow::anyhow!(fault.message))
        })
        .await
    }
}

fn read(path: &Path) -> Result<String> {
    // One byte more than a script may have tells that there is more.
    let most = u64::try_from(MAXIMUM_SCRIPT_BYTES).unwrap_or(u64::MAX) * 4 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .take(most)
            .read_to_end(&mut bytes)
            .context("cannot read the standard input")?;
    } else {
        let failed = || format!("cannot read {}", path.display());
        let file = std::fs::File::open(path).with_context(failed)?;
        file.take(most).read_to_end(&mut bytes).with_context(failed)?;
    }
    Ok(decode(&bytes)?)
}
