//! `forecourt export`

use super::options::Storage;
use super::with_services::with_services;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use forecourt_exchange::document::{Format, write_document};
use forecourt_service::files::{export, state_script};
use std::io::Write as _;
use std::path::PathBuf;

/// How the state is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Yaml,
    Json,
    /// A script that sets a Microsoft tenant up in the same way.
    Powershell,
}

/// Write the whole external access of the organization to a file: settings, policies, groups, people, answers.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// How it is written.
    #[arg(long, value_enum, default_value = "yaml")]
    format: Form,
    /// Where to; the standard output when absent.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        with_services(storage, "forecourt export", async |services, context| {
            let text = match self.format {
                Form::Yaml => write_document(&export(services, context).await?, Format::Yaml),
                Form::Json => write_document(&export(services, context).await?, Format::Json),
                Form::Powershell => state_script(services, context).await?,
            };
            match &self.output {
                Some(path) => {
                    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
                }
                None => Ok(std::io::stdout().write_all(text.as_bytes())?),
            }
        })
        .await
    }
}
