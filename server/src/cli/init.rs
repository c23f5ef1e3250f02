//! `forecourt init`

use super::options::Storage;
use super::{password_file, setting_up};
use crate::config::Layer;
use crate::start::{open, start_services};
use anyhow::Result;
use clap::Args;
use forecourt_service::OpContext;
use std::path::PathBuf;

/// Set up the organization and its first administrator without a browser.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// What the organization is called.
    #[arg(long, value_name = "NAME")]
    organization: String,
    /// Its domain.
    #[arg(long, value_name = "DOMAIN")]
    domain: String,
    /// The e-mail address that the first administrator signs in with.
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
    /// Their name [default: what stands before the @].
    #[arg(long, value_name = "NAME")]
    admin_name: Option<String>,
    /// The file whose first line is their password, or - for the standard input.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}

impl Init {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let password = password_file::read(&self.password_file)?;
        let services = start_services(open(&config).await?).await?;
        let context = OpContext::command("forecourt init", services.clock().now());
        let new = setting_up::NewSetUp {
            organization: self.organization.clone(),
            domain: self.domain,
            name: self.admin_name.unwrap_or_else(|| name_in(&self.admin_email)),
            email: self.admin_email.clone(),
            password,
        };
        let outcome = setting_up::initialize(&services, &context, new).await;
        services.database().close().await;
        outcome?;
        println!(
            "{} is set up. {} can sign in once the server runs: forecourt serve",
            self.organization, self.admin_email
        );
        Ok(())
    }
}

fn name_in(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}
