//! The configuration as a file, and the compliance report, through their pages.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, Request};
use axum::body::Body;
use forecourt_model::authority::Role;
use http::header::{CONTENT_TYPE, ORIGIN};

const ALICE: &str = "alice.ashdown@contoso.example.com";

async fn upload(browser: &Client, text: &str) -> Page {
    let body = format!(
        "--frontier\r\ncontent-disposition: form-data; name=\"document\"; filename=\"f\"\r\n\r\n{text}\r\n--frontier--\r\n"
    );
    let request = Request::new()
        .method("POST")
        .uri("/files")
        .header(ORIGIN, "http://forecourt.example")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier");
    browser.send(request, Body::from(body)).await
}

#[tokio::test]
async fn a_broken_upload_is_said_where_the_file_was_chosen() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let send = async |body: &str, kind: &'static str| {
        let request = Request::new()
            .method("POST")
            .uri("/files")
            .header(ORIGIN, "http://forecourt.example")
            .header(CONTENT_TYPE, kind);
        browser.send(request, Body::from(body.to_owned())).await
    };
    let broken =
        "--frontier\r\ncontent-disposition: form-data; name=\"document\"; filename=\"f\"\r\n\r\nschema";
    let answer = send(broken, "multipart/form-data; boundary=frontier").await;
    assert!(
        answer.text("main").contains("The upload broke off"),
        "{}",
        answer.text("main")
    );
    let answer = send("document=x", "application/x-www-form-urlencoded").await;
    assert!(
        answer.text("main").contains("Choose at least one file"),
        "{}",
        answer.text("main")
    );
}

#[tokio::test]
async fn an_upload_of_one_kind_is_not_one_of_the_other() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let yaml = browser.get("/files/export?format=yaml").await;
    let path = upload(&browser, &yaml.body).await.location().unwrap();
    let as_import = path.replace("/files/", "/import/");
    assert_eq!(browser.get(&as_import).await.status, 404);
    assert_eq!(browser.get(&path).await.status, 200);
}

#[tokio::test]
async fn what_is_downloaded_changes_nothing_and_what_is_edited_is_applied_once() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let yaml = browser.get("/files/export?format=yaml").await;
    assert_eq!(yaml.status, 200);
    assert!(
        yaml.header("content-disposition")
            .contains("external-access.yaml")
    );
    assert_eq!(
        browser.get("/files/export").await.body,
        yaml.body,
        "the same state gives the same file"
    );
    for text in [
        yaml.body.clone(),
        browser.get("/files/export?format=json").await.body,
    ] {
        let path = upload(&browser, &text).await.location().unwrap();
        let page = browser.get(&path).await;
        assert!(
            page.text("main")
                .contains("Everything is as the file says already"),
            "{}",
            page.text("main")
        );
        assert!(!page.text("main").contains("Apply this file"));
    }
    let edited = yaml
        .body
        .replace("AllowTeamsConsumer: true", "AllowTeamsConsumer: false");
    assert_ne!(edited, yaml.body);
    let path = upload(&browser, &edited).await.location().unwrap();
    let page = browser.get(&path).await;
    let text = page.text("main");
    for words in [
        "What it does to people",
        "AllowTeamsConsumer",
        "Apply this file",
        "Nothing is changed yet",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let script = browser.get(&format!("{path}/script.ps1")).await;
    assert!(
        script
            .body
            .contains("Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false"),
        "{}",
        script.body
    );
    let before = server.services().snapshot().unwrap().revision();
    let applied = browser.post(&path, &[("reason", "Ticket 12")]).await;
    assert_eq!(applied.status, 303, "{}", applied.body);
    let snapshot = server.services().snapshot().unwrap();
    assert_eq!(snapshot.revision().0, before.0 + 1);
    assert!(!snapshot.settings.allow_teams_consumer);
    let change = format!("/activity/{}", snapshot.revision());
    assert_eq!(applied.location().unwrap(), change);
    assert!(browser.get(&change).await.text("main").contains("Ticket 12"));
    let script = browser.get(&format!("{change}/script.ps1")).await;
    assert!(
        script.body.contains("-AllowTeamsConsumer $false"),
        "{}",
        script.body
    );
    assert_eq!(
        browser.post(&path, &[]).await.location().unwrap(),
        change,
        "once only"
    );
    assert_eq!(
        server.services().snapshot().unwrap().revision(),
        snapshot.revision()
    );
}

#[tokio::test]
async fn faults_of_a_file_are_listed_with_their_lines() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let page = upload(
        &browser,
        "schema: 1\nsettings:\n  AllowTeamConsumer: true\n  <b>: 1\n",
    )
    .await;
    assert_eq!(page.status, 422);
    let text = page.text("main");
    assert!(
        text.contains("Line 3, settings.AllowTeamConsumer") && text.contains("Is AllowTeamsConsumer meant?"),
        "{text}"
    );
    assert!(!page.body.contains("<b>:"), "what a file says is shown as text");
    assert_eq!(upload(&browser, "").await.status, 422);
    let path = upload(
        &browser,
        "schema: 1\nassignments:\n- person: nobody@x.example\n  policy: Global2\n",
    )
    .await;
    let path = path.location().unwrap();
    let page = browser.get(&path).await;
    assert!(
        page.text("main")
            .contains("nobody@x.example is not in the directory"),
        "{}",
        page.text("main")
    );
    assert_eq!(browser.post(&path, &[]).await.status, 422);
    let reader = server.sign_in(Role::GlobalReader).await;
    assert!(
        reader
            .get("/files")
            .await
            .text("main")
            .contains("cannot change this")
    );
    assert_eq!(reader.get(&path).await.status, 403);
    let other = server.sign_in(Role::TeamsAdministrator).await;
    assert_eq!(other.get(&path).await.status, 404, "an upload is somebody's own");
    assert_eq!(browser.get("/files/export?format=xml").await.status, 404);
    assert_eq!(browser.get("/files/nonsense").await.status, 404);
}

#[tokio::test]
async fn the_compliance_report_counts_and_names_who_gets_around_controls() {
    let server = contoso().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let alice = person(&server, ALICE).await;
    let revision = browser
        .get(&format!("/users/{alice}"))
        .await
        .value("revision")
        .unwrap();
    let chosen = policy(&server, "FederationAndPICDefault").to_string();
    let fields = [
        ("revision", revision.as_str()),
        ("policy", chosen.as_str()),
        ("do", "assign"),
        ("expires", "2021-12-31"),
        ("reason", "Fair in <Hanover>"),
        ("owner", "Mara"),
    ];
    assert_eq!(
        browser.post(&format!("/users/{alice}"), &fields).await.status,
        303
    );
    let edited = browser.get("/files/export").await.body.replacen(
        "EnableTeamsConsumerAccess: true",
        "EnableTeamsConsumerAccess: false",
        1,
    );
    let path = upload(&browser, &edited).await.location().unwrap();
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let global = server.services().snapshot().unwrap();
    let global = global
        .policies
        .iter()
        .find(|policy| policy.name.is_global())
        .unwrap();
    assert!(
        !global.settings.enable_teams_consumer_access,
        "Global stands first in the file"
    );

    let reader = server.sign_in(Role::HelpDesk).await;
    let page = reader.get("/compliance").await;
    assert_eq!(page.status, 200);
    let text = page.text("main");
    for words in [
        "MS.TEAMS.2.2v2",
        "8.2.4",
        "Met, with exceptions",
        "Fair in <Hanover>",
        "It reads the organization settings only. Here the Global policy closes it.",
        "It does not read custom policies",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(page.has("svg.fc-bars__bar"), "who gets around it is drawn");
    let json: serde_json::Value = serde_json::from_str(&reader.get("/compliance.json").await.body).unwrap();
    let controls = json["report"]["controls"].as_array().unwrap();
    let chat = controls
        .iter()
        .find(|control| control["control"] == "8.2.2")
        .unwrap();
    assert_eq!(chat["verdict"], "met_except");
    assert_eq!(chat["with_reason"], 1);
    let people = json["people"].as_array().unwrap();
    let named = people.iter().filter(|person| {
        person["controls"]
            .as_array()
            .unwrap()
            .iter()
            .any(|control| control == "8.2.2")
    });
    assert_eq!(
        chat["escaping"].as_u64().unwrap(),
        named.count() as u64,
        "the count is the list"
    );
    let csv = reader.get("/compliance/people.csv").await.body;
    assert_eq!(csv.lines().count(), people.len() + 1);
    assert!(csv.contains(ALICE) && csv.contains("8.2.2"), "{csv}");
    assert_eq!(reader.get("/compliance.csv").await.body.lines().count(), 8);
}
