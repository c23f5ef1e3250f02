//! `forecourt admin`

use super::options::Storage;
use super::password_file;
use super::with_services::with_services;
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use forecourt_model::authority::Role;
use forecourt_service::{ServiceError, administrator};
use std::path::PathBuf;

/// Manage administrators.
#[derive(Debug, Args)]
pub(super) struct Admin {
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Add an administrator.
    Create(Create),
}

#[derive(Debug, Args)]
struct Create {
    /// The e-mail address that they sign in with.
    #[arg(long, value_name = "EMAIL")]
    email: String,
    /// What they may do.
    #[arg(long, value_name = "ROLE", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::code)))]
    role: String,
    /// Their name [default: what stands before the @].
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The file whose first line is their password, or - for the standard input.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}

impl Admin {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let AdminCommand::Create(new) = self.command;
        let unknown = || ServiceError::field("role", "role-unknown", "Choose one of the roles.");
        let role = Role::from_code(&new.role).ok_or_else(unknown)?;
        let password = password_file::read(&new.password_file)?;
        with_services(storage, "forecourt admin create", async |services, context| {
            let name = new.name.as_deref();
            administrator::add_by_command(services, context, &new.email, name, role, &password).await?;
            println!("{} can sign in as {}.", new.email.trim(), role.label());
            Ok(())
        })
        .await
    }
}
