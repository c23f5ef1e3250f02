//! Lists of exceptions, and the reminder of those that end soon.

use super::support::{STOCK, until};
use crate::support::{Bench, on_both_databases};
use forecourt_service::exception::{self, ExceptionFilter, ExceptionInput, When, list, reminder};
use forecourt_service::people::assign_many_with;
use time::Duration;

on_both_databases!(lists_and_reminders_count_what_ends);

async fn lists_and_reminders_count_what_ends(bench: Bench) {
    let people = bench.add_people(1..=6, true).await;
    let (services, context) = (&bench.services, bench.context());
    let dates = ["2021-12-09", "2021-12-14", "2022-01-02", "2022-03-01", "", ""];
    let owners = ["Priya Raman", "priya raman", "Ben", "Ben", "Ben", ""];
    for ((person, date), owner) in people.iter().zip(dates).zip(owners) {
        let input = ExceptionInput {
            owner: owner.to_owned(),
            ..until(date)
        };
        let reason = (*person != people[4]).then(|| "Why".to_owned());
        let one = [*person];
        assign_many_with(services, &context, &one, Some(STOCK.id()), reason, Some(&input))
            .await
            .unwrap();
    }
    let soon = reminder(services, &context).await.unwrap();
    assert_eq!((soon.ending, soon.own), (2, 2));
    let ask = async |when, owner: Option<&str>| {
        let filter = ExceptionFilter {
            when,
            owner: owner.map(str::to_owned),
        };
        list(services, &context, &filter, None).await.unwrap()
    };
    let all = ask(When::All, None).await;
    let order: Vec<_> = all.rows.iter().map(|row| row.exception.person).collect();
    assert_eq!(order, people, "by their end, those without one last");
    assert_eq!(all.counts.map(|(_, count)| count), [6, 3, 0, 1]);
    assert_eq!(all.total, 6);
    assert_eq!(ask(When::Soon, Some("BEN")).await.total, 1);
    let never = ask(When::Never, None).await;
    assert_eq!(never.rows.len(), 1, "without an end, with a reason");
    assert_eq!(never.rows[0].exception.person, people[5]);
    assert_eq!(never.rows[0].exception.owner, "Priya Raman", "whoever makes it");
    let owners: Vec<_> = all.owners.iter().map(|(_, count)| *count).collect();
    assert_eq!(owners, [3, 3]);
    bench.clock.advance(Duration::days(2));
    let context = bench.context();
    let filter = ExceptionFilter {
        when: When::Overdue,
        owner: None,
    };
    let overdue = list(services, &context, &filter, None).await.unwrap();
    assert_eq!(overdue.rows[0].exception.person, people[0]);
    let (first, next) = exception::slice(services, &context, &ExceptionFilter::default(), None, 4)
        .await
        .unwrap();
    let (rest, end) = exception::slice(
        services,
        &context,
        &ExceptionFilter::default(),
        next.as_deref(),
        4,
    )
    .await
    .unwrap();
    let walked: Vec<_> = first
        .iter()
        .chain(&rest)
        .map(|row| row.exception.person)
        .collect();
    assert_eq!((walked, end), (people, None));
    let nonsense = list(services, &context, &ExceptionFilter::default(), Some("x.y"))
        .await
        .unwrap();
    assert_eq!(nonsense.rows.len(), 6, "a cursor that is none is the first page");
}
