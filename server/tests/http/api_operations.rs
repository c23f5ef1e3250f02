//! Operations over the interface: what a dry run says, and that it leaves nothing behind.

use crate::contoso::contoso;
use crate::support::{Answer, Api, TestServer};
use forecourt_model::PersonId;
use forecourt_model::authority::Role;
use forecourt_service::operation::{Runner, Step};
use forecourt_store::person;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/operations";

async fn send(api: &Api, method: &str, path: &str, body: Option<Value>) -> Answer {
    let answer = api.send(method, path, &[], body).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
    answer
}

/// Rehearses a request, then does it. Nothing is different in between, and both say the same of `result` but for `own`.
async fn twice(api: &Api, method: &str, path: &str, body: Option<Value>, own: &[&str]) -> Value {
    let before = api.get(LIST).await.body;
    let dry = send(api, method, &format!("{path}?dry_run=true"), body.clone())
        .await
        .json();
    assert_eq!(api.get(LIST).await.body, before, "{method} {path}");
    let done = send(api, method, path, body).await.json();
    assert_eq!((&dry["dry_run"], &done["dry_run"]), (&json!(true), &json!(false)));
    assert_eq!((&dry["changed"], &dry["revision"]), (&json!(true), &Value::Null));
    assert_eq!(dry["impact"], done["impact"], "{method} {path}");
    let mut results = [dry["result"].clone(), done["result"].clone()];
    for result in &mut results {
        for pointer in own {
            *result.pointer_mut(pointer).unwrap() = Value::Null;
        }
    }
    assert_eq!(results[0], results[1], "{method} {path}");
    done["result"].clone()
}

async fn everybody(api: &Api) -> String {
    let body = json!({ "people": { "filter": {} }, "policy": "NoPersonalChat", "reason": "All" });
    let prepared = twice(api, "POST", LIST, Some(body), &["/operation/id"]).await;
    assert_eq!(prepared["needs_acknowledgement"], true);
    prepared["operation"]["id"].as_str().unwrap().to_owned()
}

fn newest(server: &TestServer) -> forecourt_model::Revision {
    server.services().snapshot().unwrap().revision()
}

#[tokio::test]
async fn every_step_can_be_rehearsed() {
    let server = contoso().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let before = newest(&server);
    let (one, other) = (everybody(&api).await, everybody(&api).await);
    assert_eq!(api.get(LIST).await.json()["items"].as_array().unwrap().len(), 2);
    let start = format!("{LIST}/{one}/start");
    for path in [format!("{start}?dry_run=true"), start.clone()] {
        let refused = api.send("POST", &path, &[], Some(json!({}))).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (422, "invalid"),
            "{path}"
        );
    }
    assert_eq!(newest(&server), before);
    let known = Some(json!({ "acknowledge": true }));
    let started = twice(&api, "POST", &start, known, &[]).await;
    assert_eq!(started["state"], "waiting");
    assert_eq!(newest(&server).0, before.0 + 1);
    let cancelled = twice(&api, "POST", &format!("{LIST}/{one}/cancel"), None, &[]).await;
    assert_eq!(cancelled["state"], "cancelled");
    let newest = api.get("/api/v1/activity").await.json()["items"][0].clone();
    assert_eq!(
        (&newest["action"], &newest["target_id"]),
        (&json!("operation.cancelled"), &json!(one)),
        "{newest}"
    );
    let gone = twice(&api, "DELETE", &format!("{LIST}/{other}"), None, &[]).await;
    assert_eq!(gone["id"], other.as_str());
    assert_eq!(api.get(&format!("{LIST}/{other}")).await.status, 404);
    for (method, path) in [
        ("DELETE", format!("{LIST}/{one}")),
        ("POST", format!("{LIST}/{one}/cancel")),
        // Nobody failed.
        ("POST", format!("{LIST}/{one}/retry")),
    ] {
        let dry = api.send(method, &format!("{path}?dry_run=true"), &[], None).await;
        let done = api.send(method, &path, &[], None).await;
        assert!((400..500).contains(&dry.status), "{method} {path}: {}", dry.body);
        assert_eq!((dry.status, dry.body), (done.status, done.body), "refused alike");
    }
}

/// Does what was started to its end.
async fn work(server: &TestServer) {
    let runner = Runner::new(server.services());
    while runner.step(server.services()).await.unwrap() != Step::Idle {}
}

#[tokio::test]
async fn a_retry_of_people_who_can_be_changed_now_is_rehearsed_without_a_trace() {
    let server = contoso().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let users = api
        .get("/api/v1/users?policy=Global&source=global&limit=2")
        .await
        .json();
    let ids: Vec<_> = [0, 1].map(|at| users["items"][at]["id"].clone()).into();
    let gone = PersonId(serde_json::from_value(ids[0].clone()).unwrap());
    let body = json!({ "people": { "ids": ids }, "policy": "NoPersonalChat", "reason": "Fair" });
    let draft = send(&api, "POST", LIST, Some(body)).await.json();
    let one = format!("{LIST}/{}", draft["result"]["operation"]["id"].as_str().unwrap());
    send(
        &api,
        "POST",
        &format!("{one}/start"),
        Some(json!({ "acknowledge": true })),
    )
    .await;
    // One of the two leaves before their turn, and comes back afterwards.
    let (database, tenant) = (server.services().database(), server.services().tenant());
    let mut transaction = database.begin().await.unwrap();
    let mut connection = transaction.connection();
    let person = person::find(&mut connection, tenant, gone)
        .await
        .unwrap()
        .unwrap();
    person::delete(&mut connection, tenant, gone).await.unwrap();
    transaction.commit().await.unwrap();
    work(&server).await;
    let failed = api.get(&one).await.json();
    let counts = |operation: &Value| ["succeeded", "failed"].map(|name| operation[name].clone());
    assert_eq!(counts(&failed["operation"]), [1, 1].map(Value::from), "{failed}");
    let mut transaction = database.begin().await.unwrap();
    person::upsert(
        &mut transaction.connection(),
        tenant,
        &person,
        server.context().now,
    )
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    let retry = format!("{one}/retry");
    let (before, revision) = (api.get(LIST).await.body, newest(&server));
    let dry = send(&api, "POST", &format!("{retry}?dry_run=true"), None)
        .await
        .json();
    let result = &dry["result"];
    assert_eq!(
        (&dry["dry_run"], &dry["changed"]),
        (&json!(true), &json!(true)),
        "{dry}"
    );
    assert_eq!(dry["impact"]["affected"], 1, "{dry}");
    assert_eq!(result["operation"]["people"], 1, "{dry}");
    assert_eq!(result["operation"]["policy"], "NoPersonalChat");
    let id = result["operation"]["id"].as_str().unwrap();
    assert_eq!(api.get(&format!("{LIST}/{id}")).await.status, 404);
    let results = api.get(&format!("{LIST}/{id}/results")).await;
    assert_eq!(results.status, 404, "{}", results.body);
    assert_eq!((api.get(LIST).await.body, newest(&server)), (before, revision));
    assert_eq!(api.get(&one).await.json(), failed, "what failed is as it was");
    let holders = api.get(&format!("/api/v1/users/{gone}")).await.json();
    assert_eq!(holders["user"]["policy"], "Global", "{holders}");
    // Done in earnest it says the same, and it works.
    let again = twice(&api, "POST", &retry, None, &["/operation/id"]).await;
    let start = format!("{LIST}/{}/start", again["operation"]["id"].as_str().unwrap());
    send(&api, "POST", &start, Some(json!({ "acknowledge": true }))).await;
    work(&server).await;
    let holders = api.get(&format!("/api/v1/users/{gone}")).await.json();
    assert_eq!(holders["user"]["policy"], "NoPersonalChat", "{holders}");
}

#[tokio::test]
async fn drafts_are_limited_and_a_dry_run_says_so() {
    let server = contoso().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let body = || Some(json!({ "people": { "filter": {} }, "policy": "NoPersonalChat" }));
    for _ in 0..20 {
        send(&api, "POST", LIST, body()).await;
    }
    for path in [LIST.to_owned(), format!("{LIST}?dry_run=true")] {
        let refused = api.send("POST", &path, &[], body()).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (409, "too-many-drafts")
        );
    }
}

#[tokio::test]
async fn a_policy_for_each_is_taken_as_it_is_written() {
    let server = contoso().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let name = "-Sales, \u{ff1d}East";
    send(&api, "POST", "/api/v1/policies", Some(json!({ "name": name }))).await;
    let user = api.get("/api/v1/users?limit=1").await.json()["items"][0]["id"].clone();
    let body = json!({ "people": { "policies": [{ "user": user, "policy": name }] } });
    let draft = send(&api, "POST", LIST, Some(body)).await.json();
    let result = &draft["result"];
    assert_eq!(
        (&result["change"], &result["left_out"]),
        (&json!(1), &json!(0)),
        "{draft}"
    );
}

#[tokio::test]
async fn a_reason_has_at_most_500_characters_everywhere() {
    let server = contoso().await;
    let api = server.api(Role::GlobalAdministrator).await;
    let person = api.get("/api/v1/users?limit=1").await.json()["items"][0]["id"].clone();
    let path = format!("/api/v1/users/{}/assignment", person.as_str().unwrap());
    let group = send(
        &api,
        "POST",
        "/api/v1/groups",
        Some(json!({ "display_name": "Field" })),
    )
    .await;
    let group = group.json()["result"]["id"].as_str().unwrap().to_owned();
    let before = newest(&server);
    let (long, fits) = ("é".repeat(501), "é".repeat(500));
    let star = [("if-match", "*")];
    let steps = [
        (
            "PATCH",
            "/api/v1/settings".to_owned(),
            json!({ "allow_teams_sms": false }),
        ),
        ("POST", "/api/v1/policies".to_owned(), json!({ "name": "Sales" })),
        ("PUT", path, json!({ "policy": "NoPersonalChat" })),
        (
            "PUT",
            format!("/api/v1/groups/{group}/policy"),
            json!({ "policy": "NoPersonalChat" }),
        ),
        (
            "POST",
            format!("/api/v1/groups/{group}/members"),
            json!({ "people": [person] }),
        ),
        (
            "POST",
            LIST.to_owned(),
            json!({ "people": { "ids": [person] }, "policy": null }),
        ),
        (
            "PUT",
            "/api/v1/rollout/answer".to_owned(),
            json!({ "answer": "keep_on" }),
        ),
    ];
    for (method, path, body) in &steps {
        let mut body = body.clone();
        body["reason"] = long.clone().into();
        let refused = api.send(method, path, &star, Some(body)).await;
        assert_eq!(refused.status, 422, "{path}: {}", refused.body);
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!("reason"), &json!("reason-too-long")),
            "{path}"
        );
    }
    assert_eq!(newest(&server), before);
    for (method, path, body) in steps {
        let mut body = body;
        body["reason"] = fits.clone().into();
        let done = api.send(method, &path, &star, Some(body)).await;
        assert_eq!(done.status, 200, "{path}: {}", done.body);
    }
}
