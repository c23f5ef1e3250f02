//! Taking back what made, moved, overtook or ended an exception.

use super::support::{FEDERATION, STOCK, direct, except, exception_of, later, newest};
use crate::support::{Bench, on_both_databases};
use forecourt_service::ServiceError;
use forecourt_service::exception::{end_now, extend};
use forecourt_service::undo::undo;
use time::Duration;
use time::macros::datetime;

on_both_databases!(taking_back_brings_exceptions_back, what_ended_can_be_taken_back);

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
