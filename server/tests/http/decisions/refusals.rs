//! Questions that cannot be read, and askers who may not ask.

use super::support::Chat;
use forecourt_model::authority::Role;
use serde_json::Value;
use serde_json::json;

#[tokio::test]
async fn every_fault_names_its_item_and_its_field() {
    let chat = Chat::start().await;
    let good =
        json!({ "action": "send", "initiator": "@a:matrix.org", "counterparts": ["ada@aldergrove.example"] });
    let with = |field: &str, value: Value| {
        let mut item = good.clone();
        item[field] = value;
        item
    };
    let many: Vec<_> = (0..1_001).map(|_| good.clone()).collect();
    let crowd: Vec<_> = (0..201).map(|index| format!("@p{index}:matrix.org")).collect();
    for (body, status, field, code) in [
        (json!({ "items": [] }), 422, "items", "items-empty"),
        (json!({ "items": many }), 422, "items", "too-many-items"),
        (
            json!({ "items": [good, with("initiator", json!("@a"))] }),
            422,
            "items[1].initiator",
            "matrix-id-malformed",
        ),
        (
            json!({ "items": [with("action", json!("poke"))] }),
            422,
            "items[0].action",
            "action-unknown",
        ),
        (
            json!({ "items": [good, with("surprise", json!(1))] }),
            422,
            "items[1]",
            "item-wrong",
        ),
        (
            with("initiator", json!({ "kind": "fax", "id": "1" })),
            422,
            "initiator.kind",
            "kind-unknown",
        ),
        (
            with("initiator", json!({ "kind": "phone", "id": "12" })),
            422,
            "initiator",
            "phone-malformed",
        ),
        (
            with("counterparts", json!([])),
            422,
            "counterparts",
            "counterparts-empty",
        ),
        (
            with("counterparts", json!(crowd)),
            422,
            "counterparts",
            "too-many-people",
        ),
        (
            with("counterparts", json!(["ada"])),
            422,
            "counterparts[0]",
            "identifier-unknown",
        ),
        (with("at_least", json!(-1)), 422, "at_least", "revision-wrong"),
        (with("items", json!([good])), 422, "items", "items-and-question"),
        (json!({ "action": "send" }), 422, "initiator", "missing"),
        (json!({}), 422, "action", "missing"),
    ] {
        let (found, answer) = chat.ask(&body).await;
        assert_eq!(found, status, "{answer}");
        assert_eq!(answer["errors"][0]["field"], field, "{answer}");
        assert_eq!(answer["errors"][0]["code"], code, "{answer}");
    }
    let answer = chat.send("/api/v1/decisions", "{").await;
    assert_eq!(answer.status, 400);
    let (status, answer) = chat.ask(&with("at_least", json!(1_000_000))).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (409, Some("revision-not-reached"))
    );
    assert!(answer["detail"].as_str().unwrap().contains("Nothing was decided"));
}

#[tokio::test]
async fn only_a_token_for_decisions_may_ask() {
    let chat = Chat::start().await;
    let body = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] }).to_string();
    let client = chat.server.sign_in(Role::GlobalAdministrator).await;
    let fields = [("name", "other"), ("scopes", "people.read"), ("days", "30")];
    let other = client.post("/access-tokens", &fields).await.text("#made-token");
    let ask = async |token: &str| chat.send_as(token, "/api/v1/decisions", &body).await.status;
    assert_eq!(ask(&other).await, 403);
    assert_eq!(ask("fc_wrong").await, 401);
    assert_eq!(ask(&chat.token).await, 200);
    // Known callers are remembered, and forgotten at once.
    let listed = forecourt_service::access_token::list(chat.server.services(), &chat.server.context())
        .await
        .unwrap();
    let mine = listed.iter().find(|token| token.name == "synapse").unwrap();
    forecourt_service::access_token::revoke(chat.server.services(), &chat.server.context(), mine.id)
        .await
        .unwrap();
    assert_eq!(ask(&chat.token).await, 401);
}

#[tokio::test]
async fn a_token_ends_by_itself_though_it_is_remembered() {
    let chat = Chat::start().await;
    chat.inbound().await;
    chat.server.clock.advance(time::Duration::days(31));
    let body = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] }).to_string();
    assert_eq!(chat.send("/api/v1/decisions", &body).await.status, 401);
}
