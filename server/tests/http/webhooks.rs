//! Webhooks: what is told, to whom, and how that is proved.

#[path = "webhooks_delivery.rs"]
mod delivery;
#[path = "webhooks_safety.rs"]
mod safety;

use crate::support::{Api, TestServer};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use forecourt_model::authority::Role;
use forecourt_server::webhook::{Sender, step};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use time::Duration;

/// A program that is told of changes: what came, and what it answers.
#[derive(Clone, Default)]
struct Listener {
    heard: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

impl Listener {
    /// Begins to listen on this machine and returns its address.
    async fn start(&self) -> String {
        let hear = async |State(this): State<Self>, headers: HeaderMap, body: String| {
            this.heard.lock().unwrap().push((headers, body));
            this.answers
                .lock()
                .unwrap()
                .pop()
                .unwrap_or(StatusCode::NO_CONTENT)
        };
        let router = Router::new().route("/hook", post(hear)).with_state(self.clone());
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            loop {
                let (stream, _) = socket.accept().await.unwrap();
                let service = hyper_util::service::TowerToHyperService::new(router.clone());
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(hyper_util::rt::TokioIo::new(stream), service),
                );
            }
        });
        format!("http://{address}/hook")
    }

    fn heard(&self) -> Vec<(HeaderMap, String)> {
        self.heard.lock().unwrap().clone()
    }
}

async fn add(api: &Api, url: &str, events: Value) -> Value {
    let body = json!({ "url": url, "events": events });
    let added = api.send("POST", "/api/v1/webhooks", &[], Some(body)).await;
    assert_eq!(added.status, 200, "{}", added.body);
    added.json()["result"].clone()
}

async fn change(api: &Api, on: bool) -> i64 {
    let body = Some(json!({ "allow_teams_sms": on }));
    let changed = api
        .send("PATCH", "/api/v1/settings", &[("if-match", "*")], body)
        .await;
    changed.json()["revision"].as_i64().unwrap()
}

async fn deliveries(api: &Api, webhook: &Value) -> Vec<Value> {
    let path = format!(
        "/api/v1/webhooks/{}/deliveries",
        webhook["webhook"]["id"].as_str().unwrap()
    );
    api.get(&path).await.json()["items"].as_array().unwrap().clone()
}

/// HMAC-SHA256 as RFC 2104 defines it, written out.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x36))
        .chain_update(message)
        .finalize();
    let outer = Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x5c))
        .chain_update(inner);
    outer.finalize().to_vec()
}

#[tokio::test]
async fn a_change_is_told_once_signed_and_noted() {
    let server = TestServer::start().await.with_private_webhooks();
    let (api, listener, sender) = (
        server.api(Role::GlobalAdministrator).await,
        Listener::default(),
        Sender::new(true),
    );
    change(&api, false).await;
    let webhook = add(&api, &listener.start().await, json!(["settings.changed"])).await;
    let revision = change(&api, true).await;
    api.send(
        "POST",
        "/api/v1/groups",
        &[],
        Some(json!({ "display_name": "Field" })),
    )
    .await;
    assert_eq!(
        step(server.services(), &sender).await.unwrap(),
        1,
        "one change is wanted, and it is newer"
    );
    assert_eq!(step(server.services(), &sender).await.unwrap(), 0, "once");
    let heard = listener.heard();
    let [(headers, body)] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    let message: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (&message["type"], &message["data"]["revision"]),
        (&json!("settings.changed"), &json!(revision))
    );
    assert_eq!(message["data"]["fields"][0]["name"], "AllowTeamsSms");
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!(header("webhook-timestamp"), "1638969600");
    let secret = webhook["secret"]
        .as_str()
        .unwrap()
        .strip_prefix("whsec_")
        .unwrap();
    let base64 = base64::engine::general_purpose::STANDARD;
    let signed = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
    let expected = base64.encode(hmac_sha256(&base64.decode(secret).unwrap(), signed.as_bytes()));
    assert_eq!(header("webhook-signature"), format!("v1,{expected}"));
    let told = deliveries(&api, &webhook).await;
    assert_eq!(
        (&told[0]["state"], &told[0]["last_status"]),
        (&json!("delivered"), &json!(204))
    );
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_later_and_can_be_replayed() {
    let server = TestServer::start().await.with_private_webhooks();
    let (api, listener, sender) = (
        server.api(Role::GlobalAdministrator).await,
        Listener::default(),
        Sender::new(true),
    );
    let webhook = add(&api, &listener.start().await, json!(["*"])).await;
    change(&api, false).await;
    *listener.answers.lock().unwrap() = vec![
        StatusCode::OK,
        StatusCode::FOUND,
        StatusCode::INTERNAL_SERVER_ERROR,
    ];
    let send = async || step(server.services(), &sender).await.unwrap();
    assert_eq!((send().await, send().await), (1, 0));
    let told = deliveries(&api, &webhook).await;
    assert_eq!(
        (&told[0]["state"], &told[0]["attempts"], &told[0]["last_status"]),
        (&json!("waiting"), &json!(1), &json!(500))
    );
    server.clock.advance(Duration::seconds(5));
    assert_eq!(send().await, 1, "a redirect is no success and is not followed");
    server.clock.advance(Duration::minutes(5));
    assert_eq!(send().await, 1);
    let told = deliveries(&api, &webhook).await;
    assert_eq!(
        (&told[0]["state"], &told[0]["attempts"]),
        (&json!("delivered"), &json!(3))
    );
    let path = format!(
        "/api/v1/webhooks/{}/deliveries/{}/replay",
        webhook["webhook"]["id"].as_str().unwrap(),
        told[0]["id"].as_str().unwrap()
    );
    let replayed = api.send("POST", &path, &[], None).await;
    assert_eq!(
        (replayed.status, &replayed.json()["state"]),
        (200, &json!("waiting"))
    );
    assert_eq!(send().await, 1);
    let heard = listener.heard();
    let ids: Vec<_> = heard
        .iter()
        .map(|(headers, _)| headers["webhook-id"].clone())
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(
        ids.iter().all(|id| *id == ids[0]),
        "one message, however often it is sent"
    );
    *listener.answers.lock().unwrap() = vec![StatusCode::GONE];
    change(&api, true).await;
    assert_eq!(send().await, 1);
    let listed = api.get("/api/v1/webhooks").await.json();
    assert_eq!(listed["items"][0]["enabled"], false, "410 ends it");
}

#[tokio::test]
async fn private_addresses_are_refused_when_entered_and_when_sent() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    for (url, code) in [
        ("https://127.0.0.1/hook", "url-private"),
        ("https://[::1]/hook", "url-private"),
        ("https://10.0.0.1/hook", "url-private"),
        ("https://localhost/hook", "url-private"),
        ("http://example.com/hook", "url-not-https"),
    ] {
        let body = json!({ "url": url, "events": ["*"] });
        let refused = api.send("POST", "/api/v1/webhooks", &[], Some(body)).await;
        assert_eq!(
            (refused.status, &refused.json()["errors"][0]["code"]),
            (422, &json!(code)),
            "{url}"
        );
    }
    // Allowed when it was entered, not allowed any more: the address itself is looked at before anything is sent.
    let open = TestServer::start().await.with_private_webhooks();
    let (api, listener) = (open.api(Role::GlobalAdministrator).await, Listener::default());
    let webhook = add(&api, &listener.start().await, json!(["*"])).await;
    change(&api, false).await;
    assert_eq!(step(open.services(), &Sender::new(false)).await.unwrap(), 1);
    assert!(listener.heard().is_empty());
    let told = deliveries(&api, &webhook).await;
    let problem = told[0]["last_problem"].as_str().unwrap();
    assert!(
        problem.contains("belongs to a private network or to this machine"),
        "{problem}"
    );
}

#[tokio::test]
async fn the_page_adds_shows_and_removes() {
    let server = TestServer::start().await.with_private_webhooks();
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let wrong = client
        .post("/webhooks", &[("url", "nowhere"), ("events", "nothing.happened")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.field_error("url").contains("Write an address"),
        "{}",
        wrong.body
    );
    assert!(wrong.field_error("events").contains("nothing.happened"));
    let url = "http://127.0.0.1:9/hook";
    let added = client
        .post(
            "/webhooks",
            &[("url", url), ("events", "*"), ("description", "audit")],
        )
        .await;
    assert!(added.text("#made-secret").starts_with("whsec_"), "{}", added.body);
    let page = client.get("/webhooks").await;
    assert!(!page.body.contains("whsec_") && page.body.contains(url));
    let one = page.attribute(".fc-table__name", "href").unwrap();
    let asked = client.get(&format!("{one}?confirm=remove")).await;
    assert!(
        asked
            .text("dialog h2")
            .contains("Remove http://127.0.0.1:9/hook?")
    );
    let removed = client.post(&one, &[("action", "remove")]).await;
    assert!(client.follow(removed).await.body.contains("No webhooks yet"));
    let reader = server.sign_in(Role::GlobalReader).await;
    assert_eq!(
        reader
            .post("/webhooks", &[("url", url), ("events", "*")])
            .await
            .status,
        403
    );
    let api = client.get("/api").await;
    assert!(
        api.status == 200 && api.body.contains("/api/v1/users/{user}") && api.body.contains("people.read")
    );
}
