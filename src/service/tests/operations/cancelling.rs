//! Operations that somebody cancels: it is known who did, and an undo that did not reach everybody can be done again.

use crate::support::{P, Q, World, assign, everybody, id, on_both_databases};
use forecourt_model::Revision;
use forecourt_model::authority::Role;
use forecourt_service::activity::{self, Entry, Undo, touched};
use forecourt_service::change::{Action, TargetKind};
use forecourt_service::operation::{self, State};
use forecourt_service::people::assign_many_with;
use forecourt_service::undo::{preview, undo, undo_with};
use forecourt_store::change::Filter;
use uuid::Uuid;

on_both_databases!(
    cancelling_is_a_change_by_whoever_does_it,
    an_undo_that_was_cancelled_is_done_again_for_the_others,
    an_undo_can_be_cancelled_more_than_once,
    who_got_the_policy_again_after_an_undo_that_was_cancelled_is_not_left_out,
);

impl World {
    async fn entry(&self, revision: Revision) -> Entry {
        activity::get(&self.services, &self.context, revision)
            .await
            .unwrap()
    }

    /// The operation that a change started.
    async fn operation_of(&self, revision: Revision) -> Uuid {
        self.entry(revision).await.change.target_id.parse().unwrap()
    }

    /// How many people a change touched, with all its parts.
    async fn reach(&self, revision: Revision) -> u64 {
        let page = touched(&self.services, &self.context, revision, None, 1).await;
        page.unwrap().total
    }

    async fn with(&self, policy: Option<forecourt_model::PolicyId>) -> usize {
        let mut found = 0;
        for number in 1..=25 {
            found += usize::from(self.direct(number).await == policy);
        }
        found
    }

    /// Gives everybody P and returns the number of that change.
    async fn everybody_has_p(&self) -> Revision {
        let made = self.prepared(everybody(), assign(P.id())).await;
        self.run(25).await;
        self.view(made).await.0.revision.unwrap()
    }

    /// Begins to take a change back in parts and cancels that after one part of so many people.
    async fn begin_undo(&self, revision: Revision, people: i64) -> Revision {
        let back = undo_with(&self.services, &self.context, revision, None, 2)
            .await
            .unwrap();
        self.clock.advance(time::Duration::seconds(1));
        let operation = self.operation_of(back.revision).await;
        self.runner(people).step(&self.services).await.unwrap();
        assert_eq!(self.entry(revision).await.undo, Undo::Done(back.revision));
        operation::cancel(&self.services, &self.context, operation)
            .await
            .unwrap();
        assert_eq!(self.entry(revision).await.undo, Undo::Possible);
        back.revision
    }
}

async fn cancelling_is_a_change_by_whoever_does_it(world: World) {
    let made = world.prepared(everybody(), assign(P.id())).await;
    world.runner(10).step(&world.services).await.unwrap();
    let other = world.administrator(7, Role::TeamsAdministrator);
    let rehearsal = world.services.rehearsal();
    let (rehearsed, _) = operation::cancel(&rehearsal, &other, made).await.unwrap();
    assert_eq!(rehearsed.state, State::Cancelled);
    assert_eq!(world.view(made).await.0.state, State::Running);
    let (ended, revision) = operation::cancel(&world.services, &other, made).await.unwrap();
    assert_eq!(ended.state, State::Cancelled);
    let entry = world.entry(revision).await;
    assert_eq!(entry.action, Some(Action::OperationCancelled));
    assert_eq!(entry.change.actor_id, other.administrator());
    assert_eq!(entry.change.actor_name, "Administrator 7");
    assert_eq!(
        (entry.change.target_kind.as_str(), entry.change.target_id.as_str()),
        (TargetKind::Operation.code(), made.to_string().as_str())
    );
    assert_eq!(entry.change.target_name, operation::title(&ended));
    let left = entry.detail.fields.first().unwrap();
    assert_eq!(left.after.as_deref(), Some("15"));
    assert!(matches!(entry.undo, Undo::Impossible(_)));
    let filter = Filter {
        target: Some((TargetKind::Operation.code().to_owned(), made.to_string())),
        ..Filter::default()
    };
    let page = activity::list(&world.services, &world.context, &filter, None)
        .await
        .unwrap();
    let actions: Vec<_> = page.entries.iter().map(|entry| entry.action).collect();
    let expected = [Action::OperationCancelled, Action::OperationStarted];
    assert_eq!(actions, expected.map(Some));
    // What was done can be taken back all the same.
    undo(&world.services, &world.context, ended.revision.unwrap(), None)
        .await
        .unwrap();
    assert_eq!(world.with(None).await, 25);
}

async fn an_undo_that_was_cancelled_is_done_again_for_the_others(world: World) {
    let revision = world.everybody_has_p().await;
    world.begin_undo(revision, 10).await;
    assert_eq!((world.with(None).await, world.with(Some(P.id())).await), (10, 15));
    // Somebody who has back what they had gets something else. That is kept.
    let mut back = 1;
    while world.direct(back).await.is_some() {
        back += 1;
    }
    assign_many_with(
        &world.services,
        &world.context,
        &[id(back)],
        Some(Q.id()),
        None,
        None,
    )
    .await
    .unwrap();
    let planned = preview(&world.services, &world.context, revision).await.unwrap();
    assert_eq!(planned.fields.len(), 15, "{:?}", planned.fields);
    let again = undo(&world.services, &world.context, revision, None)
        .await
        .unwrap();
    assert_eq!(again.impact, planned.impact);
    assert_eq!(world.entry(revision).await.undo, Undo::Done(again.revision));
    assert_eq!(
        (world.with(None).await, world.direct(back).await),
        (24, Some(Q.id()))
    );
    assert_eq!(world.reach(again.revision).await, 15);
    assert_eq!(
        world.reach(revision).await,
        25,
        "the change itself says what it did"
    );
    // Taking the second one back concerns the others alone, too.
    undo(&world.services, &world.context, again.revision, None)
        .await
        .unwrap();
    assert_eq!((world.with(None).await, world.with(Some(P.id())).await), (9, 15));
}

async fn an_undo_can_be_cancelled_more_than_once(world: World) {
    let revision = world.everybody_has_p().await;
    world.begin_undo(revision, 10).await;
    world.begin_undo(revision, 10).await;
    assert_eq!((world.with(None).await, world.with(Some(P.id())).await), (20, 5));
    let last = undo_with(&world.services, &world.context, revision, None, 2)
        .await
        .unwrap();
    world.run(3).await;
    let (stored, counts) = world.view(world.operation_of(last.revision).await).await;
    assert_eq!(
        (stored.state, stored.people, counts.succeeded),
        (State::Done, 5, 5)
    );
    assert_eq!(world.with(None).await, 25);
    assert_eq!(world.entry(revision).await.undo, Undo::Done(last.revision));
}

async fn who_got_the_policy_again_after_an_undo_that_was_cancelled_is_not_left_out(world: World) {
    let revision = world.everybody_has_p().await;
    let begun = world.begin_undo(revision, 10).await;
    undo(&world.services, &world.context, begun, None).await.unwrap();
    assert_eq!(world.with(Some(P.id())).await, 25);
    let again = undo(&world.services, &world.context, revision, None)
        .await
        .unwrap();
    assert_eq!(
        (world.with(None).await, world.reach(again.revision).await),
        (25, 25)
    );
}
