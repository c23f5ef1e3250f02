//! What is started is done part by part.

use crate::support::{P, Q, World, assign, code, everybody, id, on_both_databases};
use forecourt_model::access::SourceKind;
use forecourt_model::{GroupId, PolicyId, Revision};
use forecourt_service::change::{Action, Draft};
use forecourt_service::operation::{self, Runner, State, Step, Task};
use forecourt_service::people;
use forecourt_store::{group, group_assignment, group_member};
use std::collections::BTreeMap;
use time::Duration;
use uuid::Uuid;

on_both_databases!(
    everybody_who_matches_is_changed_part_by_part_in_one_event,
    what_is_done_before_a_cancellation_stays,
    a_lease_keeps_others_away_and_runs_out,
    a_lease_from_before_the_clock_went_back_keeps_nobody_away,
    only_those_who_have_the_policy_are_moved,
    without_a_direct_assignment_the_best_group_counts,
);

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

async fn a_lease_from_before_the_clock_went_back_keeps_nobody_away(world: World) {
    let operation = world.prepared(everybody(), assign(P.id())).await;
    let (killed, other) = (world.runner(10), Runner::new(&world.services).with_part(10));
    assert_eq!(killed.step(&world.services).await.unwrap(), Step::Part(operation));
    world.clock.advance(Duration::days(-1));
    assert_eq!(other.step(&world.services).await.unwrap(), Step::Part(operation));
    while other.step(&world.services).await.unwrap() != Step::Idle {}
    let (stored, counts) = world.view(operation).await;
    assert_eq!((stored.state, counts.succeeded), (State::Done, 25));
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
