//! A form that is sent after its session has ended comes back.

use crate::support::{PASSWORD, TestServer};
use forecourt_model::authority::Role;
use time::Duration;

const FIELDS: [(&str, &str); 5] = [
    ("action", "add"),
    ("name", "Bea & Söhne"),
    ("email", "bea@aldergrove.example"),
    ("role", "help_desk"),
    ("password", "summer kayak compass"),
];

async fn sent_too_late() -> (TestServer, crate::support::Client, String) {
    let server = TestServer::start().await;
    server
        .add_administrator("Ada", "ada@aldergrove.example", Role::GlobalAdministrator)
        .await;
    let client = server.sign_in_as("ada@aldergrove.example").await;
    server.clock.advance(Duration::minutes(31));
    let answer = client.post("/administrators", &FIELDS).await;
    assert_eq!(answer.status, 303);
    let location = answer.location().unwrap();
    assert!(
        location.starts_with("/sign-in?next=%2Fadministrators&draft="),
        "{location}"
    );
    (server, client, location)
}

#[tokio::test]
async fn what_was_typed_comes_back_unsaved_after_signing_in() {
    let (server, client, location) = sent_too_late().await;
    let page = client.get(&location).await;
    assert!(
        page.messages()[0].contains("What you entered is kept."),
        "{:?}",
        page.messages()
    );
    let (next, draft) = (page.value("next").unwrap(), page.value("draft").unwrap());
    let wrong = [
        ("email", "ada@aldergrove.example"),
        ("password", "guess"),
        ("next", &next),
        ("draft", &draft),
    ];
    let refused = client.post("/sign-in", &wrong).await;
    assert_eq!(
        refused.value("draft").as_deref(),
        Some(draft.as_str()),
        "a wrong password does not lose it"
    );
    let right = [
        ("email", "ada@aldergrove.example"),
        ("password", PASSWORD),
        ("next", &next),
        ("draft", &draft),
    ];
    let entered = client.post("/sign-in", &right).await;
    let target = entered.location().unwrap();
    let back = client.get(&target).await;
    assert!(
        back.messages()[0].contains("It is not saved yet."),
        "{:?}",
        back.messages()
    );
    assert_eq!(back.value("name").as_deref(), Some("Bea & Söhne"));
    assert_eq!(back.value("email").as_deref(), Some("bea@aldergrove.example"));
    assert_eq!(back.value("role").as_deref(), Some("help_desk"));
    assert!(!back.body.contains("kayak"), "passwords are not kept");
    let once = client.get(&target).await;
    assert_eq!(
        once.value("name").as_deref().unwrap_or_default(),
        "",
        "it comes back once"
    );
    let all = forecourt_service::administrator::list(server.services(), &server.context()).await;
    assert_eq!(all.unwrap().len(), 1, "nothing was saved");
}

#[tokio::test]
async fn a_kept_form_is_forgotten_after_two_hours() {
    let (server, client, location) = sent_too_late().await;
    let draft = client.get(&location).await.value("draft").unwrap();
    server.clock.advance(Duration::hours(2));
    let client = server.sign_in_as("ada@aldergrove.example").await;
    let page = client.get(&format!("/administrators?draft={draft}")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.value("name").as_deref().unwrap_or_default(), "");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let server = TestServer::start().await;
    server
        .add_administrator("Ada", "ada@aldergrove.example", Role::HelpDesk)
        .await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let fields = [
            ("email", "ada@aldergrove.example"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = server.client().post("/sign-in", &fields).await;
        assert_eq!(answer.location().as_deref(), Some("/"), "{next}");
    }
}
