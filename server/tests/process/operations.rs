//! Operations over many people while servers die and while two of them work, and the command that runs one.

use crate::program::{Program, initialize, run, until};
use forecourt_model::access::SourceKind;
use forecourt_model::policy::BuiltIn;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use forecourt_service::change::{Action, Detail, Draft, Record, Target, TargetKind};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{self, NewOperation, Operation, People, State, Task};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{
    Clock as _, OpContext, Random as _, SeededRandom, Services, SystemClock, SystemRandom,
};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, person};
use forecourt_testkit::{TempDir, fresh_database};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const PEOPLE: u128 = 4_000;
const ROUNDS: usize = 6;

/// The server dies within this time after an operation was started: it looks twice a second, and the parts follow.
const SPAN_MICROS: u64 = 1_200_000;

fn context() -> OpContext {
    OpContext::command("test", SystemClock.now())
}

async fn services(url: &str) -> Services {
    let database = Database::open(url).await.unwrap();
    Services::start(database, Arc::new(SystemClock), Arc::new(SystemRandom))
        .await
        .unwrap()
}

async fn fill(services: &Services) {
    let context = context();
    let mut draft = Draft::begin(services, &context).await.unwrap();
    for number in 1..=PEOPLE {
        let somebody = Person {
            id: PersonId(Uuid::from_u128(number * 7_919 % 100_003)),
            user_principal_name: format!("p{number}@aldergrove.example"),
            display_name: format!("Person {number}"),
            sip_address: None,
            mail: None,
            department: None,
            account_enabled: true,
            direct_policy: None,
            effective_policy: PolicyId::GLOBAL,
            effective_source: SourceKind::Global,
            effective_group: None,
            revision: Revision(1),
        };
        person::upsert(&mut draft.connection(), context.tenant, &somebody, context.now)
            .await
            .unwrap();
    }
    let record = Record {
        action: Action::SampleFilled,
        target: Target::new(TargetKind::Directory, "people", "people"),
        detail: Detail::default(),
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await.unwrap();
}

async fn start(services: &Services, policy: PolicyId) -> Uuid {
    let context = context();
    let new = NewOperation {
        people: People::Matching(Box::default()),
        task: Task {
            policy: Some(policy),
            from: None,
        },
        reason: None,
        exception: ExceptionInput::default(),
        idempotency_key: String::new(),
    };
    let id = operation::prepare(services, &context, new).await.unwrap();
    operation::start(services, &context, id, true).await.unwrap();
    id
}

async fn over(services: &Services, id: Uuid) -> Operation {
    until("the operation is over", async || {
        let view = operation::get(services, &context(), id).await.unwrap();
        view.operation.state.is_over().then_some(view.operation)
    })
    .await
}

/// Nobody twice, nobody left out, the numbers right, one event.
async fn check(services: &Services, done: &Operation) {
    let people = i64::try_from(PEOPLE).unwrap();
    assert_eq!(done.state, State::Done, "{done:?}");
    assert_eq!((done.succeeded, done.unchanged, done.failed), (people, 0, 0));
    services.catch_up().await.unwrap();
    let snapshot = services.snapshot().unwrap();
    let policy = done.policy.unwrap();
    let have = snapshot.people_with(policy, Some(SourceKind::Direct));
    assert_eq!(u128::from(have), PEOPLE);
    let tenant = TenantId::DEFAULT;
    let mut reader = services.database().read().await.unwrap();
    let mut times: BTreeMap<PersonId, u32> = BTreeMap::new();
    for revision in done.revision.unwrap().0..=snapshot.revision().0 {
        let rows = change::people(&mut reader.connection(), tenant, Revision(revision))
            .await
            .unwrap();
        for row in rows {
            assert_eq!(row.after, Some(policy));
            *times.entry(row.person).or_default() += 1;
        }
    }
    assert_eq!(u128::try_from(times.len()).unwrap(), PEOPLE);
    assert!(times.values().all(|times| *times == 1), "somebody was done twice");
    let shown = change::search(
        &mut reader.connection(),
        tenant,
        &change::Filter::default(),
        None,
        1_000,
    )
    .await
    .unwrap();
    let id = done.id.to_string();
    assert_eq!(shown.iter().filter(|change| change.target_id == id).count(), 1);
}

async fn deaths(url: &str, seed: u64) {
    let folder = TempDir::new().unwrap();
    initialize(url, folder.path());
    let services = services(url).await;
    fill(&services).await;
    let random = SeededRandom::new(seed);
    let (mut server, mut interrupted) = (Program::serve(url, &[]), 0);
    for round in 0..ROUNDS {
        let id = start(&services, BuiltIn::ALL[1 + round % 2].id()).await;
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        let moment = Duration::from_micros(u64::from_le_bytes(bytes) % SPAN_MICROS);
        // Not waiting for anything: the random moment is what the test is about.
        tokio::time::sleep(moment).await;
        tokio::task::spawn_blocking(|| server.kill()).await.unwrap();
        let found = operation::get(&services, &context(), id).await.unwrap().operation;
        interrupted += u32::from(!found.state.is_over());
        server = Program::serve(url, &[]);
        let done = over(&services, id).await;
        check(&services, &done).await;
    }
    println!("{interrupted} of {ROUNDS} operations were interrupted");
    assert!(interrupted > 0, "there was nothing to resume");
    services.database().close().await;
}

#[tokio::test]
async fn on_sqlite_an_operation_goes_on_after_each_death() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    deaths(&url, 11).await;
}

#[tokio::test]
async fn on_postgres_an_operation_goes_on_after_each_death() {
    deaths(&fresh_database().await, 12).await;
}

#[tokio::test]
async fn two_servers_do_nobody_twice_and_one_goes_on_without_the_other() {
    let (folder, url) = (TempDir::new().unwrap(), fresh_database().await);
    initialize(&url, folder.path());
    let services = services(&url).await;
    fill(&services).await;
    let (one, two) = (Program::serve(&url, &[]), Program::serve(&url, &[]));
    let first = start(&services, BuiltIn::ALL[1].id()).await;
    let done = over(&services, first).await;
    check(&services, &done).await;
    let second = start(&services, BuiltIn::ALL[2].id()).await;
    tokio::task::spawn_blocking(|| one.kill()).await.unwrap();
    let done = over(&services, second).await;
    check(&services, &done).await;
    drop(two);
    services.database().close().await;
}

#[tokio::test]
async fn the_command_previews_runs_and_says_who_failed() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    initialize(&url, folder.path());
    let services = services(&url).await;
    fill(&services).await;
    let mut new = NewPolicy {
        name: "No chat".to_owned(),
        ..NewPolicy::default()
    };
    new.settings.enable_teams_consumer_access = false;
    let added = policy::add(&services, &context(), new, None, None).await.unwrap();
    let policy = added.policy.id;
    let list = folder.path().join("people.txt");
    let lines: Vec<_> = (1..=500)
        .map(|number| format!("p{number}@aldergrove.example\n"))
        .collect();
    let lines = lines.concat();
    std::fs::write(&list, format!("{lines}nobody@aldergrove.example\n")).unwrap();
    let csv = folder.path().join("outcomes.csv");
    let assign = |more: &[&str]| {
        let mut arguments = vec![
            "assign",
            "--database-url",
            &url,
            "--users",
            list.to_str().unwrap(),
        ];
        arguments.extend(["--policy", "no chat", "--csv", csv.to_str().unwrap()]);
        arguments.extend(more);
        let output = run(&arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        (
            output.status.code(),
            said,
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, said, _) = assign(&["--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Would change: 500."), "{said}");
    assert!(
        said.contains("1 not found") && said.contains("Nothing was changed."),
        "{said}"
    );
    let (code, _, complaint) = assign(&[]);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("--yes"), "{complaint}");
    services.catch_up().await.unwrap();
    assert_eq!(services.snapshot().unwrap().people_with(policy, None), 0);
    let (code, said, complaint) = assign(&["--yes", "--idempotency-key", "monday"]);
    assert_eq!(code, Some(0), "{said}{complaint}");
    assert!(
        said.contains("500 changed, 0 unchanged, 0 failed.") && said.contains("/operations/"),
        "{said}"
    );
    let written = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(written.lines().count(), 502);
    assert_eq!(written.matches(",succeeded,").count(), 500);
    assert_eq!(written.matches(",not_found,").count(), 1);
    services.catch_up().await.unwrap();
    let revision = services.snapshot().unwrap().revision();
    assert_eq!(services.snapshot().unwrap().people_with(policy, None), 500);
    let (code, again, _) = assign(&["--yes", "--idempotency-key", "monday"]);
    assert_eq!(code, Some(0));
    assert!(again.contains("500 changed"), "{again}");
    services.catch_up().await.unwrap();
    assert_eq!(services.snapshot().unwrap().revision(), revision, "done once");
    services.database().close().await;
}
