//! `forecourt demo`

use super::options::Storage;
use crate::config::Layer;
use crate::start::{open, start_services};
use anyhow::Result;
use clap::Args;
use forecourt_model::authority::Role;
use forecourt_service::administrator::NewAdministrator;
use forecourt_service::organization::NewOrganization;
use forecourt_service::sample::Size;
use forecourt_service::setup::initialize;
use forecourt_service::{OpContext, SeededRandom, ServiceError, Services, password, sample};

/// Fill a sample organization, to look around in.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// How many people.
    #[arg(long, value_name = "NUMBER", default_value_t = 500)]
    users: usize,
    /// How many groups. The first six have names, the others numbers.
    #[arg(long, value_name = "NUMBER", default_value_t = 6)]
    groups: usize,
    /// How many policies. The first three have names, the others numbers.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    policies: usize,
    /// The same number gives the same people.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

const ORGANIZATION: &str = "Aldergrove";
const DOMAIN: &str = "aldergrove.example";
const ADMINISTRATOR: &str = "admin@aldergrove.example";

impl Demo {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(Layer::default())?;
        let services = start_services(open(&config).await?).await?;
        let outcome = self.fill(&services).await;
        services.database().close().await;
        outcome
    }

    async fn fill(&self, services: &Services) -> Result<()> {
        let context = OpContext::command("forecourt demo", services.clock().now());
        let credentials = set_up(services, &context).await?;
        let random = SeededRandom::new(self.seed);
        let size = Size {
            people: self.users,
            groups: self.groups,
            policies: self.policies,
        };
        let progress = |done: usize| {
            if size.people > 50_000 {
                eprint!("\r{done} of {} people", size.people);
            }
        };
        match sample::fill(services, &context, &random, size, &progress).await {
            Ok(filled) => println!("{} people were added to the sample organization.", filled.people),
            Err(ServiceError::Refused {
                code: "directory-not-empty",
                ..
            }) => {
                println!("The directory has people already; nothing was added.");
            }
            Err(error) => return Err(error.into()),
        }
        if let Some(password) = credentials {
            println!("Sign in as {ADMINISTRATOR} with the password {password}");
            println!("It is shown only now. Change it on the account page.");
        }
        Ok(())
    }
}

/// Sets the organization up where nobody has, with a password that is made up for it.
async fn set_up(services: &Services, context: &OpContext) -> Result<Option<String>, ServiceError> {
    if services.snapshot_if_set_up().is_some() {
        return Ok(None);
    }
    let password = password::generate(services.random());
    let organization = NewOrganization::parse(ORGANIZATION, DOMAIN)?;
    let administrator = NewAdministrator {
        email: ADMINISTRATOR.to_owned(),
        name: "Sample administrator".to_owned(),
        role: Role::GlobalAdministrator,
    };
    initialize(services, context, &organization, &administrator, &password).await?;
    Ok(Some(password.to_string()))
}
