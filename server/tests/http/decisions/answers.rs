//! Answers: from one state, in order, for everybody who takes part.

use super::support::Chat;
use forecourt_service::Clock as _;
use forecourt_service::decision;
use serde_json::json;

#[tokio::test]
async fn a_switch_counts_for_the_next_question() {
    let chat = Chat::start().await;
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "allow");
    assert_eq!(answer["reason_code"], "allowed");
    assert_eq!(answer["outside_class"], "personal");
    assert_eq!(answer["policy"], "Global");
    assert!(answer.get("message").is_none());
    let revision = chat.set_inbound(false).await;
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "deny");
    assert_eq!(answer["deciding_setting"], "AllowTeamsConsumerInbound");
    assert_eq!(answer["message"], decision::STANDARD_SENTENCE);
    assert_eq!(answer["revision"], revision.0);
    // The other way stays open, and so do replies.
    for (initiator, other, action) in [
        ("ada@aldergrove.example", "@pat:matrix.org", "start_chat"),
        ("@pat:matrix.org", "ada@aldergrove.example", "send"),
    ] {
        let question = json!({ "action": action, "initiator": initiator, "counterparts": [other] });
        let (_, answer) = chat.ask(&question).await;
        assert_eq!(answer["decision"], "allow", "{action}");
    }
    // Coming in counts like the beginning of the conversation.
    for (started_by, decision) in [("@pat:matrix.org", "deny"), ("ada@aldergrove.example", "allow")] {
        let (_, answer) = chat
            .ask(&json!({
                "action": "join",
                "initiator": "ada@aldergrove.example",
                "conversation": { "members": ["@pat:matrix.org"], "started_by": started_by },
            }))
            .await;
        assert_eq!(answer["decision"], decision, "{started_by}");
    }
    chat.set_inbound(true).await;
    assert_eq!(chat.inbound().await["decision"], "allow");
}

#[tokio::test]
async fn a_batch_is_answered_from_one_state_in_its_order() {
    let chat = Chat::start().await;
    chat.set_inbound(false).await;
    let items: Vec<_> = (0..1_000)
        .map(|index| {
            let (from, to) = if index % 2 == 0 {
                ("ada@aldergrove.example", "@pat:matrix.org")
            } else {
                ("@pat:matrix.org", "ada@aldergrove.example")
            };
            json!({ "action": "start_chat", "initiator": from, "counterparts": [to] })
        })
        .collect();
    let (status, answer) = chat.ask(&json!({ "items": items })).await;
    assert_eq!(status, 200, "{answer}");
    let decisions = answer["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 1_000);
    for (index, decision) in decisions.iter().enumerate() {
        assert_eq!(
            decision["decision"],
            if index % 2 == 0 { "allow" } else { "deny" },
            "{index}"
        );
    }
    let ids: std::collections::HashSet<_> = decisions
        .iter()
        .map(|one| one["decision_id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1_000);
}

#[tokio::test]
async fn one_person_who_must_not_be_reached_closes_the_whole_group() {
    let chat = Chat::start().await;
    let question = |people: &[&str]| json!({ "action": "add_to_chat", "initiator": "@pat:matrix.org", "counterparts": people });
    let (_, answer) = chat
        .ask(&question(&["ada@aldergrove.example", "grace@aldergrove.example"]))
        .await;
    assert_eq!(answer["decision"], "allow");
    let (_, answer) = chat
        .ask(&question(&[
            "ada@aldergrove.example",
            "nobody@aldergrove.example",
        ]))
        .await;
    assert_eq!(
        (&answer["decision"], &answer["reason_code"]),
        (&json!("deny"), &json!("unknown_person"))
    );
    assert_eq!(answer["inside"], "nobody@aldergrove.example");
    let (_, answer) = chat
        .ask(&json!({ "action": "start_chat", "initiator": "ada@aldergrove.example", "counterparts": ["grace@aldergrove.example"] }))
        .await;
    assert_eq!(answer["reason_code"], "inside");
    let (_, answer) = chat
        .ask(
            &json!({ "action": "start_chat", "initiator": "@a:x.example", "counterparts": ["@b:y.example"] }),
        )
        .await;
    assert_eq!(
        (&answer["decision"], &answer["reason_code"]),
        (&json!("allow"), &json!("not_concerned"))
    );
}

#[tokio::test]
async fn decisions_go_on_without_the_database_and_say_since_when() {
    let chat = Chat::start().await;
    assert_eq!(chat.inbound().await["decision"], "allow");
    let services = chat.server.services();
    services.database().close().await;
    assert!(services.catch_up().await.is_err());
    services.decisions().mark(false, chat.server.clock.now());
    let answer = chat.inbound().await;
    assert_eq!(answer["decision"], "allow");
    assert_eq!(answer["stale_since"], "2022-12-08T13:20:00Z");
}
