//! How many drafts there can be, and that a dry run leaves none.

use crate::support::{P, World, assign, code, everybody, id, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_service::OpContext;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{self, MAXIMUM_DRAFTS, NewOperation, People};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

on_both_databases!(
    an_author_has_at_most_twenty_drafts,
    a_dry_run_that_is_broken_off_leaves_no_draft,
);

fn somebody() -> NewOperation {
    NewOperation {
        people: People::Ticked(vec![id(1)]),
        task: assign(P.id()),
        reason: None,
        exception: ExceptionInput::default(),
        idempotency_key: String::new(),
    }
}

impl World {
    async fn drafts(&self, context: &OpContext) -> Vec<Uuid> {
        let page = operation::list(&self.services, context, None).await.unwrap();
        page.operations.iter().map(|operation| operation.id).collect()
    }
}

async fn an_author_has_at_most_twenty_drafts(world: World) {
    let (services, context) = (&world.services, &world.context);
    for number in 1..MAXIMUM_DRAFTS {
        operation::prepare(services, context, somebody())
            .await
            .unwrap_or_else(|error| panic!("{number}: {error}"));
    }
    operation::rehearse(services, context, somebody()).await.unwrap();
    let keyed = || NewOperation {
        idempotency_key: "one".to_owned(),
        ..somebody()
    };
    let last = operation::prepare(services, context, keyed()).await.unwrap();
    let before = world.drafts(context).await;
    let refused = [
        operation::prepare(services, context, somebody()).await.map(drop),
        operation::rehearse(services, context, somebody()).await.map(drop),
    ];
    for outcome in refused {
        let error = outcome.unwrap_err();
        assert_eq!(code(&error), "too-many-drafts");
        assert!(error.to_string().contains("discard one"), "{error}");
    }
    assert_eq!(world.drafts(context).await, before);
    // What was prepared already is found by its key, and others have drafts of their own.
    assert_eq!(
        operation::prepare(services, context, keyed()).await.unwrap(),
        last
    );
    let other = world.administrator(1, Role::TeamsAdministrator);
    operation::prepare(services, &other, somebody()).await.unwrap();
    // One that is started or discarded makes room.
    world.start(last).await;
    let next = operation::prepare(services, context, somebody()).await.unwrap();
    assert!(operation::prepare(services, context, somebody()).await.is_err());
    operation::discard(services, context, next).await.unwrap();
    operation::prepare(services, context, somebody()).await.unwrap();
}

async fn a_dry_run_that_is_broken_off_leaves_no_draft(world: World) {
    let new = || NewOperation {
        people: everybody(),
        ..somebody()
    };
    // Broken off wherever it waits for something, once for each such place.
    for polls in 1.. {
        let mut left = polls;
        let mut rehearsal = pin!(operation::rehearse(&world.services, &world.context, new()));
        let outcome = poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(None);
            }
            left -= 1;
            rehearsal.as_mut().poll(context).map(Some)
        })
        .await;
        if outcome.is_some() {
            break;
        }
    }
    let gone = async { while !world.drafts(&world.context).await.is_empty() {} };
    timeout(Duration::from_secs(10), gone).await.unwrap();
}
