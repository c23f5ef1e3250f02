//! The list of people is kept in memory, and is never older than the database.

#[path = "kept_answers_rights.rs"]
mod rights;

use crate::contoso::{contoso, filled, person, policy};
use crate::support::{Answer, Api, TestServer};
use forecourt_model::authority::Role;
use forecourt_service::exception::expire_due;
use forecourt_service::import::{Sources, apply};
use forecourt_service::operation::{Runner, Step};
use forecourt_service::people;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Duration;

const LIST: &str = "/api/v1/users?limit=500";
const ALICE: &str = "alice.ashdown@contoso.example.com";
/// Has a policy of their own.
const DESK: &str = "front.desk@contoso.example.com";
const STORED: [(&str, &str); 1] = [("if-match", "*")];

/// The sample directory on both engines, each with the address of its database.
async fn on_both() -> [(TestServer, String); 2] {
    let sqlite = TestServer::start().await;
    let sqlite_address = sqlite.address();
    let (postgres, postgres_address) = TestServer::start_on_postgres_at().await;
    [
        (filled(sqlite).await, sqlite_address),
        (filled(postgres).await, postgres_address),
    ]
}

async fn list(api: &Api) -> Answer {
    let answer = api.get(LIST).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

/// The list as a server shows it that has just been started, and so has kept nothing and knows everything.
async fn newest(server: &TestServer, address: &str, api: &Api) -> String {
    list(&api.at(&server.another(address).await)).await.body
}

/// Writes what a change would have to write, but takes no revision; nothing in the product does.
async fn write_without_a_revision(server: &TestServer, department: &str) {
    let (tenant, id) = (server.services().tenant(), person(server, ALICE).await);
    let mut transaction = server.services().database().begin().await.unwrap();
    let connection = &mut transaction.connection();
    let found = forecourt_store::person::find(connection, tenant, id)
        .await
        .unwrap();
    let changed = people::Person {
        department: Some(department.to_owned()),
        ..found.unwrap()
    };
    forecourt_store::person::upsert(connection, tenant, &changed, server.context().now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn a_list_is_kept_for_everybody_until_the_next_change() {
    let server = contoso().await;
    let (api, other) = (
        server.api(Role::HelpDesk).await,
        server.api(Role::GlobalReader).await,
    );
    let made = list(&api).await;
    let page = api.get("/api/v1/users?limit=2").await.json();
    write_without_a_revision(&server, "Nowhere else").await;
    let kept = list(&api).await;
    assert_eq!(kept.body, made.body, "kept");
    assert_eq!(list(&other).await.body, made.body, "for others as well");
    for name in ["content-type", "cache-control"] {
        assert_eq!(kept.header(name), made.header(name), "{name}");
    }
    for name in ["x-request-id", "content-security-policy"] {
        assert_ne!(kept.header(name), made.header(name), "{name}");
    }
    let found = api.get("/api/v1/users?limit=500&search=nowhere").await.json();
    assert_eq!(
        found["items"][0]["department"], "Nowhere else",
        "another question"
    );
    let next = page["next"].as_str().unwrap();
    let second = api.get(&format!("/api/v1/users?limit=2&cursor={next}")).await;
    assert_ne!(second.json()["items"], page["items"], "another place");
    let changed = api_of_everything(&server)
        .await
        .send("POST", "/api/v1/policies", &[], Some(json!({ "name": "Sales" })))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert!(list(&api).await.body.contains("Nowhere else"), "another revision");
}

#[tokio::test]
async fn the_departments_that_the_page_offers_are_read_anew_after_each_change() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let offered = async || {
        client
            .get("/users")
            .await
            .texts("select[name='department'] option")
    };
    let before = offered().await;
    write_without_a_revision(&server, "Nowhere else").await;
    assert_eq!(offered().await, before, "kept");
    api_of_everything(&server)
        .await
        .send("POST", "/api/v1/policies", &[], Some(json!({ "name": "Sales" })))
        .await;
    let mut expected = before;
    expected.push("Nowhere else".to_owned());
    let after: BTreeSet<_> = offered().await.into_iter().collect();
    assert_eq!(after, expected.into_iter().collect(), "another revision");
}

async fn api_of_everything(server: &TestServer) -> Api {
    server.api(Role::GlobalAdministrator).await
}

/// Changes that show in the list, by program.
fn changes() -> Vec<(&'static str, String, Value)> {
    vec![
        (
            "PUT",
            format!("/api/v1/users/{ALICE}/assignment"),
            json!({ "policy": "NoPersonalChat" }),
        ),
        ("DELETE", format!("/api/v1/users/{DESK}/assignment"), Value::Null),
        (
            "PATCH",
            "/api/v1/settings".to_owned(),
            json!({ "allow_teams_consumer": false }),
        ),
        (
            "PATCH",
            "/api/v1/policies/Global".to_owned(),
            json!({ "enable_teams_consumer_inbound": false }),
        ),
        (
            "PUT",
            "/api/v1/rollout/dates".to_owned(),
            json!({ "window_start": "2021-12-13", "window_end": "2021-12-31",
                "activation": "2021-12-20T07:00", "acknowledge": true }),
        ),
        ("DELETE", format!("/api/v1/users/{ALICE}"), Value::Null),
    ]
}

#[tokio::test]
async fn every_change_by_program_is_in_the_next_answer() {
    for (server, address) in on_both().await {
        let api = api_of_everything(&server).await;
        for (method, path, body) in changes() {
            let before = list(&api).await.body;
            let body = Some(body).filter(|body| !body.is_null());
            let done = api.send(method, &path, &STORED, body).await;
            assert_eq!(done.status, 200, "{method} {path}: {}", done.body);
            let after = list(&api).await.body;
            assert_ne!(after, before, "{method} {path}");
            assert_eq!(after, newest(&server, &address, &api).await, "{method} {path}");
            let undo = format!("/api/v1/activity/{}/undo", done.json()["revision"]);
            let undone = api.send("POST", &undo, &[], Some(json!({}))).await;
            assert_eq!(undone.status, 200, "{method} {path}: {}", undone.body);
            let put_back = list(&api).await.body;
            assert_ne!(put_back, after, "{method} {path}");
            assert_eq!(put_back, newest(&server, &address, &api).await, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_change_by_page_an_end_by_time_and_an_import_are_in_the_next_answer() {
    for (server, address) in on_both().await {
        let api = api_of_everything(&server).await;
        let browser = server.sign_in(Role::TeamsAdministrator).await;
        let path = format!("/users/{}", person(&server, ALICE).await);
        let (revision, off) = (
            browser.get(&path).await.value("revision").unwrap(),
            policy(&server, "NoPersonalChat").to_string(),
        );
        let before = list(&api).await.body;
        let fields = [
            ("revision", revision.as_str()),
            ("policy", off.as_str()),
            ("do", "assign"),
            ("expires", "2021-12-10"),
            ("owner", "Ada"),
            ("confirmed", "true"),
        ];
        let done = browser.post(&path, &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let assigned = list(&api).await.body;
        assert_ne!(assigned, before);
        assert_eq!(assigned, newest(&server, &address, &api).await);

        server.clock.advance(Duration::days(4));
        assert_eq!(list(&api).await.body, assigned, "it has not ended yet");
        let now = server.context().now;
        expire_due(server.services(), &server.context(), now)
            .await
            .unwrap();
        let ended = list(&api).await.body;
        assert_ne!(ended, assigned);
        assert_eq!(ended, newest(&server, &address, &api).await);

        let users = crate::contoso::USERS.replacen("Alice Ashdown", "Alice Imported", 2);
        let sources = Sources {
            users: Some(users),
            ..Sources::default()
        };
        apply(server.services(), &server.context(), &sources, None, &|_, _| ())
            .await
            .unwrap();
        let imported = list(&api).await.body;
        assert!(imported.contains("Alice Imported"));
        assert_eq!(imported, newest(&server, &address, &api).await);
    }
}

#[tokio::test]
async fn a_change_by_another_process_is_in_the_next_answer() {
    for (server, address) in on_both().await {
        let api = api_of_everything(&server).await;
        let other = server.another(&address).await;
        let by_other = api.at(&other);
        let kept = list(&api).await.body;
        let path = format!("/api/v1/users/{ALICE}/assignment");
        let body = json!({ "policy": "NoPersonalChat" });
        let done = by_other.send("PUT", &path, &STORED, Some(body)).await;
        assert_eq!(done.status, 200, "{}", done.body);
        let after = list(&api).await.body;
        assert_ne!(after, kept, "seen at once");
        assert_eq!(after, newest(&server, &address, &api).await);

        let body = json!({ "allow_teams_consumer": false });
        let done = by_other
            .send("PATCH", "/api/v1/settings", &STORED, Some(body))
            .await;
        assert_eq!(done.status, 200, "{}", done.body);
        // The settings reach this server with its snapshot. Until then it answers, but nothing of that is kept.
        list(&api).await;
        server.services().catch_up().await.unwrap();
        let after = list(&api).await.body;
        assert!(!after.contains("\"chat\":true"), "{after}");
        assert_eq!(after, newest(&server, &address, &api).await);
    }
}

#[tokio::test]
async fn each_part_of_an_operation_of_another_server_is_in_the_next_answer() {
    for (server, address) in on_both().await {
        let api = api_of_everything(&server).await;
        let body = json!({ "people": { "filter": {} }, "policy": "NoPersonalChat" });
        let prepared = api.send("POST", "/api/v1/operations", &[], Some(body)).await;
        let id = prepared.json()["result"]["operation"]["id"].clone();
        let start = format!("/api/v1/operations/{}/start", id.as_str().unwrap());
        let body = json!({ "acknowledge": true });
        let started = api.send("POST", &start, &[], Some(body)).await;
        assert_eq!(started.status, 200, "{}", started.body);
        let other = server.another(&address).await;
        let runner = Runner::new(other.services()).with_part(150);
        let having = async || {
            let answer = list(&api).await;
            assert_eq!(answer.body, newest(&server, &address, &api).await);
            answer
                .body
                .matches("\"direct_policy\":\"NoPersonalChat\"")
                .count()
        };
        let mut counts = vec![having().await];
        while runner.step(other.services()).await.unwrap() != Step::Idle {
            counts.push(having().await);
        }
        counts.dedup();
        assert!(counts.len() >= 4 && counts.is_sorted(), "{counts:?}");
        assert_eq!(counts.last(), Some(&500));
    }
}

#[tokio::test]
async fn the_day_of_the_rollout_comes_without_a_change() {
    let server = contoso().await;
    let api = api_of_everything(&server).await;
    let dates = json!({ "window_start": "2021-12-13", "window_end": "2021-12-31",
        "activation": "2021-12-20T07:00", "acknowledge": true });
    let moved = api
        .send("PUT", "/api/v1/rollout/dates", &STORED, Some(dates))
        .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let of_those_who_can = "/api/v1/users?limit=500&chat=true";
    let before = (list(&api).await.body, api.get(of_those_who_can).await.body);
    assert!(!before.0.contains("\"chat\":true"));
    server.clock.advance(Duration::days(12));
    let after = (list(&api).await.body, api.get(of_those_who_can).await.body);
    assert!(after.0.contains("\"chat\":true") && after.1.contains("\"chat\":true"));
    server.clock.advance(Duration::days(-12));
    assert_eq!(
        (list(&api).await.body, api.get(of_those_who_can).await.body),
        before
    );
}
