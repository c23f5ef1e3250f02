//! Operations over many people, without script.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_service::operation::{Runner, Step};
use http::header::{CONTENT_TYPE, ORIGIN};

const ALICE: &str = "alice.ashdown@contoso.example.com";

pub(crate) async fn send(browser: &Client, fields: &[(&str, &str)], file: Option<&[u8]>) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--frontier\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some(file) = file {
        let head = "--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    let request = Request::new()
        .method("POST")
        .uri("/operations")
        .header(ORIGIN, "http://forecourt.example")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier");
    browser.send(request, Body::from(body)).await
}

pub(crate) async fn work(server: &TestServer, part: i64) {
    let runner = Runner::new(server.services()).with_part(part);
    while runner.step(server.services()).await.unwrap() != Step::Idle {}
}

pub(crate) fn no_chat(server: &TestServer) -> String {
    policy(server, "NoPersonalChat").to_string()
}

#[tokio::test]
async fn a_pasted_list_is_previewed_started_followed_and_downloaded() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let form = browser.get("/operations/new").await;
    assert_eq!(form.status, 200);
    let (key, target) = (form.value("key").unwrap(), no_chat(&server));
    let list = format!("{ALICE}\nnobody@contoso.example.com\n{ALICE}\n");
    let fields = [
        ("key", key.as_str()),
        ("target", target.as_str()),
        ("from", ""),
        ("list", list.as_str()),
        ("reason", "Asked for"),
    ];
    let sent = send(&browser, &fields, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().unwrap();
    let again = send(&browser, &fields, None).await;
    assert_eq!(
        again.location().as_ref(),
        Some(&path),
        "sent twice, prepared once"
    );
    let before = server.services().snapshot().unwrap().revision();
    let preview = browser.get(&path).await;
    let text = preview.text("main");
    for words in [
        "Would change",
        "Not found",
        "Duplicate",
        "Start for 1 person",
        "Discard",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(!preview.headers.contains_key("refresh"));
    assert_eq!(server.services().snapshot().unwrap().revision(), before);
    let started = browser.post(&path, &[("do", "start")]).await;
    assert_eq!(started.status, 303, "{}", started.body);
    let waiting = browser.get(&path).await;
    assert_eq!(waiting.header("refresh"), "2", "it comes again by itself");
    work(&server, 10).await;
    let done = browser.get(&path).await;
    assert!(!done.headers.contains_key("refresh"));
    assert!(done.text("main").contains("Changed"), "{}", done.text("main"));
    let csv = browser.get(&format!("{path}/people.csv")).await;
    assert_eq!(csv.body.lines().count(), 4, "{}", csv.body);
    assert!(
        csv.body.contains(",succeeded,") && csv.body.contains(",duplicate,"),
        "{}",
        csv.body
    );
    let failed = browser.get(&format!("{path}?outcome=left-out")).await;
    assert!(failed.text("main").contains("nobody@contoso.example.com"));
    let activity = browser.get("/activity").await;
    assert!(activity.text("main").contains("Asked for"));
    let list = browser.get("/operations").await;
    assert!(
        list.text("main").contains("Assign NoPersonalChat to 1 person"),
        "{}",
        list.text("main")
    );
}

#[tokio::test]
async fn everybody_who_matches_has_to_be_acknowledged_and_can_be_cancelled() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let users = browser.get("/users").await;
    assert!(
        users.text("main").contains("Change all 500 people"),
        "{}",
        users.text("main")
    );
    let form = browser.get("/operations/new?all=true").await;
    assert!(form.text("main").contains("500 people"));
    let target = no_chat(&server);
    let sent = send(&browser, &[("all", "true"), ("target", &target)], None).await;
    let path = sent.location().unwrap();
    let refused = browser.post(&path, &[("do", "start")]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text("main").contains("Tick this to say"),
        "{}",
        refused.text("main")
    );
    let started = browser
        .post(&path, &[("do", "start"), ("acknowledge", "on")])
        .await;
    assert_eq!(started.status, 303);
    let runner = Runner::new(server.services()).with_part(100);
    runner.step(server.services()).await.unwrap();
    let cancelled = browser.post(&path, &[("do", "cancel")]).await;
    assert_eq!(cancelled.status, 303);
    let shown = browser.follow(cancelled).await;
    assert!(shown.text("main").contains("Cancelled"), "{}", shown.text("main"));
    let again = browser.post(&path, &[("do", "cancel")]).await;
    assert_eq!(again.status, 409);
    let activity = browser.get("/activity").await.text("main");
    assert!(
        activity.contains("ancelled a change of many people"),
        "{activity}"
    );
}

#[tokio::test]
async fn an_administrator_has_at_most_twenty_drafts() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let target = no_chat(&server);
    let fields = [("list", ALICE), ("target", target.as_str()), ("reason", "Typed")];
    for number in 0..20 {
        assert_eq!(send(&browser, &fields, None).await.status, 303, "{number}");
    }
    let refused = send(&browser, &fields, None).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(
        refused
            .text("main")
            .contains("Start or discard one of them first"),
        "{}",
        refused.text("main")
    );
    assert_eq!(refused.value("reason").as_deref(), Some("Typed"));
}

#[tokio::test]
async fn what_the_form_cannot_take_comes_back_with_what_was_typed() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let target = no_chat(&server);
    let empty = send(
        &browser,
        &[("target", &target), ("list", " "), ("reason", "Why not")],
        None,
    )
    .await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("Paste addresses"), "{}", empty.body);
    assert_eq!(empty.value("reason").as_deref(), Some("Why not"));
    let unknown = send(&browser, &[("target", "x"), ("list", ALICE)], None).await;
    assert_eq!(unknown.status, 422);
    let huge = vec![b'a'; 65 * 1024 * 1024];
    let large = send(&browser, &[("target", &target)], Some(&huge)).await;
    assert_eq!(large.status, 422);
    assert!(large.body.contains("larger than 64 MB"));
    let csv = format!("UserPrincipalName\n{ALICE}\n");
    let taken = send(&browser, &[("target", &target)], Some(csv.as_bytes())).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let two = [
        ("target", target.as_str()),
        ("from", target.as_str()),
        ("list", ALICE),
    ];
    let same = send(&browser, &two, None).await;
    assert_eq!(same.status, 422);
    assert!(same.body.contains("Both policies are the same"));
}

#[tokio::test]
async fn nobody_sees_or_touches_the_draft_of_another() {
    let server = contoso().await;
    let (own, other) = (
        server.sign_in(Role::TeamsAdministrator).await,
        server.sign_in(Role::GlobalAdministrator).await,
    );
    let target = no_chat(&server);
    let sent = send(&own, &[("target", &target), ("list", ALICE)], None).await;
    let path = sent.location().unwrap();
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.get(&format!("{path}/people.csv")).await.status, 404);
    for what in ["start", "discard", "cancel", "retry"] {
        assert_eq!(other.post(&path, &[("do", what)]).await.status, 404, "{what}");
    }
    assert!(!other.get("/operations").await.body.contains(&path));
    assert_eq!(own.post(&path, &[("do", "discard")]).await.status, 303);
    assert_eq!(own.get(&path).await.status, 404);
    assert_eq!(own.get("/operations/nonsense").await.status, 404);
}

#[tokio::test]
async fn who_failed_is_tried_again_from_the_page() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let target = no_chat(&server);
    let alice = person(&server, ALICE).await;
    let sent = send(&browser, &[("target", &target), ("list", ALICE)], None).await;
    let path = sent.location().unwrap();
    browser.post(&path, &[("do", "start")]).await;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::person::delete(&mut transaction.connection(), tenant, alice)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    work(&server, 10).await;
    let done = browser.get(&path).await;
    let text = done.text("main");
    assert!(
        text.contains("Done with failures") && text.contains("Try the 1 person again"),
        "{text}"
    );
    assert!(text.contains("is not in the directory any more"), "{text}");
    let retried = browser.post(&path, &[("do", "retry")]).await;
    assert_eq!(retried.status, 303);
    let next = browser.get(&retried.location().unwrap()).await;
    assert!(next.text("main").contains("Nobody"), "{}", next.text("main"));
}

#[tokio::test]
async fn more_people_than_a_dialog_takes_become_an_operation() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let target = no_chat(&server);
    let ids: Vec<_> = (0..501_u128)
        .map(|n| uuid::Uuid::from_u128(n + 1).to_string())
        .collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("user", id.as_str())).collect();
    fields.extend([("do", "assign"), ("policy", target.as_str())]);
    let sent = browser.post("/users", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().unwrap();
    assert!(path.starts_with("/operations/"), "{path}");
    assert!(browser.get(&path).await.text("main").contains("Not found"));
}
