//! What the interface takes: how much of it, how often, and how much of it comes back.

use crate::support::TestServer;
use forecourt_model::authority::Role;
use serde_json::json;

#[tokio::test]
async fn names_of_properties_come_back_cut() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let long = "é".repeat(5_000);
    for body in [
        json!({ long.clone(): 1 }),
        json!({ long.clone(): "a\u{0}" }),
        json!({ "reason": { long.clone(): ["a\u{0}"] } }),
        json!({ "domain_mode": long }),
    ] {
        let refused = api
            .send("PATCH", "/api/v1/settings", &[("if-match", "*")], Some(body))
            .await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.len() < 4_000, "{} bytes", refused.body.len());
        let field = refused.json()["errors"][0]["field"].as_str().unwrap().to_owned();
        assert!(field.chars().count() <= 80, "{field}");
    }
}

#[tokio::test]
async fn tokens_of_one_owner_share_their_requests() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalReader).await;
    let body = json!({ "name": "second", "scopes": ["settings.read"], "days": 7 });
    let made = api.send("POST", "/api/v1/tokens", &[], Some(body)).await.json();
    let mut second = api.clone();
    second.token = made["result"]["secret"].as_str().unwrap().to_owned();
    let mut sent = 0;
    while api.get("/api/v1/settings").await.status == 200 {
        sent += 1;
        assert!(sent <= 1_000, "never refused");
    }
    let refused = second.get("/api/v1/settings").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "too-many-requests")
    );
}

#[tokio::test]
async fn a_filter_in_a_body_has_the_limits_of_the_query() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let long = "x".repeat(501);
    for (filter, field) in [
        (json!({ "search": long }), "people.filter.search"),
        (json!({ "department": long }), "people.filter.department"),
        (json!({ "policies": [long] }), "people.filter.policies"),
        (
            json!({ "policies": vec!["Global"; 11] }),
            "people.filter.policies",
        ),
        (json!({ "sources": vec!["direct"; 11] }), "people.filter.sources"),
    ] {
        let body = json!({ "people": { "filter": filter }, "policy": "FederationOnly" });
        let refused = api.send("POST", "/api/v1/operations", &[], Some(body)).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.body);
        assert_eq!(refused.json()["errors"][0]["field"], field);
        assert_eq!(refused.json()["errors"][0]["code"], "filter-too-long");
    }
}
