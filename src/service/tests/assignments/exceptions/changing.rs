//! An end is given, moved, taken away and brought forward, or refused.

use super::support::{FEDERATION, STOCK, direct, except, exception_of, later, newest, until, with};
use crate::support::{Bench, START, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_service::change::Action;
use forecourt_service::exception::{
    ExceptionFilter, ExceptionInput, end_now, expire_due, extend, list, make_permanent,
};
use forecourt_service::people::{assign_many_with, assign_with};
use forecourt_service::undo::undo;
use forecourt_service::{Clock as _, ServiceError};
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    what_cannot_be_taken_changes_nothing,
    an_end_is_moved_taken_away_and_brought_forward,
    readers_move_nothing,
    the_same_policy_can_get_an_end,
);

async fn what_cannot_be_taken_changes_nothing(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    let expected = bench.person(ada).await.revision;
    let before = bench.services.snapshot().unwrap().revision();
    let long = "x".repeat(101);
    let cases = [
        (
            Some(STOCK.id()),
            until("2021-12-07"),
            "expires",
            "end-in-the-past",
        ),
        (Some(STOCK.id()), until("soon"), "expires", "end-not-a-day"),
        (Some(STOCK.id()), until("2031-12-09"), "expires", "end-too-late"),
        (None, until("2021-12-31"), "expires", "end-without-policy"),
        (
            Some(PolicyId::GLOBAL),
            until("2021-12-31"),
            "expires",
            "end-without-policy",
        ),
        (
            Some(STOCK.id()),
            ExceptionInput {
                time: "25:00".to_owned(),
                ..until("2021-12-31")
            },
            "expires_time",
            "end-not-a-time",
        ),
        (
            Some(STOCK.id()),
            ExceptionInput {
                owner: long,
                ..until("")
            },
            "owner",
            "owner-too-long",
        ),
    ];
    for (policy, input, field, code) in cases {
        let options = with(input.clone(), "x");
        let context = bench.context();
        let one = assign_with(&bench.services, &context, ada, policy, expected, options).await;
        let many = assign_many_with(&bench.services, &context, &[ada], policy, None, Some(&input))
            .await
            .map(drop);
        for refused in [one.map(drop), many] {
            let Err(ServiceError::Invalid(errors)) = refused else {
                panic!("{code}: {refused:?}");
            };
            assert_eq!(
                (errors.0[0].field.as_str(), errors.0[0].code.as_str()),
                (field, code)
            );
        }
    }
    assert_eq!(bench.services.snapshot().unwrap().revision(), before);
    assert_eq!(direct(&bench, ada).await, None);
}

async fn an_end_is_moved_taken_away_and_brought_forward(bench: Bench) {
    let people = bench.add_people(1..=3, true).await;
    for person in &people {
        except(&bench, *person, STOCK.id(), "2021-12-10").await;
    }
    let (services, context) = (&bench.services, bench.context());
    let stale = bench.person(people[0]).await.revision;
    extend(
        services,
        &context,
        people[0],
        stale,
        ("2021-12-31", "17:30"),
        None,
    )
    .await
    .unwrap();
    let again = extend(services, &context, people[0], stale, ("2022-01-31", ""), None).await;
    assert!(matches!(again, Err(ServiceError::Conflict(_))), "{again:?}");
    let past = bench.person(people[0]).await.revision;
    let wrong = extend(services, &context, people[0], past, ("2021-12-01", ""), None).await;
    assert!(matches!(wrong, Err(ServiceError::Invalid(_))), "{wrong:?}");
    let missing = extend(services, &context, people[0], past, ("", ""), None).await;
    assert!(matches!(missing, Err(ServiceError::Invalid(_))), "{missing:?}");
    let expected = bench.person(people[1]).await.revision;
    make_permanent(services, &context, people[1], expected, Some("Stays".to_owned()))
        .await
        .unwrap();
    let (made, detail) = newest(&bench).await;
    assert_eq!(Action::from_code(&made.action), Some(Action::ExceptionChanged));
    assert_eq!(detail.fields[0].before.as_deref(), Some("10 Dec 2021"));
    let expected = bench.person(people[2]).await.revision;
    end_now(services, &context, people[2], expected, None)
        .await
        .unwrap();
    assert_eq!(direct(&bench, people[2]).await, None);
    assert_eq!(later(&bench, Duration::days(5)).await, 0);
    assert_eq!(direct(&bench, people[0]).await, Some(STOCK.id()));
    let (kept, _) = exception_of(&bench, people[1]).await.unwrap();
    assert_eq!((kept.expires_at, kept.reason.as_deref()), (None, Some("Project")));
    bench
        .clock
        .advance(datetime!(2021-12-31 17:30 UTC) - bench.clock.now());
    assert_eq!(later(&bench, Duration::ZERO).await, 1, "at that minute");
    assert_eq!(direct(&bench, people[0]).await, None);
    let gone = end_now(
        services,
        &context,
        people[0],
        bench.person(people[0]).await.revision,
        None,
    )
    .await;
    assert!(
        matches!(gone, Err(ServiceError::NotFound { what: "exception" })),
        "{gone:?}"
    );
}

async fn readers_move_nothing(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    except(&bench, ada, STOCK.id(), "2021-12-10").await;
    let expected = bench.person(ada).await.revision;
    let services = &bench.services;
    for role in [Role::GlobalReader, Role::HelpDesk] {
        let context = bench.as_role(role);
        let options = with(until("2021-12-31"), "x");
        let refused = [
            assign_with(services, &context, ada, Some(FEDERATION.id()), expected, options)
                .await
                .map(drop),
            extend(services, &context, ada, expected, ("2021-12-31", ""), None)
                .await
                .map(drop),
            make_permanent(services, &context, ada, expected, None)
                .await
                .map(drop),
            end_now(services, &context, ada, expected, None).await.map(drop),
            expire_due(services, &context, START + Duration::days(9))
                .await
                .map(drop),
        ];
        for outcome in refused {
            assert!(
                matches!(outcome, Err(ServiceError::Forbidden { .. })),
                "{outcome:?}"
            );
        }
        let shown = list(services, &context, &ExceptionFilter::default(), None)
            .await
            .unwrap();
        assert_eq!(shown.total, 1, "reading is for everybody");
    }
    assert_eq!(direct(&bench, ada).await, Some(STOCK.id()));
}

async fn the_same_policy_can_get_an_end(bench: Bench) {
    let people = bench.add_people(1..=2, true).await;
    for person in &people {
        bench.assign(*person, Some(STOCK.id())).await;
    }
    except(&bench, people[0], STOCK.id(), "2021-12-10").await;
    let (made, _) = newest(&bench).await;
    assert_eq!(Action::from_code(&made.action), Some(Action::ExceptionChanged));
    let (services, context, end) = (&bench.services, bench.context(), until("2021-12-10"));
    let both = assign_many_with(
        services,
        &context,
        &people,
        Some(STOCK.id()),
        Some("Project".to_owned()),
        Some(&end),
    )
    .await
    .unwrap();
    assert_eq!((both.changed, both.unchanged), (1, 1));
    undo(services, &context, both.revision.unwrap(), None)
        .await
        .unwrap();
    assert_eq!(direct(&bench, people[1]).await, Some(STOCK.id()));
    assert_eq!(exception_of(&bench, people[1]).await, None);
    assert_eq!(later(&bench, Duration::days(5)).await, 1);
    assert_eq!(
        direct(&bench, people[0]).await,
        None,
        "it had nothing else before"
    );
    assert_eq!(direct(&bench, people[1]).await, Some(STOCK.id()));
}
