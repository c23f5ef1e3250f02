//! `forecourt admin`

use super::options::Storage;
use super::password_file;
use super::with_services::with_services;
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use forecourt_model::authority::Role;
use forecourt_model::folding::fold_case;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_service::access_token::{self, NewToken};
use forecourt_service::{OpContext, ServiceError, Services, administrator};
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
    /// Make an access token for a script or a service account, and print it.
    Token(Token),
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

#[derive(Debug, Args)]
struct Token {
    /// The e-mail address of the administrator whom it belongs to.
    #[arg(long, value_name = "EMAIL")]
    email: String,
    /// What it is called.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What it may be used for; give it several times for several. All that the owner's role allows when absent.
    #[arg(long, value_name = "SCOPE", value_parser = PossibleValuesParser::new(Scope::ALL.iter().map(|scope| scope.code())))]
    scope: Vec<String>,
    /// How many days it lasts.
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    days: u16,
}

impl Token {
    async fn run(self, storage: Storage) -> Result<()> {
        with_services(storage, "forecourt admin token", async |services, context| {
            let scopes = if self.scope.is_empty() {
                let role = role_of(services, context, &self.email).await?;
                let fitting = Scope::ALL.iter().copied().filter(|scope| scope.fits(role));
                Scopes::new(fitting).to_string()
            } else {
                self.scope.join(" ")
            };
            let new = NewToken::parse(&self.name, &scopes, &self.days.to_string());
            let new = new.map_err(ServiceError::from)?;
            let created = access_token::create_by_command(services, context, &self.email, &new).await?;
            println!("{}", created.secret);
            Ok(())
        })
        .await
    }
}

async fn role_of(services: &Services, context: &OpContext, email: &str) -> Result<Role, ServiceError> {
    let all = administrator::list(services, context).await?;
    let email = fold_case(email.trim());
    let found = all.iter().find(|who| fold_case(&who.email) == email);
    found.map(|who| who.role).ok_or(ServiceError::NotFound {
        what: "administrator",
    })
}

impl Admin {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let new = match self.command {
            AdminCommand::Create(new) => new,
            AdminCommand::Token(token) => return token.run(storage).await,
        };
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
