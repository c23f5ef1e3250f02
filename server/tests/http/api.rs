//! The interface for programs: what it promises of every endpoint.

#[path = "api_input.rs"]
mod input;
#[path = "api_keys.rs"]
mod keys;
#[path = "api_operations.rs"]
mod operations;

use crate::support::{Api, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use serde_json::{Value, json};

async fn settings(api: &Api) -> (Value, String) {
    let answer = api.get("/api/v1/settings").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (answer.json(), answer.header("etag"))
}

async fn patch(api: &Api, path: &str, etag: &str, body: Value) -> crate::support::Answer {
    api.send("PATCH", path, &[("if-match", etag)], Some(body)).await
}

#[tokio::test]
async fn a_change_needs_the_revision_that_it_was_made_from() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let (before, etag) = settings(&api).await;
    assert_eq!(before["allow_teams_consumer"], true);
    let body = json!({ "allow_teams_consumer_inbound": false });
    let without = api
        .send("PATCH", "/api/v1/settings", &[], Some(body.clone()))
        .await;
    assert_eq!(
        (without.status, without.code().as_str()),
        (428, "if-match-missing")
    );
    let changed = patch(&api, "/api/v1/settings", &etag, body.clone()).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.json()["result"]["allow_teams_consumer_inbound"], false);
    assert_eq!(
        changed.header("etag"),
        format!("\"{}\"", changed.json()["revision"])
    );
    let stale = patch(
        &api,
        "/api/v1/settings",
        &etag,
        json!({ "allow_teams_sms": false }),
    )
    .await;
    assert_eq!((stale.status, stale.code().as_str()), (412, "if-match-stale"));
    let unreadable = patch(&api, "/api/v1/settings", "seven", json!({})).await;
    assert_eq!(
        (unreadable.status, unreadable.code().as_str()),
        (400, "if-match-unreadable")
    );
    let (after, fresh) = settings(&api).await;
    assert_eq!(
        (after["allow_teams_sms"].clone(), fresh),
        (json!(true), changed.header("etag"))
    );
    let again = patch(&api, "/api/v1/settings", &changed.header("etag"), body).await;
    assert_eq!(
        (again.json()["changed"].clone(), again.json()["revision"].clone()),
        (json!(false), Value::Null)
    );
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_says_what_the_change_then_does() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let steps = [
        (
            "PATCH",
            "/api/v1/settings",
            json!({ "allow_teams_consumer": false, "reason": "Later." }),
        ),
        (
            "POST",
            "/api/v1/policies",
            json!({ "name": "Sales", "enable_teams_consumer_inbound": false }),
        ),
        (
            "PATCH",
            "/api/v1/policies/Sales",
            json!({ "enable_teams_consumer_access": false }),
        ),
        ("DELETE", "/api/v1/policies/Sales", Value::Null),
        ("POST", "/api/v1/groups", json!({ "display_name": "Field" })),
        (
            "POST",
            "/api/v1/administrators",
            json!({ "name": "Ada", "email": "ada@x.example", "role": "help_desk" }),
        ),
        (
            "POST",
            "/api/v1/tokens",
            json!({ "name": "export", "scopes": ["people.read"], "days": 7 }),
        ),
        (
            "PUT",
            "/api/v1/rollout/answer",
            json!({ "answer": "turn_off", "acknowledge": true }),
        ),
    ];
    for (method, path, body) in steps {
        let body = Some(body).filter(|body| !body.is_null());
        let newest = || server.services().snapshot().unwrap().revision();
        let before = newest();
        let star = [("if-match", "*")];
        let dry = api
            .send(method, &format!("{path}?dry_run=true"), &star, body.clone())
            .await;
        assert_eq!(dry.status, 200, "{method} {path}: {}", dry.body);
        assert_eq!(newest(), before, "{method} {path}");
        assert_eq!(
            api.get("/api/v1/activity").await.json()["items"][0]["revision"],
            before.0
        );
        let done = api.send(method, path, &star, body).await;
        assert_eq!(done.status, 200, "{method} {path}: {}", done.body);
        let (dry, done) = (dry.json(), done.json());
        assert_eq!(
            (dry["dry_run"].clone(), done["dry_run"].clone()),
            (json!(true), json!(false))
        );
        assert_eq!(
            (&dry["changed"], &dry["revision"]),
            (&json!(true), &Value::Null),
            "{method} {path}"
        );
        assert_eq!(dry["impact"], done["impact"], "{method} {path}");
        assert_eq!(done["revision"], before.0 + 1, "{method} {path}");
    }
    let refused = api
        .send(
            "DELETE",
            "/api/v1/policies/Global?dry_run=true",
            &[("if-match", "*")],
            None,
        )
        .await;
    let done = api
        .send("DELETE", "/api/v1/policies/Global", &[("if-match", "*")], None)
        .await;
    assert_eq!(
        (refused.status, refused.json()),
        (done.status, done.json()),
        "refused alike"
    );
}

#[tokio::test]
async fn a_body_is_taken_only_as_it_is_described() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    for (body, field, code) in [
        (
            json!({ "alow_teams_consumer": true }),
            "alow_teams_consumer",
            "property-unknown",
        ),
        (
            json!({ "allow_teams_consumer": "yes" }),
            "allow_teams_consumer",
            "property-wrong",
        ),
        (json!({ "domain_mode": "open" }), "domain_mode", "property-wrong"),
        (
            json!({ "allowed_domains": ["not a domain"] }),
            "allowed_domains",
            "domain-unreadable",
        ),
        (json!({ "reason": "a\u{0}b" }), "reason", "character-not-kept"),
    ] {
        let answer = patch(&api, "/api/v1/settings", "*", body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "invalid"),
            "{}",
            answer.body
        );
        let error = &answer.json()["errors"][0];
        assert_eq!(
            (error["field"].as_str(), error["code"].as_str()),
            (Some(field), Some(code))
        );
    }
    let missing = api.send("POST", "/api/v1/policies", &[], Some(json!({}))).await;
    assert_eq!(
        missing.json()["errors"][0],
        json!({ "field": "name", "code": "property-missing", "message": "The property name is missing." })
    );
    let request = |kind: &str| {
        Request::new()
            .method("POST")
            .uri("/api/v1/groups")
            .header("authorization", format!("Bearer {}", api.token))
            .header("content-type", kind)
    };
    let client = server.client();
    let form = client
        .send(request("application/x-www-form-urlencoded"), Body::from("a=b"))
        .await;
    assert_eq!(form.status, 415);
    assert_eq!(
        client
            .send(request("application/json"), Body::from("{"))
            .await
            .status,
        400
    );
    let large = format!("{{\"display_name\": \"{}\"}}", "x".repeat(10 * 1024 * 1024));
    let large = client.send(request("application/json"), Body::from(large)).await;
    assert_eq!(large.status, 413);
    assert!(large.body.contains("body-too-large"), "{}", large.body);
}

#[tokio::test]
async fn a_query_is_taken_only_as_it_is_described() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalReader).await;
    for (path, code) in [
        ("/api/v1/users?serach=a", "query-unknown"),
        ("/api/v1/users?limit=0", "query-wrong"),
        ("/api/v1/users?limit=01", "query-wrong"),
        ("/api/v1/users?chat=yes", "query-wrong"),
        ("/api/v1/users?source=nobody", "query-wrong"),
        ("/api/v1/users?search=a%00", "query-wrong"),
        ("/api/v1/users?search=a&search=b", "query-repeated"),
        ("/api/v1/explain?from=a", "query-missing"),
        ("/api/v1/users?cursor=abc", "cursor-foreign"),
        ("/api/v1/policies/%00", "path-wrong"),
    ] {
        let answer = api.get(path).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{path}");
    }
    assert_eq!(api.get("/api/v1/nothing").await.code(), "endpoint-unknown");
    let method = api.send("PUT", "/api/v1/settings", &[], None).await;
    assert_eq!(
        (method.status, method.code().as_str()),
        (405, "method-not-allowed")
    );
    let allowed = method.header("allow");
    assert!(allowed.contains("GET") && allowed.contains("PATCH"), "{allowed}");
    assert_eq!(method.header("x-request-id").len(), 32);
}

#[tokio::test]
async fn lists_are_read_page_by_page_and_a_cursor_holds_for_its_query_only() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    for name in ["Alpha", "Beta", "Gamma"] {
        let added = api
            .send("POST", "/api/v1/policies", &[], Some(json!({ "name": name })))
            .await;
        assert_eq!(added.status, 200);
    }
    let (mut names, mut path) = (Vec::new(), "/api/v1/policies?limit=2".to_owned());
    loop {
        let page = api.get(&path).await.json();
        names.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["name"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        let foreign = api.get(&format!("/api/v1/policies?search=a&cursor={next}")).await;
        assert_eq!((foreign.status, foreign.code().as_str()), (400, "cursor-foreign"));
        assert_eq!(
            api.get(&format!("/api/v1/users?cursor={next}")).await.code(),
            "cursor-foreign"
        );
        path = format!("/api/v1/policies?limit=3&cursor={next}");
    }
    let expected = [
        "Alpha",
        "Beta",
        "FederationAndPICDefault",
        "FederationOnly",
        "Gamma",
        "Global",
        "NoFederationAndPIC",
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_request_with_a_key_is_carried_out_once() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let add = async |api: &Api, key: &str, name: &str| {
        let body = json!({ "display_name": name });
        api.send("POST", "/api/v1/groups", &[("idempotency-key", key)], Some(body))
            .await
    };
    let first = add(&api, "one", "Field").await;
    let again = add(&api, "one", "Field").await;
    assert_eq!((first.status, &first.body), (200, &again.body));
    assert_eq!(
        (
            first.header("idempotency-replayed").as_str(),
            again.header("idempotency-replayed").as_str()
        ),
        ("", "true")
    );
    assert_eq!(again.header("content-type"), "application/json");
    let other = add(&api, "one", "Other").await;
    assert_eq!(
        (other.status, other.json()["errors"][0]["code"].as_str()),
        (422, Some("idempotency-key-reused"))
    );
    assert_eq!(add(&api, "two", "Field").await.header("idempotency-replayed"), "");
    let colleague = server.api(Role::GlobalAdministrator).await;
    assert_eq!(
        add(&colleague, "one", "Theirs").await.status,
        200,
        "keys belong to a token"
    );
    assert_eq!(
        api.get("/api/v1/groups").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let refused = add(&api, "three", "").await;
    assert_eq!(
        (refused.status, add(&api, "three", "").await.body),
        (422, refused.body)
    );
    let revision = server.services().snapshot().unwrap().revision();
    server.clock.advance(time::Duration::hours(25));
    assert_eq!(
        add(&api, "one", "Field").await.header("idempotency-replayed"),
        "",
        "kept for a day"
    );
    assert!(server.services().snapshot().unwrap().revision() > revision);
}

#[tokio::test]
async fn a_token_that_asks_too_often_waits() {
    let server = TestServer::start().await;
    let (api, other) = (
        server.api(Role::GlobalReader).await,
        server.api(Role::GlobalReader).await,
    );
    for _ in 0..1_000 {
        assert_eq!(api.get("/api/v1/nothing").await.status, 404);
    }
    let mut sent = 0;
    let refused = loop {
        let answer = api.get("/api/v1/settings").await;
        if answer.status != 200 {
            break answer;
        }
        sent += 1;
        assert!(sent <= 1_000, "never refused");
    };
    assert_eq!(
        (sent, refused.status, refused.code().as_str()),
        (1_000, 429, "too-many-requests")
    );
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(other.get("/api/v1/settings").await.status, 200);
    server.clock.advance(time::Duration::SECOND);
    assert_eq!(api.get("/api/v1/settings").await.status, 200);
}

#[tokio::test]
async fn the_document_describes_every_endpoint_and_nothing_else() {
    let server = TestServer::start().await;
    let answer = server.client().get("/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let routes = forecourt_server::http::router::routes();
    let mut expected: Vec<_> = routes
        .table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/") && route.path != "/api/v1/openapi.json")
        .map(|route| (route.path.to_owned(), route.method.to_lowercase()))
        .collect();
    let mut described = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        described.extend(
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| (path.clone(), method.clone())),
        );
    }
    expected.sort();
    described.sort();
    assert_eq!(described, expected);
    let text = answer.body.replace("#/components/", "");
    for part in text.split("\"$ref\": \"").skip(1) {
        let (kind, name) = part.split('"').next().unwrap().split_once('/').unwrap();
        assert!(
            !document["components"][kind][name].is_null(),
            "{kind}/{name} is referred to"
        );
    }
}
