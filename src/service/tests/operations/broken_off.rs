//! Drafts whose people were never all put there.

use crate::support::{P, World, assign, code, on_both_databases};
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

impl World {
    /// The draft that is being prepared, as soon as some of its lines are there.
    async fn half_prepared(&self) -> Uuid {
        loop {
            let page = operation::list(&self.services, &self.context, None).await.unwrap();
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
    let again = world.try_prepare(long_list(), assign(P.id()), "k1").await.unwrap();
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
    let whole = later.try_prepare(long_list(), assign(P.id()), "k1").await.unwrap();
    assert_ne!(whole, broken);
    later.start(whole).await;
    later.run(100_000).await;
    assert_eq!(later.view(whole).await.1.succeeded, 10);
}
