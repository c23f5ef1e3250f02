//! Changes taken back after an end was given to what they had assigned.

use super::support::{STOCK, direct, except, exception_of, later, until, with};
use crate::support::{Bench, on_both_databases};
use forecourt_model::{PersonId, Revision};
use forecourt_service::exception::extend;
use forecourt_service::people::assign_many_with;
use forecourt_service::undo::undo;
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    an_end_that_came_later_is_there_again,
    an_end_that_came_later_does_not_hang_on_what_is_assigned_next,
    the_ends_of_many_go_and_come_together,
);

async fn take_back(bench: &Bench, revision: Revision) -> Revision {
    let done = undo(&bench.services, &bench.context(), revision, None).await;
    done.unwrap().revision
}

/// A plain assignment that gets an end afterwards. Returns the assignment.
async fn assigned_then_ended(bench: &Bench, person: PersonId) -> Revision {
    let assigned = bench.assign(person, Some(STOCK.id())).await;
    except(bench, person, STOCK.id(), "2021-12-10").await;
    assigned
}

async fn an_end_that_came_later_is_there_again(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    let assigned = assigned_then_ended(&bench, ada).await;
    let expected = bench.person(ada).await.revision;
    extend(
        &bench.services,
        &bench.context(),
        ada,
        expected,
        ("2021-12-20", ""),
        None,
    )
    .await
    .unwrap();
    let undone = take_back(&bench, assigned).await;
    assert_eq!(direct(&bench, ada).await, None);
    take_back(&bench, undone).await;
    assert_eq!(direct(&bench, ada).await, Some(STOCK.id()));
    let found = exception_of(&bench, ada).await.map(|(found, _)| found.expires_at);
    assert_eq!(found, Some(Some(datetime!(2021-12-20 23:59:59 UTC))));
    assert_eq!(later(&bench, Duration::days(20)).await, 1);
    assert_eq!(direct(&bench, ada).await, None);
}

async fn an_end_that_came_later_does_not_hang_on_what_is_assigned_next(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    let assigned = assigned_then_ended(&bench, ada).await;
    take_back(&bench, assigned).await;
    bench.assign(ada, Some(STOCK.id())).await;
    assert_eq!(exception_of(&bench, ada).await, None);
    assert_eq!(later(&bench, Duration::days(20)).await, 0);
    assert_eq!(direct(&bench, ada).await, Some(STOCK.id()));
}

async fn the_ends_of_many_go_and_come_together(bench: Bench) {
    let people = bench.add_people(1..=300, true).await;
    let (services, context) = (&bench.services, bench.context());
    let assigned = assign_many_with(services, &context, &people, Some(STOCK.id()), None, None)
        .await
        .unwrap();
    let options = with(until("2021-12-10"), "Project");
    assign_many_with(
        services,
        &context,
        &people,
        Some(STOCK.id()),
        options.reason,
        options.exception.as_ref(),
    )
    .await
    .unwrap();
    let undone = take_back(&bench, assigned.revision.unwrap()).await;
    assert_eq!(exception_of(&bench, people[299]).await, None);
    take_back(&bench, undone).await;
    assert!(exception_of(&bench, people[299]).await.is_some());
    assert_eq!(later(&bench, Duration::days(5)).await, 300);
    assert_eq!(direct(&bench, people[0]).await, None);
}
