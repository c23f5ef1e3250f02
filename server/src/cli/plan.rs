//! `forecourt plan` and `forecourt apply`

mod words;

use super::options::Storage;
use super::with_services::with_services;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use forecourt_exchange::decode;
use forecourt_exchange::document::Document;
use forecourt_service::ServiceError;
use forecourt_service::files::{self, FilePlan, plan_script};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the process ends with when the state is not as the file says.
const DRIFT: u8 = 2;

/// Show what applying a file would change and what that does to people. Ends with 0 when nothing differs, with 2 when
/// something does, with 1 when the file cannot be applied.
#[derive(Debug, Args)]
pub(super) struct Plan {
    /// What `forecourt export` writes, in YAML or JSON. - reads from the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the plan as a script for a Microsoft tenant.
    #[arg(long)]
    powershell: bool,
}

/// Make the organization as a file says, in one change.
#[derive(Debug, Args)]
pub(super) struct Apply {
    /// What `forecourt export` writes, in YAML or JSON. - reads from the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Why; kept in Activity.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Plan {
    pub(super) async fn run(self, storage: Storage) -> Result<ExitCode> {
        let document = read(&self.file)?;
        with_services(storage, "forecourt plan", async |services, context| {
            let plan = files::plan(services, context, &document).await?;
            refuse(&plan)?;
            if self.powershell {
                print!("{}", plan_script(&*services.snapshot()?, &plan, context.now));
            } else {
                print!("{}", words::plan(&plan));
            }
            Ok(if plan.changes_anything() {
                ExitCode::from(DRIFT)
            } else {
                ExitCode::SUCCESS
            })
        })
        .await
    }
}

impl Apply {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let document = read(&self.file)?;
        with_services(storage, "forecourt apply", async |services, context| {
            let plan = files::plan(services, context, &document).await?;
            refuse(&plan)?;
            let done = files::apply(services, context, &document, self.reason.clone()).await?;
            print!("{}", words::plan(&done.plan));
            if let Some(revision) = done.revision {
                println!("Applied as change {revision}. In effect now.");
            }
            Ok(())
        })
        .await
    }
}

fn read(path: &Path) -> Result<Document> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read the standard input")?;
        bytes
    } else {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?
    };
    match files::read(&decode(&bytes)?) {
        Err(ServiceError::Invalid(errors)) => {
            for error in &errors.0 {
                eprintln!("{}", error.message);
            }
            bail!("the file cannot be read; nothing was changed")
        }
        other => Ok(other?),
    }
}

fn refuse(plan: &FilePlan) -> Result<()> {
    for error in &plan.errors.0 {
        eprintln!("{}", error.message);
    }
    if !plan.errors.is_empty() {
        bail!("the file cannot be applied; nothing was changed");
    }
    Ok(())
}
