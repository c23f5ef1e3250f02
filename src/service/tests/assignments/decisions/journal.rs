//! Decisions that are written down although it is not known whether they were before.

use crate::support::{Bench, on_both_databases};
use forecourt_model::access::ReasonCode;
use forecourt_model::decision::{DecisionAction, DecisionReason, Side};
use forecourt_model::{PersonId, Revision};
use forecourt_service::Clock as _;
use forecourt_service::decision::{Batch, Logged, Names, RecordFilter, Report, keep, report};
use uuid::Uuid;

on_both_databases!(what_is_written_twice_counts_once, thousands_are_written_at_once);

fn logged(number: u128) -> Logged {
    Logged {
        id: Uuid::from_u128(number),
        action: DecisionAction::StartChat,
        reason: DecisionReason::UnknownPerson,
        begun_by: Side::Outside,
        person: None,
        draft: None,
        is_kept: true,
    }
}

fn empty(bench: &Bench) -> Batch {
    Batch::with_room("synapse".into(), bench.clock.now(), Revision(1), 3)
}

fn batch(bench: &Bench, numbers: std::ops::RangeInclusive<u128>) -> Batch {
    let mut batch = empty(bench);
    let names = Names {
        inside: "@nobody:aldergrove.example",
        outside: "@x:matrix.org",
        domain: "matrix.org",
    };
    numbers.for_each(|number| batch.add(logged(number), names));
    batch
}

async fn written(bench: &Bench) -> Report {
    report(&bench.services, &bench.context(), &RecordFilter::default())
        .await
        .unwrap()
}

async fn what_is_written_twice_counts_once(bench: Bench) {
    let journal = bench.services.decisions().journal();
    // As after a commit of which no word came.
    for _ in 0..2 {
        journal.hand_over(batch(&bench, 1..=3));
        keep(&bench.services).await.unwrap();
        let report = written(&bench).await;
        assert_eq!((report.records.len(), report.today().refused), (3, 3));
    }
    journal.hand_over(batch(&bench, 4..=5));
    keep(&bench.services).await.unwrap();
    let report = written(&bench).await;
    assert_eq!((report.records.len(), report.today().refused), (5, 5));
}

/// More than one statement takes, about more domains than are shown, of which one comes most.
async fn thousands_are_written_at_once(bench: Bench) {
    const EACH: u128 = 4_500;
    let journal = bench.services.decisions().journal();
    for round in 0..2 {
        let mut wanted = empty(&bench);
        for (at, number) in (round * EACH + 1..=(round + 1) * EACH).enumerate() {
            let mut one = logged(number);
            let domain = if at % 5 == 0 { 0 } else { at % 300 };
            let domain = format!("\"quoted\" \\ {domain}.example");
            one.person = (at % 2 == 0).then(|| PersonId(Uuid::from_u128(at as u128)));
            if at % 3 == 0 {
                (one.reason, one.begun_by, one.is_kept) =
                    (DecisionReason::Access(ReasonCode::Allowed), Side::Inside, false);
            }
            let names = Names {
                inside: "@nobody:aldergrove.example",
                outside: if at % 2 == 0 { "@x:matrix.org" } else { &domain },
                domain: &domain,
            };
            wanted.add(one, names);
        }
        journal.hand_over(wanted);
        keep(&bench.services).await.unwrap();
        let rounds = u64::try_from(round).unwrap() + 1;
        let report = written(&bench).await;
        assert_eq!(
            (report.today().allowed, report.today().refused),
            (1_500 * rounds, 3_000 * rounds)
        );
        assert_eq!(report.begun_inside, (1_500 * rounds, 0));
        assert_eq!(report.begun_outside, (0, 3_000 * rounds));
        let most = report.domains.first().unwrap();
        assert_eq!(most.domain, "\"quoted\" \\ 0.example");
        assert_eq!((most.allowed, most.refused), (300 * rounds, 600 * rounds));
        let newest = report.records.first().unwrap();
        assert_eq!((&*newest.reason, newest.allowed), ("unknown_person", false));
        let named = (&*newest.inside, &*newest.outside, &*newest.outside_domain);
        let outside = if newest.person.is_some() {
            "@x:matrix.org"
        } else {
            named.2
        };
        assert_eq!(named, ("@nobody:aldergrove.example", outside, named.2));
        assert!(named.2.starts_with("\"quoted\" \\ "));
        assert_eq!(newest.person.is_some(), newest.id.as_u128() % 2 == 1);
        assert_eq!(report.dropped, 0);
    }
}
