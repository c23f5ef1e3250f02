//! An organization to test with.

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision};
use forecourt_service::group::{self, GroupInput};
use forecourt_service::organization::{NewOrganization, create_organization, save_settings};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{Actor, Clock as _, FixedClock, OpContext, SeededRandom, Services, people};
use forecourt_store::person::{self, Person};
use forecourt_store::{Database, migrate};
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::support::Bench::open => $($case),+);
    };
}
pub(crate) use on_both_databases;

/// The moment at which every test begins.
pub(crate) const START: OffsetDateTime = datetime!(2021-12-08 13:20 UTC);

/// The organization, and where it is stored.
pub(crate) struct Bench {
    pub(crate) services: Services,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) address: String,
}

impl Bench {
    /// The organization Aldergrove in an empty database.
    pub(crate) async fn open(address: &str) -> Self {
        let database = Database::open(address).await.unwrap();
        migrate::up(&database).await.unwrap();
        let clock = Arc::new(FixedClock::new(START));
        let services = Services::start(database, clock.clone(), Arc::new(SeededRandom::new(7)))
            .await
            .unwrap();
        let bench = Self {
            services,
            clock,
            address: address.to_owned(),
        };
        let new = NewOrganization::parse("Aldergrove", "aldergrove.example").unwrap();
        create_organization(&bench.services, &bench.command(), &new, async |_| Ok(()))
            .await
            .unwrap();
        bench
    }

    /// A second server on the same database.
    pub(crate) async fn another(&self) -> Services {
        let database = Database::open(&self.address).await.unwrap();
        Services::start(database, self.clock.clone(), Arc::new(SeededRandom::new(8)))
            .await
            .unwrap()
    }

    fn command(&self) -> OpContext {
        OpContext::command("test", self.clock.now())
    }

    pub(crate) fn as_role(&self, role: Role) -> OpContext {
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(Uuid::from_u128(40)),
                name: "Priya Raman".to_owned(),
                role,
            },
            ..self.command()
        }
    }

    /// A Teams administrator, now.
    pub(crate) fn context(&self) -> OpContext {
        self.as_role(Role::TeamsAdministrator)
    }

    /// The software itself, now.
    pub(crate) fn system(&self) -> OpContext {
        OpContext {
            actor: Actor::System,
            ..self.command()
        }
    }

    /// Puts people with these numbers into the directory.
    pub(crate) async fn add_people(
        &self,
        numbers: std::ops::RangeInclusive<u128>,
        enabled: bool,
    ) -> Vec<PersonId> {
        let mut transaction = self.services.database().begin().await.unwrap();
        let mut ids = Vec::new();
        for number in numbers {
            let somebody = Person {
                id: PersonId(Uuid::from_u128(1_000 + number)),
                user_principal_name: format!("p{number}@aldergrove.example"),
                display_name: format!("Person {number:05}"),
                sip_address: None,
                mail: None,
                department: None,
                account_enabled: enabled,
                direct_policy: None,
                effective_policy: PolicyId::GLOBAL,
                effective_source: SourceKind::Global,
                effective_group: None,
                revision: Revision(1),
            };
            let mut connection = transaction.connection();
            person::upsert(&mut connection, self.services.tenant(), &somebody, START)
                .await
                .unwrap();
            ids.push(somebody.id);
        }
        transaction.commit().await.unwrap();
        self.touch().await;
        ids
    }

    /// A change that makes the snapshot read what was written behind its back.
    pub(crate) async fn touch(&self) {
        let snapshot = self.services.snapshot().unwrap();
        let mut settings = snapshot.settings.clone();
        settings.shared_sip_address_space = !settings.shared_sip_address_space;
        self.save(&settings).await;
    }

    /// Saves the organization's settings.
    pub(crate) async fn save(&self, settings: &OrganizationSettings) {
        let expected = self.services.snapshot().unwrap().settings_revision;
        save_settings(&self.services, &self.context(), expected, settings, None, None)
            .await
            .unwrap();
    }

    /// Writes the organization's settings unchecked, as an older version may have.
    pub(crate) async fn force(&self, settings: &OrganizationSettings) {
        let mut transaction = self.services.database().begin().await.unwrap();
        let revision = self.services.snapshot().unwrap().settings_revision;
        forecourt_store::settings::save(
            &mut transaction.connection(),
            self.services.tenant(),
            settings,
            revision,
            START,
        )
        .await
        .unwrap();
        transaction.commit().await.unwrap();
        self.add_policy(
            "Unrelated",
            PolicySettings {
                enable_xmpp_access: true,
                ..PolicySettings::default()
            },
        )
        .await;
    }

    /// Adds a policy.
    pub(crate) async fn add_policy(&self, name: &str, settings: PolicySettings) -> PolicyId {
        let new = NewPolicy {
            name: name.to_owned(),
            settings,
        };
        let saved = policy::add(&self.services, &self.context(), new, None, None)
            .await
            .unwrap();
        saved.policy.id
    }

    /// Assigns a policy to somebody for good.
    pub(crate) async fn assign(&self, person: PersonId, policy: Option<PolicyId>) -> Revision {
        let expected = self.person(person).await.revision;
        people::assign(
            &self.services,
            &self.context(),
            person,
            policy,
            expected,
            None,
            None,
        )
        .await
        .unwrap()
        .revision
    }

    /// Somebody as they are stored.
    pub(crate) async fn person(&self, id: PersonId) -> Person {
        let mut reader = self.services.database().read().await.unwrap();
        person::find(&mut reader.connection(), self.services.tenant(), id)
            .await
            .unwrap()
            .unwrap()
    }

    /// A group of these people, with a policy when one is given.
    pub(crate) async fn add_group(
        &self,
        name: &str,
        members: &[PersonId],
        policy: Option<PolicyId>,
    ) -> GroupId {
        let (services, context) = (&self.services, self.context());
        let input = GroupInput {
            display_name: name.to_owned(),
            mail: String::new(),
        };
        let id = group::add(services, &context, &input).await.unwrap().id;
        if !members.is_empty() {
            group::add_members(services, &context, id, members, None)
                .await
                .unwrap();
        }
        if let Some(policy) = policy {
            let expected = services.snapshot().unwrap().ranking_revision;
            group::assign(services, &context, (id, policy, None), expected, None)
                .await
                .unwrap();
        }
        id
    }
}
