//! Exceptions: made, ended by themselves, and overtaken by later decisions.

mod clocks;
mod undo;

use crate::support::{Bench, START, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, PolicySettings};
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::change::{Action, Detail};
use forecourt_service::exception::{
    self, ExceptionFilter, ExceptionInput, When, end_now, expire_due, extend, list, make_permanent, reminder,
};
use forecourt_service::people::{AssignOptions, assign_many_with, assign_with, get};
use forecourt_service::undo::undo;
use forecourt_service::{Clock as _, ServiceError, policy};
use forecourt_store::change;
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    an_exception_goes_back_to_what_was_before,
    what_cannot_be_taken_changes_nothing,
    a_later_decision_is_never_overwritten,
    an_exception_on_an_exception_goes_back_to_the_first,
    an_earlier_policy_that_is_gone_leaves_nothing,
    an_end_is_moved_taken_away_and_brought_forward,
    taking_back_brings_exceptions_back,
    what_ended_can_be_taken_back,
    a_selection_ends_together_and_in_pieces,
    lists_and_reminders_count_what_ends,
    readers_move_nothing,
    the_same_policy_can_get_an_end,
    two_servers_end_nothing_twice,
);

fn until(date: &str) -> ExceptionInput {
    ExceptionInput {
        date: date.to_owned(),
        ..ExceptionInput::default()
    }
}

fn with(exception: ExceptionInput, reason: &str) -> AssignOptions {
    AssignOptions {
        reason: Some(reason.to_owned()),
        exception: Some(exception),
        ..AssignOptions::default()
    }
}

/// Gives somebody a policy until a day.
async fn except(bench: &Bench, person: PersonId, policy: PolicyId, date: &str) {
    let expected = bench.person(person).await.revision;
    let options = with(until(date), "Project");
    assign_with(
        &bench.services,
        &bench.context(),
        person,
        Some(policy),
        expected,
        options,
    )
    .await
    .unwrap();
}

async fn direct(bench: &Bench, person: PersonId) -> Option<PolicyId> {
    bench.person(person).await.direct_policy
}

async fn exception_of(
    bench: &Bench,
    person: PersonId,
) -> Option<(exception::AssignmentException, Option<PolicyId>)> {
    get(&bench.services, &bench.context(), person)
        .await
        .unwrap()
        .exception
}

/// Moves the clock and ends what is due.
async fn later(bench: &Bench, by: Duration) -> u64 {
    bench.clock.advance(by);
    let now = bench.clock.now();
    expire_due(&bench.services, &bench.system(), now)
        .await
        .unwrap()
        .people
}

async fn newest(bench: &Bench) -> (change::Change, Detail) {
    let revision = bench.services.snapshot().unwrap().revision();
    let mut reader = bench.services.database().read().await.unwrap();
    let found = change::find(&mut reader.connection(), bench.services.tenant(), revision)
        .await
        .unwrap()
        .unwrap();
    let detail = serde_json::from_str(&found.detail).unwrap();
    (found, detail)
}

const FEDERATION: BuiltIn = BuiltIn::FederationOnly;
const STOCK: BuiltIn = BuiltIn::FederationAndPICDefault;

async fn an_exception_goes_back_to_what_was_before(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    bench.assign(ada, Some(FEDERATION.id())).await;
    except(&bench, ada, STOCK.id(), "2021-12-31").await;
    let (made, next) = exception_of(&bench, ada).await.unwrap();
    assert_eq!(made.expires_at, Some(datetime!(2021-12-31 23:59:59 UTC)));
    assert_eq!(
        (made.owner.as_str(), made.reason.as_deref(), made.made_by.as_str()),
        ("Priya Raman", Some("Project"), "Priya Raman")
    );
    assert_eq!(next, Some(FEDERATION.id()));
    assert_eq!(later(&bench, Duration::days(20)).await, 0, "not yet");
    assert_eq!(direct(&bench, ada).await, Some(STOCK.id()));
    let before = bench.services.snapshot().unwrap().revision();
    assert_eq!(later(&bench, Duration::days(10)).await, 1);
    assert_eq!(direct(&bench, ada).await, Some(FEDERATION.id()));
    assert_eq!(exception_of(&bench, ada).await, None);
    let (made, detail) = newest(&bench).await;
    assert_eq!(
        (made.revision.0, made.actor_name.as_str()),
        (before.0 + 1, "Forecourt")
    );
    assert_eq!((made.actor_id, made.target_id), (None, ada.to_string()));
    assert_eq!(Action::from_code(&made.action), Some(Action::ExceptionEnded));
    assert_eq!(
        (
            detail.fields[0].before.as_deref(),
            detail.fields[0].after.as_deref()
        ),
        (Some("FederationAndPICDefault"), Some("FederationOnly"))
    );
    assert_eq!(later(&bench, Duration::days(1)).await, 0, "only once");
    assert_eq!(bench.services.snapshot().unwrap().revision(), made.revision);
}

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

async fn a_later_decision_is_never_overwritten(bench: Bench) {
    let people = bench.add_people(1..=4, true).await;
    for person in &people {
        except(&bench, *person, STOCK.id(), "2021-12-10").await;
    }
    // Another policy, none, and the same one again after another.
    bench.assign(people[0], Some(FEDERATION.id())).await;
    bench.assign(people[1], None).await;
    bench.assign(people[2], Some(FEDERATION.id())).await;
    bench.assign(people[2], Some(STOCK.id())).await;
    assert_eq!(
        later(&bench, Duration::days(5)).await,
        1,
        "only the one that nobody touched"
    );
    assert_eq!(direct(&bench, people[0]).await, Some(FEDERATION.id()));
    assert_eq!(direct(&bench, people[1]).await, None);
    assert_eq!(
        direct(&bench, people[2]).await,
        Some(STOCK.id()),
        "the later assignment is for good"
    );
    assert_eq!(direct(&bench, people[3]).await, None);
    assert_eq!(later(&bench, Duration::days(500)).await, 0);
}

async fn an_exception_on_an_exception_goes_back_to_the_first(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    bench.assign(ada, Some(FEDERATION.id())).await;
    except(&bench, ada, STOCK.id(), "2021-12-10").await;
    except(&bench, ada, BuiltIn::NoFederationAndPIC.id(), "2021-12-20").await;
    assert_eq!(exception_of(&bench, ada).await.unwrap().1, Some(FEDERATION.id()));
    assert_eq!(
        later(&bench, Duration::days(5)).await,
        0,
        "the first is over already"
    );
    assert_eq!(later(&bench, Duration::days(10)).await, 1);
    assert_eq!(direct(&bench, ada).await, Some(FEDERATION.id()));
}

async fn an_earlier_policy_that_is_gone_leaves_nothing(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    let mine = bench.add_policy("Mine", PolicySettings::default()).await;
    bench.assign(ada, Some(mine)).await;
    except(&bench, ada, STOCK.id(), "2021-12-10").await;
    let context = bench.context();
    let expected = bench.services.snapshot().unwrap().policy(mine).unwrap().revision;
    policy::delete(&bench.services, &context, mine, expected, None, None)
        .await
        .unwrap();
    assert_eq!(
        exception_of(&bench, ada).await.unwrap().1,
        None,
        "said beforehand"
    );
    assert_eq!(later(&bench, Duration::days(5)).await, 1);
    assert_eq!(direct(&bench, ada).await, None);
    let (_, detail) = newest(&bench).await;
    let told = detail
        .fields
        .iter()
        .any(|field| field.name == "The earlier policy");
    assert!(told, "{:?}", detail.fields);
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

async fn taking_back_brings_exceptions_back(bench: Bench) {
    let ada = bench.add_people(1..=1, true).await[0];
    except(&bench, ada, STOCK.id(), "2021-12-10").await;
    let (services, context) = (&bench.services, bench.context());
    // Somebody assigns something else, and takes that back.
    let other = bench.assign(ada, Some(FEDERATION.id())).await;
    assert_eq!(exception_of(&bench, ada).await, None);
    let back = undo(services, &context, other, None).await.unwrap().revision;
    let (found, _) = exception_of(&bench, ada).await.unwrap();
    assert_eq!(found.expires_at, Some(datetime!(2021-12-10 23:59:59 UTC)));
    // Taking that back in turn: the other policy is there, and the exception is not.
    undo(services, &context, back, None).await.unwrap();
    assert_eq!(direct(&bench, ada).await, Some(FEDERATION.id()));
    assert_eq!(exception_of(&bench, ada).await, None);
    // Taking the exception itself back.
    except(&bench, ada, STOCK.id(), "2021-12-10").await;
    let made = bench.services.snapshot().unwrap().revision();
    let expected = bench.person(ada).await.revision;
    let moved = extend(services, &context, ada, expected, ("2021-12-31", ""), None)
        .await
        .unwrap()
        .revision;
    let refused = undo(services, &context, moved, None).await;
    assert!(refused.is_ok(), "{refused:?}");
    let (found, _) = exception_of(&bench, ada).await.unwrap();
    assert_eq!(found.expires_at, Some(datetime!(2021-12-10 23:59:59 UTC)));
    undo(services, &context, made, None).await.unwrap();
    assert_eq!(direct(&bench, ada).await, Some(FEDERATION.id()));
    assert_eq!(exception_of(&bench, ada).await, None);
    assert_eq!(later(&bench, Duration::days(60)).await, 0);
}

async fn what_ended_can_be_taken_back(bench: Bench) {
    let people = bench.add_people(1..=2, true).await;
    except(&bench, people[0], STOCK.id(), "2021-12-10").await;
    except(&bench, people[1], STOCK.id(), "2021-12-31").await;
    assert_eq!(later(&bench, Duration::days(5)).await, 1);
    let (services, context) = (&bench.services, bench.context());
    let ended = newest(&bench).await.0.revision;
    undo(services, &context, ended, None).await.unwrap();
    assert_eq!(direct(&bench, people[0]).await, Some(STOCK.id()));
    assert_eq!(
        exception_of(&bench, people[0]).await,
        None,
        "it would end again at once"
    );
    assert_eq!(later(&bench, Duration::days(1)).await, 0);
    let expected = bench.person(people[1]).await.revision;
    let ended = end_now(services, &context, people[1], expected, None)
        .await
        .unwrap();
    undo(services, &context, ended.revision, None).await.unwrap();
    let (found, _) = exception_of(&bench, people[1]).await.unwrap();
    assert_eq!(found.expires_at, Some(datetime!(2021-12-31 23:59:59 UTC)));
    // An end that is changed again depends on the change before.
    let expected = bench.person(people[1]).await.revision;
    let first = extend(services, &context, people[1], expected, ("2022-01-31", ""), None)
        .await
        .unwrap();
    let expected = bench.person(people[1]).await.revision;
    extend(services, &context, people[1], expected, ("2022-02-28", ""), None)
        .await
        .unwrap();
    let refused = undo(services, &context, first.revision, None).await;
    let code = refused.as_ref().map_err(ServiceError::code).map(drop);
    assert_eq!(code, Err("later-change-depends"), "{refused:?}");
}

async fn a_selection_ends_together_and_in_pieces(bench: Bench) {
    let people = bench.add_people(1..=2_200, true).await;
    bench.assign(people[0], Some(FEDERATION.id())).await;
    let (services, context, end) = (&bench.services, bench.context(), until("2021-12-10"));
    for some in people.chunks(500) {
        let done = assign_many_with(services, &context, some, Some(STOCK.id()), None, Some(&end))
            .await
            .unwrap();
        assert_eq!(done.changed, u64::try_from(some.len()).unwrap());
    }
    bench.clock.advance(Duration::days(5));
    let ended = expire_due(services, &bench.system(), bench.clock.now())
        .await
        .unwrap();
    assert_eq!((ended.people, ended.revisions.len()), (2_200, 3));
    assert_eq!(direct(&bench, people[0]).await, Some(FEDERATION.id()));
    assert_eq!(direct(&bench, people[2_199]).await, None);
    let mut reader = services.database().read().await.unwrap();
    let mut told = 0;
    for revision in ended.revisions {
        let rows = change::people(&mut reader.connection(), services.tenant(), revision)
            .await
            .unwrap();
        assert!(rows.iter().all(|row| row.before == Some(STOCK.id())));
        told += rows.len();
    }
    assert_eq!(told, 2_200, "a row for each");
}

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

async fn two_servers_end_nothing_twice(bench: Bench) {
    let people = bench.add_people(1..=30, true).await;
    for person in &people {
        except(&bench, *person, STOCK.id(), "2021-12-10").await;
    }
    let other = bench.another().await;
    bench.clock.advance(Duration::days(5));
    let (system, now) = (bench.system(), bench.clock.now());
    let (one, two) = tokio::join!(
        expire_due(&bench.services, &system, now),
        expire_due(&other, &system, now)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.people + two.people, 30);
    assert_eq!(one.revisions.len() + two.revisions.len(), 1);
    for person in people {
        assert_eq!(direct(&bench, person).await, None);
    }
}
