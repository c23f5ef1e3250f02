//! The stream of changes.

use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::settings::OrganizationSettings;
use forecourt_server::start::Answers as _;
use forecourt_service::organization::save_settings;
use forecourt_service::{Services, session};
use http_body_util::BodyExt as _;
use std::time::Duration;

async fn change_something(server: &TestServer) {
    let services: &Services = server.services();
    let snapshot = services.snapshot().unwrap();
    let settings = OrganizationSettings {
        allow_teams_sms: !snapshot.settings.allow_teams_sms,
        ..snapshot.settings.clone()
    };
    save_settings(
        services,
        &server.context(),
        snapshot.settings_revision,
        &settings,
        None,
        None,
    )
    .await
    .unwrap();
}

/// Reads the stream until it holds `wanted` or ends.
async fn read_until(body: &mut axum::body::Body, wanted: &str) -> String {
    let mut text = String::new();
    let reading = async {
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame.unwrap().into_data() {
                text.push_str(std::str::from_utf8(&data).unwrap());
            }
            if text.contains(wanted) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading)
        .await
        .unwrap();
    text
}

async fn listen(server: &TestServer, cookie: &str, path: &str) -> http::Response<axum::body::Body> {
    let request = http::Request::builder()
        .uri(path)
        .header("host", "forecourt.example")
        .header("cookie", format!("forecourt={cookie}"))
        .body(axum::body::Body::empty())
        .unwrap();
    server
        .front
        .answer(([127, 0, 0, 1], 50_000).into(), request)
        .await
}

#[tokio::test]
async fn the_stream_tells_what_was_done_and_ends_with_the_session() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let cookie = client.cookie("forecourt").unwrap();
    let known = server.services().snapshot().unwrap().revision();
    change_something(&server).await;
    let response = listen(&server, &cookie, &format!("/events?after={known}")).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    let missed = read_until(&mut body, "sentence").await;
    assert!(missed.contains("event: change"), "{missed}");
    assert!(missed.contains("changed organization settings."), "{missed}");
    change_something(&server).await;
    let live = read_until(&mut body, "sentence").await;
    assert!(live.contains(&format!("id: {}", known.0 + 2)), "{live}");
    session::end(server.services(), &cookie).await.unwrap();
    change_something(&server).await;
    let rest = read_until(&mut body, "sentence").await;
    assert!(!rest.contains("sentence"), "{rest}");
}

#[tokio::test]
async fn nobody_listens_without_a_session() {
    let server = TestServer::start().await;
    let answer = server.client().get("/events").await;
    assert_eq!(answer.status, 303);
}
