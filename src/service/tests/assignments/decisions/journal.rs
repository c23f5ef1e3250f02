//! Decisions that are written down although it is not known whether they were before.

use crate::support::{Bench, on_both_databases};
use forecourt_model::Revision;
use forecourt_model::decision::{DecisionAction, DecisionReason, Side};
use forecourt_service::Clock as _;
use forecourt_service::decision::{Batch, Logged, RecordFilter, Report, keep, report};
use std::time::Duration;
use uuid::Uuid;

on_both_databases!(what_is_written_twice_counts_once);

fn batch(bench: &Bench, numbers: std::ops::RangeInclusive<u128>) -> Batch {
    let logged = |number| Logged {
        id: Uuid::from_u128(number),
        action: DecisionAction::StartChat,
        reason: DecisionReason::UnknownPerson,
        begun_by: Side::Outside,
        inside: "@nobody:aldergrove.example".to_owned(),
        outside: "@x:matrix.org".to_owned(),
        domain: "matrix.org".to_owned(),
        person: None,
        draft: None,
        is_kept: true,
    };
    Batch {
        connector: "synapse".into(),
        version: "1".to_owned(),
        decided_at: bench.clock.now(),
        revision: Revision(1),
        took: Duration::from_micros(10),
        decisions: numbers.map(logged).collect(),
    }
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
