//! `forecourt init`

use super::options::Storage;
use super::password_file;
use super::with_services::with_services;
use anyhow::Result;
use clap::Args;
use forecourt_model::FieldErrors;
use forecourt_model::authority::Role;
use forecourt_service::administrator::NewAdministrator;
use forecourt_service::organization::NewOrganization;
use forecourt_service::{ServiceError, setup};
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
        let (organization, administrator) = self.read().map_err(ServiceError::from)?;
        let password = password_file::read(&self.password_file)?;
        with_services(storage, "forecourt init", async |services, context| {
            setup::initialize(services, context, &organization, &administrator, &password).await?;
            println!(
                "{} is set up. {} can sign in once the server runs: forecourt serve",
                organization.name, administrator.email
            );
            Ok(())
        })
        .await
    }

    /// Both parts, or everything that is wrong with either.
    fn read(&self) -> Result<(NewOrganization, NewAdministrator), FieldErrors> {
        let name = self.admin_name.as_deref();
        let name = name.unwrap_or_else(|| self.admin_email.split('@').next().unwrap_or_default());
        let organization = NewOrganization::parse(&self.organization, &self.domain);
        let administrator = NewAdministrator::parse(name, &self.admin_email, Role::GlobalAdministrator);
        match (organization, administrator) {
            (Ok(organization), Ok(administrator)) => Ok((organization, administrator)),
            (Err(mut errors), Err(more)) => {
                errors.0.extend(more.0);
                Err(errors)
            }
            (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
        }
    }
}
