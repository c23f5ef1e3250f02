//! What is counted and kept behind the answers.

use super::support::Chat;
use forecourt_model::PersonId;
use forecourt_service::Clock as _;
use forecourt_service::decision;
use forecourt_store::connector;
use forecourt_store::decision_log;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn what_was_decided_last_is_written_down_at_the_end() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    chat.inbound().await;
    let services = chat.server.services();
    decision::run_journal(services.clone(), std::future::ready(())).await;
    let mut reader = services.database().read().await.unwrap();
    let domains = decision_log::by_domain(&mut reader.connection(), services.tenant(), 0, 10)
        .await
        .unwrap();
    assert_eq!(domains, [("matrix.org".to_owned(), 0, 1)]);
}

#[tokio::test]
async fn what_was_decided_is_counted_and_refusals_are_kept() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    for _ in 0..3 {
        chat.inbound().await;
    }
    let outward = json!({ "action": "start_chat", "initiator": "ada@aldergrove.example", "counterparts": ["@pat:matrix.org"] });
    for _ in 0..5 {
        chat.ask(&outward).await;
    }
    decision::keep(chat.server.services()).await.unwrap();
    let mut reader = chat.server.services().database().read().await.unwrap();
    let mut connection = reader.connection();
    let tenant = chat.server.services().tenant();
    let domains = decision_log::by_domain(&mut connection, tenant, 0, 10)
        .await
        .unwrap();
    assert_eq!(domains, [("matrix.org".to_owned(), 5, 3)]);
    let end = chat.server.clock.now() + time::Duration::days(1);
    let filter = decision::RecordFilter::default();
    let records = decision_log::recent(&mut connection, tenant, &filter, end, 100)
        .await
        .unwrap();
    // One of the allowed ones is kept: the first of a hundred.
    assert_eq!(records.iter().filter(|record| !record.allowed).count(), 3);
    assert_eq!(records.iter().filter(|record| record.allowed).count(), 1);
    let refused = records.iter().find(|record| !record.allowed).unwrap();
    assert_eq!(refused.outside, "@pat:matrix.org");
    assert_eq!(refused.begun_by, "outside");
    assert_eq!(refused.person, Some(PersonId(Uuid::from_u128(9_001))));
    let connectors = connector::all(&mut connection, tenant).await.unwrap();
    assert_eq!(connectors[0].name, "synapse");
    assert!(connectors[0].p99_micros >= connectors[0].p50_micros && connectors[0].p50_micros > 0);
}

#[tokio::test]
async fn a_full_queue_drops_and_counts_and_keeps_nobody_waiting() {
    let chat = Chat::start().await;
    // Nobody takes from the queue here.
    let question = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] });
    let batch = json!({ "items": vec![question.clone(); 1_000] }).to_string();
    for _ in 0..250 {
        assert_eq!(chat.send("/api/v1/decisions", &batch).await.status, 200);
    }
    let journal = || chat.server.services().decisions().journal();
    assert_eq!(journal().dropped(), 0);
    for _ in 0..6 {
        let sent = chat.send("/api/v1/decisions", &question.to_string()).await;
        assert_eq!(sent.status, 200);
    }
    assert_eq!(journal().dropped(), 6);
    assert_eq!(chat.send("/api/v1/decisions", &batch).await.status, 200);
    assert_eq!(journal().dropped(), 1_006);
    // What was taken makes room again.
    decision::keep(chat.server.services()).await.unwrap();
    assert_eq!(chat.send("/api/v1/decisions", &batch).await.status, 200);
    assert_eq!(journal().dropped(), 1_006);
}
