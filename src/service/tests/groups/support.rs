//! An organization of 40 people and three policies to group.

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision};
use forecourt_service::group::{self, GroupInput, Ranked};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services};
use forecourt_store::person::Person;
use forecourt_store::{Database, migrate, person};
use std::collections::BTreeMap;
use std::sync::Arc;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::support::start => $($case),+);
    };
}
pub(crate) use on_both_databases;

/// A test organization with people and policies.
pub(crate) struct Place {
    pub(crate) services: Services,
    pub(crate) context: OpContext,
    pub(crate) people: Vec<PersonId>,
    pub(crate) no_chat: PolicyId,
    pub(crate) outbound: PolicyId,
    pub(crate) both: PolicyId,
}

pub(crate) async fn start(address: &str) -> Place {
    let database = Database::open(address).await.unwrap();
    migrate::up(&database).await.unwrap();
    let clock = Arc::new(FixedClock::new(datetime!(2026-03-02 09:00 UTC)));
    let services = Services::start(database, clock, Arc::new(SeededRandom::new(7)))
        .await
        .unwrap();
    let command = OpContext::command("test", services.clock().now());
    let new = NewOrganization::parse("Contoso", "contoso.example").unwrap();
    create_organization(&services, &command, &new, async |_| Ok(()))
        .await
        .unwrap();
    let context = as_role(&services, Role::TeamsAdministrator);
    let mut transaction = services.database().begin().await.unwrap();
    let mut people = Vec::new();
    for number in 1..=40 {
        let person = somebody(number);
        person::upsert(
            &mut transaction.connection(),
            context.tenant,
            &person,
            context.now,
        )
        .await
        .unwrap();
        people.push(person.id);
    }
    transaction.commit().await.unwrap();
    let add = async |name: &str, access: bool, inbound: bool| {
        let settings = PolicySettings {
            enable_teams_consumer_access: access,
            enable_teams_consumer_inbound: inbound,
            ..PolicySettings::default()
        };
        let new = NewPolicy {
            name: name.to_owned(),
            settings,
        };
        let added = policy::add(&services, &context, new, None, None).await.unwrap();
        added.policy.id
    };
    let no_chat = add("No chat", false, true).await;
    let outbound = add("Outbound only", true, false).await;
    let both = add("Both ways", true, true).await;
    Place {
        services,
        context,
        people,
        no_chat,
        outbound,
        both,
    }
}

pub(crate) fn as_role(services: &Services, role: Role) -> OpContext {
    OpContext {
        actor: Actor::Administrator {
            id: AdministratorId(Uuid::from_u128(40)),
            name: "Priya Raman".to_owned(),
            role,
        },
        ..OpContext::command("test", services.clock().now())
    }
}

fn somebody(number: u128) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number * 7_919 % 100_003)),
        user_principal_name: format!("p{number}@contoso.example"),
        display_name: format!("Person {:02}", number % 20),
        sip_address: Some(format!("sip:chat{number}@contoso.example")),
        mail: Some(format!("mail{}@contoso.example", number / 2)),
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    }
}

impl Place {
    pub(crate) async fn group(&self, name: &str) -> GroupId {
        let input = GroupInput {
            display_name: name.to_owned(),
            mail: String::new(),
        };
        group::add(&self.services, &self.context, &input)
            .await
            .unwrap()
            .id
    }

    pub(crate) fn ranking_revision(&self) -> Revision {
        self.services.snapshot().unwrap().ranking_revision
    }

    pub(crate) async fn assign(
        &self,
        group: GroupId,
        policy: PolicyId,
        rank: Option<i64>,
    ) -> Result<Ranked, ServiceError> {
        let expected = self.ranking_revision();
        group::assign(
            &self.services,
            &self.context,
            (group, policy, rank),
            expected,
            None,
        )
        .await
    }

    pub(crate) async fn add(&self, group: GroupId, people: &[PersonId]) {
        group::add_members(&self.services, &self.context, group, people, None)
            .await
            .unwrap();
    }

    pub(crate) async fn everybody(&self) -> BTreeMap<PersonId, Person> {
        let mut reader = self.services.database().read().await.unwrap();
        let found = person::find_many(&mut reader.connection(), self.context.tenant, &self.people).await;
        found
            .unwrap()
            .into_iter()
            .map(|person| (person.id, person))
            .collect()
    }

    pub(crate) async fn policy_of(&self, person: PersonId) -> (PolicyId, SourceKind) {
        let found = &self.everybody().await[&person];
        (found.effective_policy, found.effective_source)
    }

    /// The groups with a policy, best rank first, after checking that their ranks have no gaps.
    pub(crate) fn order(&self) -> Vec<GroupId> {
        let snapshot = self.services.snapshot().unwrap();
        let ranks: Vec<_> = snapshot.ranking.iter().map(|row| row.assignment.rank).collect();
        let packed: Vec<_> = (1..).take(ranks.len()).collect();
        assert_eq!(ranks, packed);
        snapshot.ranking.iter().map(|row| row.assignment.group).collect()
    }
}

pub(crate) fn code(error: &ServiceError) -> &str {
    match error {
        ServiceError::Invalid(errors) => &errors.0[0].code,
        other => other.code(),
    }
}
