//! Drafts whose people were never all put there, and drafts that two want something of at once.

use crate::support::{P, World, assign, code, id, on_both_databases, start};
use forecourt_model::Revision;
use forecourt_service::operation::{self, People, State};
use forecourt_service::{Clock as _, OpContext};
use forecourt_store::operation::{self as store, results};
use std::fmt::Write as _;
use time::Duration;
use uuid::Uuid;

on_both_databases!(half_a_list_is_never_started);

/// Ten people to change, and very many lines after them.
fn long_list() -> People {
    let mut text = String::new();
    for number in 3..=12 {
        writeln!(text, "p{number}@aldergrove.example").unwrap();
    }
    for number in 0..40_000 {
        writeln!(text, "nobody{number}@other.example").unwrap();
    }
    People::List(text.into_bytes())
}

/// Returns once a transaction of the database waits for another.
const SOMEBODY_WAITS: &str = "do $$ begin loop
    perform pg_stat_clear_snapshot();
    exit when exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock');
    perform pg_sleep(0.005);
    end loop; end $$";

impl World {
    /// The draft that is being prepared, as soon as some of its lines are there.
    async fn half_prepared(&self) -> Uuid {
        loop {
            let page = operation::list(&self.services, &self.context, None)
                .await
                .unwrap();
            if let Some(draft) = page.operations.first() {
                let mut reader = self.services.database().read().await.unwrap();
                let mut connection = reader.connection();
                let found = results::outcomes(&mut connection, self.context.tenant, draft.id).await;
                if !found.unwrap().is_empty() {
                    return draft.id;
                }
            }
            tokio::task::yield_now().await;
        }
    }

    async fn stored(&self, operation: Uuid) -> store::Operation {
        let mut reader = self.services.database().read().await.unwrap();
        let found = store::find(&mut reader.connection(), self.context.tenant, operation).await;
        found.unwrap().unwrap()
    }
}

async fn half_a_list_is_never_started(world: World) {
    let broken = tokio::select! {
        done = world.try_prepare(long_list(), assign(P.id()), "k1") => panic!("all of it is there: {done:?}"),
        half = world.half_prepared() => half,
    };
    // The same form once more, before it is clear that the first will not go on.
    let again = world
        .try_prepare(long_list(), assign(P.id()), "k1")
        .await
        .unwrap();
    assert_eq!(again, broken);
    let shown = operation::get(&world.services, &world.context, broken)
        .await
        .unwrap();
    assert_eq!((shown.counts.change, shown.impact), (0, None));
    let refused = operation::start(&world.services, &world.context, broken, true).await;
    assert_eq!(code(&refused.unwrap_err()), "people-not-read");
    assert_eq!(world.stored(broken).await.state, State::Draft);
    assert!(world.events().await.is_empty());
    // Later it is clear, and the list is read from its beginning.
    world.clock.advance(Duration::minutes(11));
    let later = World {
        context: OpContext {
            now: world.clock.now(),
            ..world.context.clone()
        },
        services: world.services.clone(),
        clock: world.clock.clone(),
    };
    let whole = later
        .try_prepare(long_list(), assign(P.id()), "k1")
        .await
        .unwrap();
    assert_ne!(whole, broken);
    later.start(whole).await;
    later.run(100_000).await;
    assert_eq!(later.view(whole).await.1.succeeded, 10);
}

/// A draft that is started at the moment in which drafts of its age are deleted.
#[tokio::test]
async fn a_draft_that_is_just_being_started_keeps_its_people() {
    let address = forecourt_testkit::fresh_database().await;
    let world = start(&address).await;
    let old = world
        .prepare(People::Ticked((1..=5).map(id).collect()), assign(P.id()))
        .await;
    let (services, tenant) = (&world.services, world.context.tenant);
    let mut starting = services.database().begin().await.unwrap();
    let now = world.clock.now();
    let mut connection = starting.connection();
    let started = store::start(
        &mut connection,
        tenant,
        old,
        Revision(1),
        now,
        (None, "test", "r"),
    );
    assert!(started.await.unwrap());
    let next_day = OpContext {
        now: now + Duration::hours(25),
        ..world.context.clone()
    };
    let new = operation::NewOperation {
        people: People::Ticked(vec![id(6)]),
        task: assign(P.id()),
        reason: None,
        exception: forecourt_service::exception::ExceptionInput::default(),
        idempotency_key: String::new(),
    };
    let cleaning = operation::prepare(services, &next_day, new);
    let commit = async {
        forecourt_testkit::execute(&address, SOMEBODY_WAITS).await;
        starting.commit().await.unwrap();
    };
    let (cleaned, ()) = tokio::join!(cleaning, commit);
    cleaned.unwrap();
    let mut reader = services.database().read().await.unwrap();
    let operation = world.stored(old).await;
    assert_eq!(operation.state, State::Waiting);
    let lines = results::lines(&mut reader.connection(), tenant, &operation, &[], 0, 10).await;
    assert_eq!(lines.unwrap().len(), 5);
}
