//! Questions that cannot be read, and askers who may not ask.

use super::support::Chat;
use crate::support::Request;
use axum::body::Body;
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

#[tokio::test]
async fn what_is_no_question_is_refused_before_anything_is_read() {
    let chat = Chat::start().await;
    let credentials = format!("Bearer {}", chat.token);
    let client = chat.server.client();
    for path in [
        "/api/v1/decisions",
        "/access/v1/evaluation",
        "/access/v1/evaluations",
    ] {
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
            let request = Request::new()
                .method(method)
                .uri(path)
                .header("authorization", &credentials);
            let answer = client.send(request, Body::empty()).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.headers["allow"], "POST", "{method} {path}");
        }
        let large = " ".repeat((2 << 20) + 1);
        let answer = chat.send(path, &large).await;
        assert_eq!(answer.status, 413, "{path}");
        assert!(answer.body.contains("body-too-large"), "{path}: {}", answer.body);
        let answer = chat.send(&format!("{path}/"), "{}").await;
        assert_eq!(answer.status, 404, "{path}/");
    }
}

#[tokio::test]
async fn a_page_of_this_site_may_ask_and_one_of_another_may_not() {
    let chat = Chat::start().await;
    let question = json!({ "action": "send", "initiator": "@a:b", "counterparts": ["@c:d"] });
    for (mark, from, status) in [
        ("sec-fetch-site", "same-origin", 200),
        ("origin", "http://forecourt.example", 200),
        ("sec-fetch-site", "cross-site", 403),
        ("origin", "https://evil.example", 403),
    ] {
        let request = Request::new()
            .method("POST")
            .uri("/api/v1/decisions")
            .header("authorization", format!("Bearer {}", chat.token))
            .header(mark, from);
        let body = Body::from(question.to_string());
        let answer = chat.server.client().send(request, body).await;
        assert_eq!(answer.status, status, "{mark}: {from}");
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{mark}: {from}"
        );
    }
}
