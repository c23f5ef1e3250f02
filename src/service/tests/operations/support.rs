//! An organization of 25 people to change.

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{AdministratorId, PersonId, PolicyId, Revision};
use forecourt_service::change::{Action, Detail, Draft, Record, Target, TargetKind};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{
    self, Counts, FateFilter, NewOperation, Operation, People, Runner, Step, Task,
};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{
    Actor, Clock as _, FixedClock, OpContext, SeededRandom, ServiceError, Services, activity,
};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, migrate, person};
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::support::start => $($case),+);
    };
}
pub(crate) use on_both_databases;

/// What each case works with.
pub(crate) struct World {
    pub(crate) services: Services,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) context: OpContext,
}

pub(crate) async fn start(address: &str) -> World {
    let database = Database::open(address).await.unwrap();
    migrate::up(&database).await.unwrap();
    let clock = Arc::new(FixedClock::new(datetime!(2026-03-02 09:00 UTC)));
    let services = Services::start(database, clock.clone(), Arc::new(SeededRandom::new(7)))
        .await
        .unwrap();
    let context = OpContext::command("test", clock.now());
    let new = NewOrganization::parse("Aldergrove", "aldergrove.example").unwrap();
    create_organization(&services, &context, &new, async |_| Ok(()))
        .await
        .unwrap();
    let world = World {
        services,
        clock,
        context,
    };
    world.add_people(1..=25).await;
    world
}

pub(crate) fn id(number: u128) -> PersonId {
    // Spread, so that the order of identifiers is not the one of numbers.
    PersonId(Uuid::from_u128(number * 7_919 % 10_007 + 1))
}

pub(crate) fn numbered(number: u128) -> Person {
    Person {
        id: id(number),
        user_principal_name: format!("p{number}@aldergrove.example"),
        display_name: format!("Person {number}"),
        sip_address: None,
        mail: (number <= 2).then(|| "shared@aldergrove.example".to_owned()),
        department: Some(if number <= 5 { "Legal" } else { "Sales" }.to_owned()),
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    }
}

pub(crate) const P: BuiltIn = BuiltIn::ALL[3];
pub(crate) const Q: BuiltIn = BuiltIn::ALL[2];

pub(crate) fn assign(policy: PolicyId) -> Task {
    Task {
        policy: Some(policy),
        from: None,
    }
}

impl World {
    pub(crate) async fn add_people(&self, numbers: impl IntoIterator<Item = u128>) {
        let mut draft = Draft::begin(&self.services, &self.context).await.unwrap();
        for number in numbers {
            person::upsert(
                &mut draft.connection(),
                self.context.tenant,
                &numbered(number),
                self.context.now,
            )
            .await
            .unwrap();
        }
        self.commit(draft).await;
    }

    pub(crate) async fn commit(&self, draft: Draft<'_>) {
        let record = Record {
            action: Action::SampleFilled,
            target: Target::new(TargetKind::Directory, "people", "people"),
            detail: Detail::default(),
            reason: None,
            undoes: None,
        };
        draft.commit(record, &[]).await.unwrap();
    }

    pub(crate) async fn rename(&self, number: u128, name: &str) {
        let mut renamed = numbered(number);
        renamed.display_name = name.to_owned();
        let mut draft = Draft::begin(&self.services, &self.context).await.unwrap();
        let (tenant, now) = (self.context.tenant, self.context.now);
        person::upsert(&mut draft.connection(), tenant, &renamed, now)
            .await
            .unwrap();
        self.commit(draft).await;
    }

    pub(crate) async fn delete_person(&self, number: u128) {
        let mut draft = Draft::begin(&self.services, &self.context).await.unwrap();
        assert!(
            person::delete(&mut draft.connection(), self.context.tenant, id(number))
                .await
                .unwrap()
        );
        self.commit(draft).await;
    }

    pub(crate) async fn prepare(&self, people: People, task: Task) -> Uuid {
        self.try_prepare(people, task, "").await.unwrap()
    }

    pub(crate) async fn try_prepare(
        &self,
        people: People,
        task: Task,
        key: &str,
    ) -> Result<Uuid, ServiceError> {
        let new = NewOperation {
            people,
            task,
            reason: Some(" Asked for by the board ".to_owned()),
            exception: ExceptionInput::default(),
            idempotency_key: key.to_owned(),
        };
        operation::prepare(&self.services, &self.context, new).await
    }

    pub(crate) async fn start(&self, id: Uuid) {
        operation::start(&self.services, &self.context, id, true)
            .await
            .unwrap();
        self.clock.advance(Duration::seconds(1));
    }

    pub(crate) async fn prepared(&self, people: People, task: Task) -> Uuid {
        let id = self.prepare(people, task).await;
        self.start(id).await;
        id
    }

    pub(crate) fn runner(&self, part: i64) -> Runner {
        Runner::new(&self.services).with_part(part)
    }

    pub(crate) async fn run(&self, part: i64) {
        let runner = self.runner(part);
        while runner.step(&self.services).await.unwrap() != Step::Idle {}
    }

    pub(crate) async fn view(&self, id: Uuid) -> (Operation, Counts) {
        let view = operation::get(&self.services, &self.context, id).await.unwrap();
        (view.operation, view.counts)
    }

    pub(crate) async fn fates(&self, id: Uuid) -> BTreeMap<&'static str, u64> {
        let mut fates = BTreeMap::new();
        let mut after = 0;
        loop {
            let page = operation::lines(&self.services, &self.context, id, FateFilter::All, after, 4)
                .await
                .unwrap();
            for line in &page.lines {
                *fates.entry(line.fate.code()).or_default() += 1;
            }
            match page.next {
                Some(next) => after = next,
                None => return fates,
            }
        }
    }

    /// A policy with which nobody can chat.
    pub(crate) async fn no_chat(&self) -> PolicyId {
        let mut new = NewPolicy {
            name: "No chat".to_owned(),
            ..NewPolicy::default()
        };
        new.settings.enable_teams_consumer_access = false;
        let added = policy::add(&self.services, &self.context, new, None, None)
            .await
            .unwrap();
        added.policy.id
    }

    pub(crate) async fn direct(&self, number: u128) -> Option<PolicyId> {
        self.person(number).await.direct_policy
    }

    pub(crate) async fn person(&self, number: u128) -> Person {
        let mut reader = self.services.database().read().await.unwrap();
        person::find(&mut reader.connection(), self.context.tenant, id(number))
            .await
            .unwrap()
            .unwrap()
    }

    /// Every row of the audit trail for a person, by revision, of all parts.
    pub(crate) async fn rows_of_parts(&self, from: Revision) -> Vec<(Revision, PersonId, Option<PolicyId>)> {
        let newest = self.services.snapshot().unwrap().revision().0;
        let mut reader = self.services.database().read().await.unwrap();
        let mut rows = Vec::new();
        for revision in from.0..=newest {
            let people = change::people(&mut reader.connection(), self.context.tenant, Revision(revision))
                .await
                .unwrap();
            rows.extend(
                people
                    .iter()
                    .map(|row| (Revision(revision), row.person, row.before)),
            );
        }
        rows
    }

    pub(crate) async fn events(&self) -> Vec<activity::Entry> {
        let page = activity::list(&self.services, &self.context, &change::Filter::default(), None)
            .await
            .unwrap();
        let is_operation = |entry: &activity::Entry| entry.action == Some(Action::OperationStarted);
        page.entries.into_iter().filter(is_operation).collect()
    }

    pub(crate) fn administrator(&self, number: u128, role: Role) -> OpContext {
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(Uuid::from_u128(number)),
                name: format!("Administrator {number}"),
                role,
            },
            ..self.context.clone()
        }
    }
}

pub(crate) fn everybody() -> People {
    People::Matching(Box::default())
}

pub(crate) fn code(error: &ServiceError) -> String {
    match error {
        ServiceError::Invalid(errors) => errors.0.first().unwrap().code.clone(),
        other => other.code().to_owned(),
    }
}
