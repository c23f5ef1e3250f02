//! Taking back in parts what somebody else decides about meanwhile.

use crate::support::{P, Q, World, assign, everybody, id, on_both_databases};
use forecourt_model::{PolicyId, Revision};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{self, FateFilter, NewOperation, People, Task};
use forecourt_service::people::assign_many_with;
use forecourt_service::policy;
use forecourt_service::undo::{undo, undo_with};
use time::macros::datetime;
use uuid::Uuid;

on_both_databases!(
    whoever_got_something_since_keeps_it_when_a_removal_is_taken_back,
    whoever_got_something_since_keeps_it_when_several_policies_were_given,
    trying_an_undo_again_gives_the_end_back_too,
);

const NOTHING: Task = Task {
    policy: None,
    from: None,
};

impl World {
    /// Assigns a policy in one change.
    async fn give(&self, numbers: impl IntoIterator<Item = u128>, policy: PolicyId, end: &str) {
        let people: Vec<_> = numbers.into_iter().map(id).collect();
        let exception = ExceptionInput {
            date: end.to_owned(),
            ..ExceptionInput::default()
        };
        let exception = (!end.is_empty()).then_some(&exception);
        assign_many_with(
            &self.services,
            &self.context,
            &people,
            Some(policy),
            None,
            exception,
        )
        .await
        .unwrap();
    }

    async fn done(&self, people: People, task: Task) -> Revision {
        let made = self.prepared(people, task).await;
        self.run(7).await;
        self.clock.advance(time::Duration::minutes(1));
        self.view(made).await.0.revision.unwrap()
    }

    /// Begins to take a change back in parts.
    async fn begin_to_take_back(&self, revision: Revision) -> Uuid {
        undo_with(&self.services, &self.context, revision, None, 20)
            .await
            .unwrap();
        let page = operation::list(&self.services, &self.context, None)
            .await
            .unwrap();
        page.operations.first().unwrap().id
    }
}

async fn whoever_got_something_since_keeps_it_when_a_removal_is_taken_back(world: World) {
    world.give(1..=25, Q.id(), "").await;
    let removed = world.done(everybody(), NOTHING).await;
    let back = world.begin_to_take_back(removed).await;
    world.give([20], P.id(), "").await;
    world.run(7).await;
    let (done, counts) = world.view(back).await;
    assert_eq!((done.succeeded, counts.not_from, done.failed), (24, 1, 0));
    assert_eq!(world.direct(20).await, Some(P.id()));
    assert_eq!(world.direct(19).await, Some(Q.id()));
    let unchanged = operation::lines(&world.services, &world.context, back, FateFilter::Unchanged, 0, 5)
        .await
        .unwrap();
    assert_eq!(
        operation::line_sentence(&unchanged.operation, unchanged.lines.first().unwrap()),
        "Unchanged: was given something else since."
    );
}

async fn whoever_got_something_since_keeps_it_when_several_policies_were_given(world: World) {
    world.give(1..=10, Q.id(), "").await;
    let given = world.done(everybody(), assign(P.id())).await;
    let taken = undo(&world.services, &world.context, given, None).await.unwrap();
    // Q to the first ten and nothing to the rest is what this goes back from.
    let back = world.begin_to_take_back(taken.revision).await;
    world.give([20], Q.id(), "").await;
    let second = world.person(2).await;
    forecourt_service::people::assign(
        &world.services,
        &world.context,
        second.id,
        None,
        second.revision,
        None,
        None,
    )
    .await
    .unwrap();
    world.run(7).await;
    let (done, counts) = world.view(back).await;
    assert_eq!((done.succeeded, counts.not_from, done.failed), (23, 2, 0));
    for (number, policy) in [
        (1, Some(P.id())),
        (2, None),
        (20, Some(Q.id())),
        (21, Some(P.id())),
    ] {
        assert_eq!(world.direct(number).await, policy, "{number}");
    }
}

async fn trying_an_undo_again_gives_the_end_back_too(world: World) {
    let services = &world.services;
    let mine = world.no_chat().await;
    world.give([3, 4], mine, "2026-03-20").await;
    let given = world.done(everybody(), assign(P.id())).await;
    let back = world.begin_to_take_back(given).await;
    let expected = services.snapshot().unwrap().policy(mine).unwrap().revision;
    let deleted = policy::delete(services, &world.context, mine, expected, None, None)
        .await
        .unwrap();
    world.run(7).await;
    assert_eq!(world.view(back).await.1.policy_gone, 2);
    undo(services, &world.context, deleted.revision, None)
        .await
        .unwrap();
    // Somebody else decides about one of the two before the next try.
    world.give([4], Q.id(), "").await;
    let failed = world.view(back).await.0;
    let again = operation::prepare(services, &world.context, NewOperation::retry(&failed))
        .await
        .unwrap();
    assert_eq!(world.view(again).await.1.change, 1);
    world.start(again).await;
    world.clock.advance(time::Duration::minutes(1));
    world.run(7).await;
    let (done, counts) = world.view(again).await;
    assert_eq!((done.succeeded, counts.not_from), (1, 1));
    assert_eq!(world.direct(3).await, Some(mine));
    assert_eq!(world.direct(4).await, Some(Q.id()));
    let exception = world.exception(3).await.unwrap();
    assert_eq!(exception.expires_at, Some(datetime!(2026-03-20 23:59:59 UTC)));
}
