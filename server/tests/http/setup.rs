//! The first start.

use crate::support::{Client, PASSWORD, Page, TestServer};
use forecourt_service::setup::issue_code;

fn form(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("code", code),
        ("organization", "Aldergrove"),
        ("domain", "Aldergrove.example"),
        ("name", "Ada Byron"),
        ("email", "ada@aldergrove.example"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ]
}

fn with<'f>(code: &'f str, name: &str, value: &'f str) -> Vec<(&'f str, &'f str)> {
    let replace = |(field, before)| (field, if field == name { value } else { before });
    form(code).into_iter().map(replace).collect()
}

async fn submit(client: &Client, fields: &[(&str, &str)]) -> Page {
    client.post("/setup", fields).await
}

#[tokio::test]
async fn the_code_lets_one_person_set_up_and_signs_them_in() {
    let server = TestServer::start_empty().await;
    let code = issue_code(server.services()).await.unwrap().unwrap();
    let client = server.client();
    for path in ["/administrators", "/sign-in", "/account"] {
        assert_eq!(
            client.get(path).await.location().as_deref(),
            Some("/setup"),
            "{path}"
        );
    }
    let page = client.get(&format!("/setup?code={code}")).await;
    assert_eq!(page.title(), "Set up Forecourt");
    assert_eq!(
        page.value("code").as_deref(),
        Some(code.as_str()),
        "the printed link carries it"
    );
    let typed = code.to_lowercase().replace('-', " ");
    let done = submit(&client, &form(&typed)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        done.location().as_deref(),
        Some("/external-access/organization-settings")
    );
    let account = client.get("/account").await;
    assert_eq!(account.status, 200);
    assert!(account.body.contains("Ada Byron") && account.body.contains("Global Administrator"));
    assert_eq!(
        account.toast().split_whitespace().next(),
        Some("Forecourt"),
        "{}",
        account.toast()
    );
    assert_eq!(client.get("/setup").await.location().as_deref(), Some("/sign-in"));
    assert_eq!(issue_code(server.services()).await.unwrap(), None);
    let late = submit(&server.client(), &form(&code)).await;
    assert_eq!(late.status, 422);
    assert!(
        late.field_error("code").contains("has been used"),
        "{}",
        late.body
    );
    assert_eq!(
        late.value("name").as_deref(),
        Some("Ada Byron"),
        "what was typed stays"
    );
}

#[tokio::test]
async fn a_new_code_replaces_the_one_before() {
    let server = TestServer::start_empty().await;
    let first = issue_code(server.services()).await.unwrap().unwrap();
    let second = issue_code(server.services()).await.unwrap().unwrap();
    assert_ne!(first, second);
    let refused = submit(&server.client(), &form(&first)).await;
    assert!(
        refused.field_error("code").contains("not the setup code"),
        "{}",
        refused.body
    );
    assert_eq!(submit(&server.client(), &form(&second)).await.status, 303);
}

#[tokio::test]
async fn every_field_gets_its_sentence_and_nothing_is_made() {
    let server = TestServer::start_empty().await;
    let code = issue_code(server.services()).await.unwrap().unwrap();
    let client = server.client();
    for (field, value, says) in [
        ("organization", " ", "Write what your organization is called."),
        ("domain", "http://aldergrove.example", "web address"),
        ("domain", "aldergrove", "no dot"),
        ("name", "", "Write the administrator's name."),
        ("email", "ada", "not an e-mail address"),
        ("password", "short", "at least 12 characters"),
        ("password", "dragon123456", "tried first"),
        ("password", "aldergrove lantern", "contains"),
        ("password_again", "winter bicycle lanterns", "differ"),
    ] {
        let refused = submit(&client, &with(&code, field, value)).await;
        assert_eq!(refused.status, 422, "{field}={value}");
        assert!(
            refused.field_error(field).contains(says),
            "{field}={value}: {}",
            refused.field_error(field)
        );
        assert_eq!(refused.texts(".fc-field__error").len(), 1, "{field}={value}");
        assert!(!refused.body.contains(PASSWORD), "the password is on the page");
    }
    let wrong_all = submit(&client, &[]).await;
    assert_eq!(wrong_all.texts(".fc-field__error").len(), 6);
    assert!(server.services().snapshot_if_set_up().is_none());
    assert_eq!(submit(&client, &form(&code)).await.status, 303);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let server = TestServer::start_empty().await;
    let code = issue_code(server.services()).await.unwrap().unwrap();
    let client = server.client();
    for _ in 0..5 {
        assert_eq!(submit(&client, &form("0000-0000-0000-0000")).await.status, 422);
    }
    let paused = submit(&client, &form(&code)).await;
    assert_eq!(paused.status, 429);
    assert!(
        paused.messages()[0].contains("Try again in 1 minute."),
        "{:?}",
        paused.messages()
    );
    assert_eq!(submit(&client.at([192, 0, 2, 1]), &form(&code)).await.status, 303);
}
