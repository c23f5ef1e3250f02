//! Operations over many people, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision};
use forecourt_service::change::{Action, Detail, Draft, Record, Target, TargetKind};
use forecourt_service::operation::{
    self, Counts, FateFilter, NewOperation, Operation, People, Runner, State, Step, Task,
};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::people::Filter;
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{
    Actor, Clock as _, FixedClock, OpContext, SeededRandom, ServiceError, Services, activity, people,
};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, group, group_assignment, group_member, migrate, person};
use forecourt_testkit::TempDir;
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $case() {
                let folder = forecourt_testkit::TempDir::new().unwrap();
                super::$case(super::sqlite(&folder).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(super::start(&forecourt_testkit::fresh_database().await).await).await;
            })+
        }
    };
}

on_both_databases!(
    everybody_who_matches_is_changed_part_by_part_in_one_event,
    a_list_says_of_each_line_what_it_means,
    the_same_key_is_the_same_operation,
    a_draft_knows_those_who_were_renamed,
    somebody_is_deleted_and_somebody_changed_meanwhile,
    a_policy_is_deleted_before_the_first_and_before_the_last_part,
    of_two_operations_the_later_one_has_the_last_word,
    what_is_done_before_a_cancellation_stays,
    a_lease_keeps_others_away_and_runs_out,
    only_those_who_have_the_policy_are_moved,
    without_a_direct_assignment_the_best_group_counts,
    those_who_failed_are_tried_again,
    a_draft_is_its_authors_alone_and_goes_after_a_day,
    what_cannot_be_taken_is_refused,
);

/// What each case works with.
struct World {
    services: Services,
    clock: Arc<FixedClock>,
    context: OpContext,
}

async fn sqlite(folder: &TempDir) -> World {
    start(&format!("sqlite://{}/test.db", folder.path().display())).await
}

async fn start(address: &str) -> World {
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

fn id(number: u128) -> PersonId {
    // Spread, so that the order of identifiers is not the one of numbers.
    PersonId(Uuid::from_u128(number * 7_919 % 10_007 + 1))
}

fn numbered(number: u128) -> Person {
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

const P: BuiltIn = BuiltIn::ALL[3];
const Q: BuiltIn = BuiltIn::ALL[2];

fn assign(policy: PolicyId) -> Task {
    Task {
        policy: Some(policy),
        from: None,
    }
}

impl World {
    async fn add_people(&self, numbers: impl IntoIterator<Item = u128>) {
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

    async fn commit(&self, draft: Draft<'_>) {
        let record = Record {
            action: Action::SampleFilled,
            target: Target::new(TargetKind::Directory, "people", "people"),
            detail: Detail::default(),
            reason: None,
            undoes: None,
        };
        draft.commit(record, &[]).await.unwrap();
    }

    async fn delete_person(&self, number: u128) {
        let mut draft = Draft::begin(&self.services, &self.context).await.unwrap();
        assert!(
            person::delete(&mut draft.connection(), self.context.tenant, id(number))
                .await
                .unwrap()
        );
        self.commit(draft).await;
    }

    async fn prepare(&self, people: People, task: Task) -> Uuid {
        self.try_prepare(people, task, "").await.unwrap()
    }

    async fn try_prepare(&self, people: People, task: Task, key: &str) -> Result<Uuid, ServiceError> {
        let new = NewOperation {
            people,
            task,
            reason: Some(" Asked for by the board ".to_owned()),
            owner: None,
            expires_at: None,
            idempotency_key: key.to_owned(),
        };
        operation::prepare(&self.services, &self.context, new).await
    }

    async fn start(&self, id: Uuid) {
        operation::start(&self.services, &self.context, id, true)
            .await
            .unwrap();
        self.clock.advance(Duration::seconds(1));
    }

    async fn prepared(&self, people: People, task: Task) -> Uuid {
        let id = self.prepare(people, task).await;
        self.start(id).await;
        id
    }

    fn runner(&self, part: i64) -> Runner {
        Runner::new(&self.services).with_part(part)
    }

    async fn run(&self, part: i64) {
        let runner = self.runner(part);
        while runner.step(&self.services).await.unwrap() != Step::Idle {}
    }

    async fn view(&self, id: Uuid) -> (Operation, Counts) {
        let view = operation::get(&self.services, &self.context, id).await.unwrap();
        (view.operation, view.counts)
    }

    async fn fates(&self, id: Uuid) -> BTreeMap<&'static str, u64> {
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
    async fn no_chat(&self) -> PolicyId {
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

    async fn direct(&self, number: u128) -> Option<PolicyId> {
        self.person(number).await.direct_policy
    }

    async fn person(&self, number: u128) -> Person {
        let mut reader = self.services.database().read().await.unwrap();
        person::find(&mut reader.connection(), self.context.tenant, id(number))
            .await
            .unwrap()
            .unwrap()
    }

    /// Every row of the audit trail for a person, by revision, of all parts.
    async fn rows_of_parts(&self, from: Revision) -> Vec<(Revision, PersonId, Option<PolicyId>)> {
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

    async fn events(&self) -> Vec<activity::Entry> {
        let page = activity::list(&self.services, &self.context, &change::Filter::default(), None)
            .await
            .unwrap();
        let is_operation = |entry: &activity::Entry| entry.action == Some(Action::OperationStarted);
        page.entries.into_iter().filter(is_operation).collect()
    }

    fn administrator(&self, number: u128, role: Role) -> OpContext {
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

fn everybody() -> People {
    People::Matching(Box::default())
}

fn code(error: &ServiceError) -> String {
    match error {
        ServiceError::Invalid(errors) => errors.0.first().unwrap().code.to_string(),
        other => other.code().to_owned(),
    }
}

async fn everybody_who_matches_is_changed_part_by_part_in_one_event(world: World) {
    let no_chat = world.no_chat().await;
    let before = world.services.snapshot().unwrap().revision();
    let id = world.prepare(everybody(), assign(no_chat)).await;
    let view = operation::get(&world.services, &world.context, id).await.unwrap();
    assert_eq!((view.operation.state, view.counts.change), (State::Draft, 25));
    assert_eq!(view.impact.as_ref().unwrap().people, 25);
    assert!(view.acknowledge, "everybody is more than a tenth");
    world.run(10).await;
    assert_eq!(world.direct(1).await, None, "a draft does nothing");
    assert_eq!(world.services.snapshot().unwrap().revision(), before);
    let refused = operation::start(&world.services, &world.context, id, false)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "acknowledgement-missing");

    world.start(id).await;
    let started = world.view(id).await;
    assert_eq!((started.0.state, started.1.not_started), (State::Waiting, 25));
    let runner = world.runner(10);
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Part(id));
    let (operation, counts) = world.view(id).await;
    assert_eq!((operation.state, operation.done_position), (State::Running, 10));
    assert_eq!(
        (counts.succeeded, counts.in_progress + counts.not_started),
        (10, 15)
    );
    assert_eq!(
        world.fates(id).await,
        BTreeMap::from([("succeeded", 10), ("waiting", 15)])
    );
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Part(id));
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Over(id));
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Idle);

    let (operation, counts) = world.view(id).await;
    assert_eq!(
        (operation.state, counts.succeeded, counts.failed),
        (State::Done, 25, 0)
    );
    let snapshot = world.services.snapshot().unwrap();
    assert_eq!(snapshot.people_with(no_chat, Some(SourceKind::Direct)), 25);
    let rows = world.rows_of_parts(before).await;
    assert_eq!(rows.len(), 25, "each person once");
    let events = world.events().await;
    let [event] = events.as_slice() else {
        panic!("one event, not {}", events.len());
    };
    assert_eq!(event.change.target_id, id.to_string());
    assert_eq!(event.change.reason.as_deref(), Some("Asked for by the board"));
    assert_eq!(event.change.revision, operation.revision.unwrap());
    assert!(event.detail.impact.is_some());
    // What happened to one of them names the part in which it did.
    let history = people::get(&world.services, &world.context, self::id(3))
        .await
        .unwrap()
        .history;
    assert!(
        history
            .iter()
            .any(|entry| entry.action == Some(Action::OperationStarted))
    );
    let again = operation::start(&world.services, &world.context, id, true)
        .await
        .unwrap();
    assert_eq!(again.state, State::Done, "starting it again starts nothing");
    assert_eq!(world.events().await.len(), 1);
}

async fn a_list_says_of_each_line_what_it_means(world: World) {
    let text = format!(
        "P3@Aldergrove.example\nsip:p4@aldergrove.example\n{}\nshared@aldergrove.example\nnobody@x.example\n\
         p3@aldergrove.example\nnot an address\n{}\n",
        id(5),
        Uuid::from_u128(77)
    );
    let operation = world
        .prepare(People::List(text.into_bytes()), assign(P.id()))
        .await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!((stored.lines, stored.people), (8, 3));
    assert_eq!((counts.change, counts.not_found, counts.ambiguous), (3, 2, 1));
    assert_eq!((counts.duplicate, counts.unreadable), (1, 1));
    let left_out = operation::lines(
        &world.services,
        &world.context,
        operation,
        FateFilter::LeftOut,
        0,
        10,
    )
    .await
    .unwrap();
    let lines: Vec<_> = left_out
        .lines
        .iter()
        .map(|line| (line.line, line.fate.code()))
        .collect();
    let expected = [
        (4, "ambiguous"),
        (5, "not_found"),
        (6, "duplicate"),
        (7, "unreadable"),
        (8, "not_found"),
    ];
    assert_eq!(lines, expected.map(|(line, fate)| (Some(line), fate)));
    world.start(operation).await;
    world.run(3).await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!(
        (stored.state, stored.succeeded, counts.left_out()),
        (State::Done, 3, 5)
    );
    for number in 3..=5 {
        assert_eq!(world.direct(number).await, Some(P.id()), "{number}");
    }
    assert_eq!(
        world.direct(1).await,
        None,
        "an address that is shared means nobody"
    );
}

async fn the_same_key_is_the_same_operation(world: World) {
    let ticked = || People::Ticked(vec![id(1), id(2)]);
    let first = world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap();
    assert_eq!(
        world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap(),
        first
    );
    let refused = world
        .try_prepare(ticked(), assign(Q.id()), "k1")
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "idempotency-key-reused");
    let other = world.administrator(1, Role::TeamsAdministrator);
    let new = NewOperation {
        people: ticked(),
        task: assign(Q.id()),
        reason: None,
        owner: None,
        expires_at: None,
        idempotency_key: "k1".to_owned(),
    };
    let theirs = operation::prepare(&world.services, &other, new).await.unwrap();
    assert_ne!(theirs, first, "a key belongs to its author");
    world.start(first).await;
    world.run(10).await;
    let again = world.try_prepare(ticked(), assign(P.id()), "k1").await.unwrap();
    assert_eq!(again, first, "also when it is done");
    assert_eq!(world.events().await.len(), 1);
}

async fn a_draft_knows_those_who_were_renamed(world: World) {
    let ticked = || People::Ticked((1..=4).map(id).collect());
    let given = world.prepare(ticked(), assign(P.id())).await;
    let taken = world
        .prepare(
            ticked(),
            Task {
                policy: None,
                from: None,
            },
        )
        .await;
    let before = [world.view(given).await.1, world.view(taken).await.1];
    let mut renamed = numbered(3);
    renamed.display_name = "Another Name".to_owned();
    let mut draft = Draft::begin(&world.services, &world.context).await.unwrap();
    let tenant = world.context.tenant;
    person::upsert(&mut draft.connection(), tenant, &renamed, world.context.now)
        .await
        .unwrap();
    world.commit(draft).await;
    assert_eq!([world.view(given).await.1, world.view(taken).await.1], before);
    world.delete_person(4).await;
    let counts = world.view(given).await.1;
    assert_eq!((counts.gone, counts.matched()), (1, 3));
}

async fn somebody_is_deleted_and_somebody_changed_meanwhile(world: World) {
    let ticked = (1..=9).map(id).collect();
    let operation = world.prepared(People::Ticked(ticked), assign(P.id())).await;
    let runner = world.runner(3);
    runner.step(&world.services).await.unwrap();
    world.delete_person(9).await;
    let mut renamed = numbered(6);
    renamed.display_name = "Another Name".to_owned();
    let mut draft = Draft::begin(&world.services, &world.context).await.unwrap();
    let tenant = world.context.tenant;
    person::upsert(&mut draft.connection(), tenant, &renamed, world.context.now)
        .await
        .unwrap();
    world.commit(draft).await;
    let eight = world.person(8).await;
    people::assign(
        &world.services,
        &world.context,
        eight.id,
        Some(P.id()),
        eight.revision,
        None,
        None,
    )
    .await
    .unwrap();
    let seven = world.person(7).await;
    people::assign(
        &world.services,
        &world.context,
        seven.id,
        Some(Q.id()),
        seven.revision,
        None,
        None,
    )
    .await
    .unwrap();
    world.clock.advance(Duration::minutes(1));
    world.run(3).await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!(stored.state, State::Done);
    assert_eq!((counts.succeeded, counts.unchanged, counts.failed), (7, 1, 1));
    assert_eq!((counts.already, counts.gone), (1, 1));
    assert_eq!(world.direct(7).await, Some(P.id()), "the operation comes after");
    assert_eq!(
        world.direct(6).await,
        Some(P.id()),
        "another name is the same person"
    );
    let snapshot = world.services.snapshot().unwrap();
    let held = |policy| {
        let counts = snapshot.counts.iter().filter(|count| count.policy == policy);
        counts.map(|count| count.people).sum::<u64>()
    };
    assert_eq!(
        (held(P.id()), held(Q.id())),
        (8, 0),
        "everybody is counted where they are"
    );
    assert_eq!(held(PolicyId::GLOBAL), snapshot.people() - 8);
    let failed = operation::lines(
        &world.services,
        &world.context,
        operation,
        FateFilter::Failed,
        0,
        10,
    )
    .await
    .unwrap();
    let line = failed.lines.first().unwrap();
    assert_eq!(line.person, Some(id(9)));
    assert_eq!(
        operation::fate_sentence(&failed.operation, line.fate),
        "Not changed: is not in the directory any more."
    );
    let rows = world.rows_of_parts(stored.revision.unwrap()).await;
    let before = rows
        .iter()
        .filter(|(_, person, _)| *person == id(7))
        .next_back()
        .unwrap();
    assert_eq!(before.2, Some(Q.id()), "what they had just before is kept");
}

async fn a_policy_is_deleted_before_the_first_and_before_the_last_part(world: World) {
    for parts_before in [0, 1] {
        let new = NewPolicy {
            name: format!("Short lived {parts_before}"),
            ..NewPolicy::default()
        };
        let added = policy::add(&world.services, &world.context, new, None, None)
            .await
            .unwrap();
        let short = added.policy.id;
        let ticked = (1..=6).map(id).collect();
        let operation = world.prepared(People::Ticked(ticked), assign(short)).await;
        let runner = world.runner(4);
        for _ in 0..parts_before {
            runner.step(&world.services).await.unwrap();
        }
        let have: Vec<_> = (1..=4).map(id).collect();
        people::assign_many(&world.services, &world.context, &have, None, None)
            .await
            .unwrap();
        policy::delete(&world.services, &world.context, short, added.revision, None, None)
            .await
            .unwrap();
        world.clock.advance(Duration::minutes(1));
        world.run(4).await;
        let (stored, counts) = world.view(operation).await;
        assert_eq!(stored.state, State::Done);
        let done = if parts_before == 0 { 0 } else { 4 };
        assert_eq!(
            (counts.succeeded, counts.failed),
            (done, 6 - done),
            "{parts_before}"
        );
        assert_eq!(counts.policy_gone, 6 - done);
        assert_eq!(world.direct(6).await, None);
    }
}

async fn of_two_operations_the_later_one_has_the_last_word(world: World) {
    let first = world
        .prepared(People::Ticked((1..=8).map(id).collect()), assign(P.id()))
        .await;
    let second = world
        .prepared(People::Ticked((5..=12).map(id).collect()), assign(Q.id()))
        .await;
    let runner = world.runner(3);
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Part(first));
    world.run(3).await;
    // The lease of the first runner is not over yet, so nobody else has gone on.
    assert_eq!(world.view(first).await.0.state, State::Running);
    while runner.step(&world.services).await.unwrap() != Step::Idle {}
    for (number, policy) in [(1, P), (4, P), (5, Q), (8, Q), (12, Q)] {
        assert_eq!(world.direct(number).await, Some(policy.id()), "{number}");
    }
    let (stored, counts) = world.view(second).await;
    assert_eq!((stored.state, counts.succeeded), (State::Done, 8));
    let rows = world.rows_of_parts(stored.revision.unwrap()).await;
    let before: BTreeMap<_, _> = rows
        .iter()
        .map(|(_, person, before)| (*person, *before))
        .collect();
    assert_eq!(before.get(&id(6)), Some(&Some(P.id())));
    assert_eq!(before.get(&id(11)), Some(&None));
    assert_eq!(world.events().await.len(), 2);
}

async fn what_is_done_before_a_cancellation_stays(world: World) {
    let operation = world.prepared(everybody(), assign(P.id())).await;
    let runner = world.runner(10);
    runner.step(&world.services).await.unwrap();
    operation::cancel(&world.services, &world.context, operation)
        .await
        .unwrap();
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Idle);
    let (stored, counts) = world.view(operation).await;
    assert_eq!(stored.state, State::Cancelled);
    assert_eq!(
        (counts.succeeded, counts.not_started, counts.in_progress),
        (10, 15, 0)
    );
    let snapshot = world.services.snapshot().unwrap();
    assert_eq!(snapshot.people_with(P.id(), Some(SourceKind::Direct)), 10);
    let refused = operation::cancel(&world.services, &world.context, operation)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "operation-over");
}

async fn a_lease_keeps_others_away_and_runs_out(world: World) {
    let operation = world.prepared(everybody(), assign(P.id())).await;
    let (one, two) = (world.runner(10), Runner::new(&world.services).with_part(10));
    assert_eq!(one.step(&world.services).await.unwrap(), Step::Part(operation));
    assert_eq!(two.step(&world.services).await.unwrap(), Step::Idle);
    world.clock.advance(Duration::seconds(6));
    // Both at the same moment: one of them has the next part, whichever it is.
    let (first, second) = tokio::join!(one.step(&world.services), two.step(&world.services));
    let steps = [first.unwrap(), second.unwrap()];
    assert!(steps.contains(&Step::Part(operation)), "{steps:?}");
    world.clock.advance(Duration::seconds(6));
    while two.step(&world.services).await.unwrap() != Step::Idle {}
    assert_eq!(one.step(&world.services).await.unwrap(), Step::Idle);
    let (stored, counts) = world.view(operation).await;
    assert_eq!((stored.state, counts.succeeded), (State::Done, 25));
    assert_eq!(world.rows_of_parts(stored.revision.unwrap()).await.len(), 25);
}

async fn only_those_who_have_the_policy_are_moved(world: World) {
    let (some, others): (Vec<_>, Vec<_>) = ((1..=4).map(id).collect(), (5..=6).map(id).collect());
    for (people, policy) in [(&some, P), (&others, Q)] {
        people::assign_many(&world.services, &world.context, people, Some(policy.id()), None)
            .await
            .unwrap();
    }
    let task = Task {
        policy: Some(Q.id()),
        from: Some(P.id()),
    };
    let operation = world.prepare(everybody(), task).await;
    let counts = world.view(operation).await.1;
    assert_eq!((counts.change, counts.already, counts.not_from), (4, 2, 19));
    world.start(operation).await;
    world.run(10).await;
    let (stored, counts) = world.view(operation).await;
    assert_eq!((stored.succeeded, stored.unchanged, stored.failed), (4, 21, 0));
    assert_eq!((counts.already, counts.not_from), (2, 19));
    for (number, policy) in [(1, Some(Q.id())), (5, Some(Q.id())), (7, None)] {
        assert_eq!(world.direct(number).await, policy, "{number}");
    }
}

async fn without_a_direct_assignment_the_best_group_counts(world: World) {
    let mut draft = Draft::begin(&world.services, &world.context).await.unwrap();
    let revision = draft.revision();
    let (tenant, now) = (world.context.tenant, world.context.now);
    let made = group::Group {
        id: GroupId(Uuid::from_u128(5)),
        display_name: "Élan".to_owned(),
        kind: "Security".to_owned(),
        mail: None,
        people: 0,
        revision,
    };
    let mut connection = draft.connection();
    group::upsert(&mut connection, tenant, &made, now).await.unwrap();
    group_member::add(&mut connection, tenant, made.id, &[id(1), id(2)], revision)
        .await
        .unwrap();
    drop(connection);
    world.commit(draft).await;
    forecourt_service::group::assign(
        &world.services,
        &world.context,
        (made.id, Q.id(), None),
        Revision(0),
        None,
    )
    .await
    .unwrap();
    let three: Vec<_> = (1..=3).map(id).collect();
    people::assign_many(&world.services, &world.context, &three, Some(P.id()), None)
        .await
        .unwrap();
    let task = Task {
        policy: Some(PolicyId::GLOBAL),
        from: None,
    };
    let operation = world.prepare(everybody(), task).await;
    let counts = world.view(operation).await.1;
    assert_eq!((counts.change, counts.already), (3, 22));
    world.start(operation).await;
    world.run(100).await;
    assert_eq!(world.view(operation).await.0.succeeded, 3);
    for (number, policy, source) in [
        (1, Q.id(), SourceKind::Group),
        (2, Q.id(), SourceKind::Group),
        (3, PolicyId::GLOBAL, SourceKind::Global),
    ] {
        let person = world.person(number).await;
        assert_eq!(
            (person.direct_policy, person.effective_policy),
            (None, policy),
            "{number}"
        );
        assert_eq!(person.effective_source, source);
    }
    let ranked = group_assignment::list(
        &mut world.services.database().read().await.unwrap().connection(),
        tenant,
    )
    .await
    .unwrap();
    assert_eq!(ranked.len(), 1);
}

async fn those_who_failed_are_tried_again(world: World) {
    let ticked = People::Ticked((1..=5).map(id).collect());
    let operation = world.prepared(ticked, assign(P.id())).await;
    world.delete_person(2).await;
    world.delete_person(4).await;
    world.run(10).await;
    assert_eq!(world.view(operation).await.0.failed, 2);
    world.add_people([2]).await;
    let again = world.prepare(People::FailedOf(operation), assign(P.id())).await;
    let (stored, counts) = world.view(again).await;
    assert_eq!((stored.lines, stored.retry_of), (2, Some(operation)));
    assert_eq!((counts.change, counts.gone), (1, 1));
    world.start(again).await;
    world.run(10).await;
    let stored = world.view(again).await.0;
    assert_eq!((stored.succeeded, stored.failed), (1, 1));
    assert_eq!(world.direct(2).await, Some(P.id()));
    let nobody = world.prepare(People::FailedOf(again), assign(P.id())).await;
    let refused = operation::start(&world.services, &world.context, nobody, true)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "nobody-changes");
}

async fn a_draft_is_its_authors_alone_and_goes_after_a_day(world: World) {
    let operation = world.prepare(everybody(), assign(P.id())).await;
    let other = world.administrator(1, Role::GlobalAdministrator);
    for outcome in [
        operation::get(&world.services, &other, operation).await.map(drop),
        operation::start(&world.services, &other, operation, true)
            .await
            .map(drop),
        operation::discard(&world.services, &other, operation).await,
        operation::cancel(&world.services, &other, operation).await,
        operation::lines(&world.services, &other, operation, FateFilter::All, 0, 1)
            .await
            .map(drop),
    ] {
        assert_eq!(outcome.unwrap_err().code(), "not-found");
    }
    let page = operation::list(&world.services, &other, None).await.unwrap();
    assert!(page.operations.is_empty());
    assert_eq!(
        operation::list(&world.services, &world.context, None)
            .await
            .unwrap()
            .operations
            .len(),
        1
    );

    world.clock.advance(Duration::hours(25));
    let later = OpContext {
        now: world.clock.now(),
        ..world.context.clone()
    };
    let new = NewOperation {
        people: People::Ticked(vec![id(1)]),
        task: assign(P.id()),
        reason: None,
        owner: None,
        expires_at: None,
        idempotency_key: String::new(),
    };
    let newer = operation::prepare(&world.services, &later, new).await.unwrap();
    let gone = operation::get(&world.services, &later, operation)
        .await
        .unwrap_err();
    assert_eq!(gone.code(), "not-found");
    operation::discard(&world.services, &later, newer).await.unwrap();
    assert_eq!(
        operation::get(&world.services, &later, newer)
            .await
            .unwrap_err()
            .code(),
        "not-found"
    );
    let started = world.prepared(everybody(), assign(P.id())).await;
    assert!(
        operation::get(&world.services, &other, started).await.is_ok(),
        "everybody sees what was started"
    );
    let refused = operation::discard(&world.services, &world.context, started)
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "operation-started");
}

async fn what_cannot_be_taken_is_refused(world: World) {
    let one = || People::Ticked(vec![id(1)]);
    let move_ = |policy, from| Task {
        policy,
        from: Some(from),
    };
    let cases = [
        (People::Ticked(Vec::new()), assign(P.id()), "selection-empty"),
        (People::List(b" \n ".to_vec()), assign(P.id()), "list-empty"),
        (
            People::List(vec![b'a'; operation::MAXIMUM_LIST_BYTES + 1]),
            assign(P.id()),
            "list-too-large",
        ),
        (one(), assign(PolicyId(Uuid::from_u128(9))), "not-found"),
        (one(), move_(Some(P.id()), P.id()), "same-policy"),
        (one(), move_(Some(P.id()), PolicyId::GLOBAL), "from-global"),
        (People::FailedOf(Uuid::from_u128(9)), assign(P.id()), "not-found"),
        (
            People::Matching(Box::new(Filter {
                search: "nobody at all".to_owned(),
                ..Filter::default()
            })),
            assign(P.id()),
            "nobody",
        ),
    ];
    for (people, task, expected) in cases {
        let refused = world.try_prepare(people, task, "").await.unwrap_err();
        assert_eq!(code(&refused), expected, "{}", refused.sentence());
    }
    let many = "a@b.example\n".repeat(1_000_001);
    let refused = world
        .try_prepare(People::List(many.into_bytes()), assign(P.id()), "too many")
        .await
        .unwrap_err();
    assert_eq!(code(&refused), "too-many-people");
    let left = operation::list(&world.services, &world.context, None)
        .await
        .unwrap();
    assert!(left.operations.is_empty(), "nothing of it stays");
    let reader = world.administrator(2, Role::GlobalReader);
    let new = NewOperation {
        people: one(),
        task: assign(P.id()),
        reason: None,
        owner: None,
        expires_at: None,
        idempotency_key: String::new(),
    };
    let refused = operation::prepare(&world.services, &reader, new)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    let operation = world.prepare(one(), assign(P.id())).await;
    for outcome in [
        operation::start(&world.services, &reader, operation, true)
            .await
            .map(drop),
        operation::cancel(&world.services, &reader, operation).await,
        operation::discard(&world.services, &reader, operation).await,
    ] {
        assert_eq!(outcome.unwrap_err().code(), "forbidden");
    }
    assert!(operation::list(&world.services, &reader, None).await.is_ok());
}

#[tokio::test]
async fn a_part_that_was_not_stored_as_written_is_taken_back() {
    let address = forecourt_testkit::fresh_database().await;
    let world = start(&address).await;
    let operation = world.prepared(everybody(), assign(P.id())).await;
    let runner = world.runner(10);
    runner.step(&world.services).await.unwrap();
    forecourt_testkit::execute(
        &address,
        "create function keep_as_it_is() returns trigger language plpgsql as $$ begin return old; end $$;
         create trigger keep before update on assignment for each row execute function keep_as_it_is()",
    )
    .await;
    assert_eq!(runner.step(&world.services).await.unwrap(), Step::Over(operation));
    let (stored, counts) = world.view(operation).await;
    assert_eq!(
        (stored.state, counts.succeeded, counts.not_started),
        (State::Done, 10, 15)
    );
    let problem = stored.problem.unwrap();
    assert!(problem.contains("0 of 10 people had the assignment"), "{problem}");
    assert_eq!(world.rows_of_parts(stored.revision.unwrap()).await.len(), 10);
}
