//! People who lie together in the order of names, and others among them.

use crate::support::{P, Q, World, assign, id, on_both_databases};
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, Revision};
use forecourt_service::operation::{People, Task};
use forecourt_service::people;
use forecourt_store::{cohort, person};

on_both_databases!(
    all_of_them_are_changed_and_counted,
    whoever_among_them_is_not_meant_stays,
    whoever_among_them_has_the_policy_already_stays_as_they_were,
    the_order_of_lines_does_not_matter,
    only_those_among_them_who_have_the_policy_are_moved,
    somebody_who_was_renamed_is_found,
    somebody_who_got_a_name_among_them_is_not_taken_for_one_of_them,
    a_part_of_many_is_counted_at_once,
);

/// A list of these people. By name, 3 to 9 follow each other.
fn list(numbers: &[u128]) -> People {
    let lines = numbers
        .iter()
        .map(|number| format!("p{number}@aldergrove.example\n"));
    People::List(lines.collect::<String>().into_bytes())
}

async fn change(world: &World, numbers: &[u128], task: Task) -> (i64, i64, i64) {
    let operation = world.prepared(list(numbers), task).await;
    world.run(100).await;
    let stored = world.view(operation).await.0;
    (stored.succeeded, stored.unchanged, stored.failed)
}

async fn holders(world: &World, policy: PolicyId) -> Vec<u128> {
    let mut found = Vec::new();
    for number in 1..=25 {
        if world.direct(number).await == Some(policy) {
            found.push(number);
        }
    }
    found
}

/// What is counted as rows change is what there is.
async fn assert_counted(world: &World) {
    let mut reader = world.services.database().read().await.unwrap();
    let kept = cohort::count(&mut reader.connection(), world.context.tenant)
        .await
        .unwrap();
    drop(reader);
    assert_eq!(kept.iter().map(|row| row.people).sum::<u64>(), 25);
    for row in kept {
        let mut people = 0;
        for number in 1..=25 {
            let person = world.person(number).await;
            people +=
                u64::from((person.effective_policy, person.effective_source) == (row.policy, row.source));
        }
        assert_eq!(people, row.people, "{row:?}");
    }
}

async fn revision(world: &World, number: u128) -> Revision {
    let mut reader = world.services.database().read().await.unwrap();
    let found = person::find(&mut reader.connection(), world.context.tenant, id(number)).await;
    found.unwrap().unwrap().revision
}

async fn all_of_them_are_changed_and_counted(world: World) {
    assert_eq!(change(&world, &[3, 4, 5], assign(Q.id())).await, (3, 0, 0));
    assert_eq!(change(&world, &[3, 4, 5, 6, 7], assign(P.id())).await, (5, 0, 0));
    assert_eq!(holders(&world, P.id()).await, [3, 4, 5, 6, 7]);
    assert_counted(&world).await;
    // Counting goes on afterwards.
    people::assign_many(&world.services, &world.context, &[id(3)], Some(Q.id()), None)
        .await
        .unwrap();
    assert_counted(&world).await;
    let snapshot = world.services.snapshot().unwrap();
    assert_eq!(snapshot.people_with(P.id(), Some(SourceKind::Direct)), 4);
}

async fn whoever_among_them_is_not_meant_stays(world: World) {
    assert_eq!(change(&world, &[3, 4, 6, 7], assign(P.id())).await, (4, 0, 0));
    assert_eq!(holders(&world, P.id()).await, [3, 4, 6, 7]);
    assert_counted(&world).await;
}

async fn whoever_among_them_has_the_policy_already_stays_as_they_were(world: World) {
    assert_eq!(change(&world, &[5, 6], assign(P.id())).await, (2, 0, 0));
    let (meant, other) = (revision(&world, 5).await, revision(&world, 6).await);
    assert_eq!(change(&world, &[3, 4, 5, 7], assign(P.id())).await, (3, 1, 0));
    assert_eq!(holders(&world, P.id()).await, [3, 4, 5, 6, 7]);
    assert_eq!(
        (revision(&world, 5).await, revision(&world, 6).await),
        (meant, other)
    );
    assert_counted(&world).await;
}

async fn the_order_of_lines_does_not_matter(world: World) {
    // As many are changed as lie between the first and the last, but others.
    assert_eq!(
        change(&world, &[4, 8, 9, 3, 5, 6], assign(P.id())).await,
        (6, 0, 0)
    );
    assert_eq!(holders(&world, P.id()).await, [3, 4, 5, 6, 8, 9]);
    assert_eq!(change(&world, &[7, 3], assign(Q.id())).await, (2, 0, 0));
    assert_eq!(holders(&world, Q.id()).await, [3, 7]);
    assert_counted(&world).await;
}

async fn only_those_among_them_who_have_the_policy_are_moved(world: World) {
    assert_eq!(change(&world, &[3, 5, 6], assign(P.id())).await, (3, 0, 0));
    let task = Task {
        policy: Some(Q.id()),
        from: Some(P.id()),
    };
    assert_eq!(change(&world, &[3, 4, 5, 7], task).await, (2, 2, 0));
    assert_eq!(holders(&world, Q.id()).await, [3, 5]);
    assert_eq!(holders(&world, P.id()).await, [6]);
    assert_counted(&world).await;
}

async fn somebody_who_was_renamed_is_found(world: World) {
    assert_eq!(change(&world, &[5], assign(P.id())).await, (1, 0, 0));
    let operation = world.prepared(list(&[3, 4, 5, 6, 7]), assign(P.id())).await;
    world.rename(4, "Aaron").await;
    world.delete_person(7).await;
    world.run(100).await;
    let stored = world.view(operation).await.0;
    assert_eq!((stored.succeeded, stored.unchanged, stored.failed), (3, 1, 1));
    for number in [3, 4, 5, 6] {
        assert_eq!(world.direct(number).await, Some(P.id()), "{number}");
    }
    let rows = world.rows_of_parts(stored.revision.unwrap()).await;
    assert_eq!(rows.len(), 3, "each person once");
}

async fn somebody_who_got_a_name_among_them_is_not_taken_for_one_of_them(world: World) {
    let operation = world.prepared(list(&[3, 4, 5, 6, 7]), assign(P.id())).await;
    // As many as there are lines lie between the first and the last, but not the same.
    world.rename(4, "Aaron").await;
    let name = world.person(5).await.display_name;
    world.rename(25, &format!("{name} too")).await;
    world.run(100).await;
    let stored = world.view(operation).await.0;
    assert_eq!((stored.succeeded, stored.unchanged, stored.failed), (5, 0, 0));
    assert_eq!(holders(&world, P.id()).await, [3, 4, 5, 6, 7]);
    let rows = world.rows_of_parts(stored.revision.unwrap()).await;
    assert_eq!(rows.len(), 5, "each person once");
    assert_counted(&world).await;
}

async fn a_part_of_many_is_counted_at_once(world: World) {
    world.add_people(26..=800).await;
    let run = async |numbers: Vec<u128>, policy: PolicyId| {
        let operation = world.prepared(list(&numbers), assign(policy)).await;
        world.run(1_000).await;
        world.view(operation).await.0.succeeded
    };
    let counted = async |policy: PolicyId| {
        let mut reader = world.services.database().read().await.unwrap();
        let kept = cohort::count(&mut reader.connection(), world.context.tenant)
            .await
            .unwrap();
        let direct = kept.iter().filter(|row| row.source == SourceKind::Direct);
        let people: u64 = direct
            .filter(|row| row.policy == policy)
            .map(|row| row.people)
            .sum();
        let all: u64 = kept.iter().map(|row| row.people).sum();
        (people, all)
    };
    // All of them lie together; then every second one, among the others.
    assert_eq!(run((1..=800).collect(), P.id()).await, 800);
    assert_eq!(counted(P.id()).await, (800, 800));
    assert_eq!(run((1..=800).step_by(2).chain([2]).collect(), Q.id()).await, 401);
    assert_eq!(
        (counted(P.id()).await, counted(Q.id()).await),
        ((399, 800), (401, 800))
    );
    assert_eq!(world.direct(2).await, Some(Q.id()));
    assert_eq!(world.direct(4).await, Some(P.id()));
    // Single changes are counted as before.
    people::assign_many(&world.services, &world.context, &[id(4)], Some(Q.id()), None)
        .await
        .unwrap();
    assert_eq!(
        (counted(P.id()).await, counted(Q.id()).await),
        ((398, 800), (402, 800))
    );
}
