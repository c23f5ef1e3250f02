//! What happens to others while an operation runs.

use crate::support::{P, Q, World, assign, code, everybody, id, on_both_databases, start};
use forecourt_model::PolicyId;
use forecourt_service::operation::{self, FateFilter, People, State, Step};
use forecourt_service::people;
use forecourt_service::policy::{self, NewPolicy};
use std::collections::BTreeMap;
use time::Duration;

on_both_databases!(
    somebody_is_deleted_and_somebody_changed_meanwhile,
    a_policy_is_deleted_before_the_first_and_before_the_last_part,
    of_two_operations_the_later_one_has_the_last_word,
    those_who_failed_are_tried_again,
);

async fn somebody_is_deleted_and_somebody_changed_meanwhile(world: World) {
    let ticked = (1..=9).map(id).collect();
    let operation = world.prepared(People::Ticked(ticked), assign(P.id())).await;
    let runner = world.runner(3);
    runner.step(&world.services).await.unwrap();
    world.delete_person(9).await;
    world.rename(6, "Another Name").await;
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
        operation::line_sentence(&failed.operation, line),
        "Not changed: is not in the directory any more."
    );
    let rows = world.rows_of_parts(stored.revision.unwrap()).await;
    let before = rows.iter().rfind(|(_, person, _)| *person == id(7)).unwrap();
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
