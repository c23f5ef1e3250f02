//! Exceptions end by themselves: what comes back, what is left alone, and many at a time.

use super::support::{FEDERATION, STOCK, direct, except, exception_of, later, newest, until};
use crate::support::{Bench, on_both_databases};
use forecourt_model::policy::{BuiltIn, PolicySettings};
use forecourt_service::change::Action;
use forecourt_service::exception::expire_due;
use forecourt_service::people::assign_many_with;
use forecourt_service::{Clock as _, policy};
use forecourt_store::change;
use time::Duration;
use time::macros::datetime;

on_both_databases!(
    an_exception_goes_back_to_what_was_before,
    a_later_decision_is_never_overwritten,
    an_exception_on_an_exception_goes_back_to_the_first,
    an_earlier_policy_that_is_gone_leaves_nothing,
    a_selection_ends_together_and_in_pieces,
    two_servers_end_nothing_twice,
);

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
