//! Webhooks: who may have changes told, and what is not told.

use super::{Listener, add, change, deliveries};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_server::webhook::{Sender, step};
use serde_json::{Value, json};

#[tokio::test]
async fn having_changes_told_takes_the_right_to_read_them() {
    let server = TestServer::start().await;
    let url = "https://hooks.contoso.example/hook";
    let with = async |scopes: &[Scope]| {
        let scopes = Scopes::new(scopes.iter().copied());
        server.api_with(Role::GlobalAdministrator, scopes).await
    };
    let writing = with(&[Scope::WebhooksWrite]).await;
    let reading = with(&[Scope::WebhooksWrite, Scope::ActivityRead]).await;
    let body = Some(json!({ "url": url, "events": ["*"] }));
    let refused = writing.send("POST", "/api/v1/webhooks", &[], body).await;
    assert_eq!(
        (refused.status, refused.json()["scope"].clone()),
        (403, json!("activity.read"))
    );
    let added = add(&reading, url, json!(["settings.changed"])).await;
    let path = format!("/api/v1/webhooks/{}", added["webhook"]["id"].as_str().unwrap());
    let body = Some(json!({ "events": ["*"] }));
    let refused = writing.send("PATCH", &path, &[], body.clone()).await;
    assert_eq!(
        (refused.status, refused.json()["scope"].clone()),
        (403, json!("activity.read"))
    );
    assert_eq!(reading.send("PATCH", &path, &[], body).await.status, 200);
    assert_eq!(writing.send("DELETE", &path, &[], None).await.status, 200);
    let document = server.client().get("/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&document.body).unwrap();
    for (path, method) in [
        ("/api/v1/webhooks", "post"),
        ("/api/v1/webhooks/{webhook}", "patch"),
    ] {
        let text = document["paths"][path][method]["description"].as_str().unwrap();
        assert!(text.contains("activity.read"), "{text}");
    }
}

#[tokio::test]
async fn who_cannot_change_webhooks_sees_no_path() {
    let server = TestServer::start().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let host = "https://hooks.contoso.example:8443";
    let url = format!("{host}/s3cret?key=s3cret");
    let added = add(&api, &url, json!(["group.added"])).await;
    let id = added["webhook"]["id"].as_str().unwrap();
    let paths = ["/api/v1/webhooks".to_owned(), format!("/api/v1/webhooks/{id}")];
    let reading = Scopes::new([Scope::WebhooksRead]);
    let readers = [
        server.api_with(Role::GlobalAdministrator, reading).await,
        server.api(Role::GlobalReader).await,
    ];
    for path in &paths {
        assert!(api.get(path).await.body.contains(&url));
        for reader in &readers {
            let seen = reader.get(path).await;
            assert_eq!(seen.status, 200);
            assert!(!seen.body.contains("s3cret"), "{}", seen.body);
            assert!(seen.body.contains(host), "{}", seen.body);
        }
    }
    let administrator = server.sign_in(Role::GlobalAdministrator).await;
    let reader = server.sign_in(Role::GlobalReader).await;
    for path in ["/webhooks".to_owned(), format!("/webhooks/{id}")] {
        assert!(administrator.get(&path).await.body.contains("s3cret"));
        let seen = reader.get(&path).await;
        assert_eq!(seen.status, 200);
        assert!(
            !seen.body.contains("s3cret") && seen.body.contains(host),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_path_of_an_address_stays_out_of_the_audit_trail_and_of_messages() {
    let server = TestServer::start().await.with_private_webhooks();
    let (api, listener) = (server.api(Role::GlobalAdministrator).await, Listener::default());
    let everything = add(&api, &listener.start().await, json!(["*"])).await;
    let host = "https://hooks.contoso.example:8443";
    let added = add(&api, &format!("{host}/s3cret?key=s3cret"), json!(["group.added"])).await;
    let path = format!("/api/v1/webhooks/{}", added["webhook"]["id"].as_str().unwrap());
    let body = Some(json!({ "url": format!("{host}/s3cret/2") }));
    let moved = api.send("PATCH", &path, &[], body).await;
    assert_eq!(moved.json()["changed"], true, "{}", moved.body);
    let stored = api.get(&path).await.json();
    assert_eq!(stored["url"], format!("{host}/s3cret/2"));
    api.send("DELETE", &path, &[], None).await;
    let listed = api.get("/api/v1/activity").await.json();
    let mut seen = 0;
    for item in listed["items"].as_array().unwrap() {
        let path = format!("/api/v1/activity/{}", item["revision"]);
        let one = api.get(&path).await;
        assert!(!one.body.contains("s3cret"), "{}", one.body);
        seen += usize::from(one.body.contains(host));
    }
    assert_eq!(seen, 3, "added, moved, removed");
    let moved = api
        .get(&format!("/api/v1/activity/{}", moved.json()["revision"]))
        .await;
    assert_eq!(
        moved.json()["fields"],
        json!([{ "name": "Address", "before": host, "after": format!("{host} (another path)") }])
    );
    while step(server.services(), &Sender::new(true)).await.unwrap() > 0 {}
    let heard = listener.heard();
    assert_eq!(heard.len(), 3);
    assert!(
        heard.iter().all(|(_, body)| !body.contains("s3cret")),
        "{heard:?}"
    );
    assert_eq!(deliveries(&api, &everything).await.len(), 3);
}

/// Adds a webhook at `url` while private addresses are allowed, and returns why it is not told once they are not.
async fn problem_at(url: &str) -> String {
    let server = TestServer::start().await.with_private_webhooks();
    let api = server.api(Role::GlobalAdministrator).await;
    let webhook = add(&api, url, json!(["*"])).await;
    change(&api, false).await;
    let sent = step(server.services(), &Sender::new(false)).await.unwrap();
    assert_eq!(sent, 1);
    let told = deliveries(&api, &webhook).await;
    told[0]["last_problem"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_is_sent_in_the_open_once_private_addresses_are_off() {
    let problem = problem_at("http://1.1.1.1/hook").await;
    assert!(problem.contains("does not begin with https://"), "{problem}");
}

#[tokio::test]
async fn a_private_address_behind_a_name_is_not_told() {
    let problem = problem_at("http://localhost:9/hook").await;
    assert!(
        problem.contains("belongs to a private network or to this machine"),
        "{problem}"
    );
    assert!(
        !problem.contains("127.0.0.1") && !problem.contains("::1"),
        "{problem}"
    );
}
