//! Requests with a key: what is kept of their answers, and for how long.

use crate::support::{Answer, Api, TestServer};
use forecourt_model::authority::Role;
use forecourt_server::webhook::{Sender, step};
use forecourt_service::{Actor, access_token};
use forecourt_store::api_request::{self, Earlier};
use serde_json::{Value, json};
use time::Duration;

async fn keyed(api: &Api, (method, path): (&str, &str), key: &str, body: Value) -> Answer {
    let headers = [("idempotency-key", key), ("if-match", "*")];
    api.send(method, path, &headers, Some(body)).await
}

/// What the database has of the request with `key`.
async fn stored(server: &TestServer, api: &Api, key: &str) -> Option<Earlier> {
    let services = server.services();
    let authenticated = access_token::authenticate(services, &api.token, "r-1".to_owned())
        .await
        .unwrap();
    let context = authenticated.context;
    let Actor::Token { token, .. } = context.actor else {
        panic!("{context:?}")
    };
    let mut reader = services.database().read().await.unwrap();
    api_request::find(&mut reader.connection(), services.tenant(), token, key)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_secret_is_in_the_first_answer_only() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    for (path, field, body) in [
        (
            "/api/v1/tokens",
            "secret",
            json!({ "name": "export", "scopes": ["people.read"], "days": 7 }),
        ),
        (
            "/api/v1/administrators",
            "password",
            json!({ "name": "Ada", "email": "ada@x.example", "role": "help_desk" }),
        ),
        (
            "/api/v1/webhooks",
            "secret",
            json!({ "url": "https://hooks.contoso.example/x", "events": ["*"] }),
        ),
    ] {
        let key = path.rsplit('/').next().unwrap();
        let first = keyed(&api, ("POST", path), key, body.clone()).await;
        assert_eq!(first.status, 200, "{path}: {}", first.body);
        let mut expected = first.json();
        let secret = expected["result"][field].as_str().unwrap().to_owned();
        assert_eq!(expected["result"]["notice"], Value::Null, "{path}");
        let kept = stored(&server, &api, key).await.unwrap().answer.unwrap();
        let kept = String::from_utf8(kept.body).unwrap();
        assert!(!kept.contains(&secret), "{path}: {kept}");
        let again = keyed(&api, ("POST", path), key, body).await;
        assert_eq!(
            (again.status, again.header("idempotency-replayed").as_str()),
            (200, "true")
        );
        expected["result"][field] = Value::Null;
        expected["result"]["notice"] =
            json!("It was shown once, in the first answer. When it is lost, make another.");
        assert_eq!(again.json(), expected, "{path}");
    }
}

#[tokio::test]
async fn only_what_was_done_is_kept() {
    let server = TestServer::start().await;
    let api = server.api(Role::HelpDesk).await;
    let long = "x".repeat(10_000);
    let tokens = ("POST", "/api/v1/tokens");
    let refused = keyed(&api, tokens, "one", json!({ long: 1 })).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(stored(&server, &api, "one").await, None);
    let body = json!({ "name": "export", "scopes": ["people.read"], "days": 7 });
    let done = keyed(&api, tokens, "one", body).await;
    assert_eq!(done.status, 200, "the key is free again: {}", done.body);
    assert!(stored(&server, &api, "one").await.is_some());
}

#[tokio::test]
async fn a_request_whose_answer_is_too_large_to_keep_is_still_carried_out_once() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let (start, middle) = ("a".repeat(40), "b".repeat(40));
    let domains: Vec<_> = (0..4_000)
        .map(|number| format!("{start}{number}.{middle}.example"))
        .collect();
    let body = json!({ "domain_mode": "allow_specific", "allowed_domains": domains });
    let settings = ("PATCH", "/api/v1/settings");
    let done = keyed(&api, settings, "large", body.clone()).await;
    assert_eq!((done.status, done.json()["changed"].clone()), (200, json!(true)));
    assert!(done.body.len() > 256 * 1024);
    let kept = stored(&server, &api, "large").await.unwrap().answer.unwrap();
    assert!(kept.body.len() < 1_024, "{} bytes are kept", kept.body.len());
    let revision = server.services().snapshot().unwrap().revision();
    let again = keyed(&api, settings, "large", body).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (409, "idempotency-answer-not-kept")
    );
    assert!(!again.body.contains("Nothing was changed"), "{}", again.body);
    assert_eq!(server.services().snapshot().unwrap().revision(), revision);
}

#[tokio::test]
async fn old_answers_go_though_nobody_sends_a_key() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let group = json!({ "display_name": "Field" });
    keyed(&api, ("POST", "/api/v1/groups"), "one", group).await;
    let sender = Sender::new(false);
    step(server.services(), &sender).await.unwrap();
    assert!(stored(&server, &api, "one").await.is_some());
    server.clock.advance(Duration::hours(25));
    step(server.services(), &sender).await.unwrap();
    assert_eq!(stored(&server, &api, "one").await, None);
}

#[tokio::test]
async fn a_fault_is_not_known_to_have_done_nothing() {
    let (server, address) = TestServer::start_on_postgres_at().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let (groups, body) = (("POST", "/api/v1/groups"), json!({ "display_name": "Field" }));
    forecourt_testkit::execute(
        &address,
        "create function fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
         create trigger fail before insert on change for each row execute function fail()",
    )
    .await;
    let failed = keyed(&api, groups, "one", body.clone()).await;
    assert_eq!((failed.status, failed.code().as_str()), (503, "storage"));
    forecourt_testkit::execute(&address, "drop trigger fail on change").await;
    let again = keyed(&api, groups, "one", body.clone()).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (409, "idempotency-in-progress"),
        "{}",
        again.body
    );
    let new = keyed(&api, groups, "two", body).await;
    assert_eq!(new.status, 200, "{}", new.body);
}
