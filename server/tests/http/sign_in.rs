//! Signing in and out.

use crate::support::{PASSWORD, TestServer};
use forecourt_model::authority::Role;
use time::Duration;

const EMAIL: &str = "ada@aldergrove.example";

async fn server_with_ada() -> TestServer {
    let server = TestServer::start().await;
    server
        .add_administrator("Ada Byron", EMAIL, Role::GlobalAdministrator)
        .await;
    server
}

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let server = server_with_ada().await;
    let client = server.client();
    let page = client.get("/sign-in?next=/users").await;
    assert_eq!(page.title(), "Sign in");
    assert_eq!(page.value("next").unwrap(), "/users");
    let fields = [
        ("email", "ADA@aldergrove.example"),
        ("password", PASSWORD),
        ("next", "/users?q=a"),
    ];
    let answer = client.post("/sign-in", &fields).await;
    assert_eq!(
        (answer.status, answer.location().as_deref()),
        (303, Some("/users?q=a"))
    );
    let again = client.get("/sign-in").await;
    assert_eq!(again.location().as_deref(), Some("/"));
}

#[tokio::test]
async fn a_wrong_password_an_unknown_and_a_disabled_account_get_the_same_answer() {
    let server = server_with_ada().await;
    let mut bea = server
        .add_administrator("Bea", "bea@aldergrove.example", Role::GlobalReader)
        .await;
    bea.disabled = true;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::administrator::save(&mut transaction.connection(), tenant, &bea)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let mut answers = Vec::new();
    for (email, password) in [
        (EMAIL, "autumn bicycle lantern"),
        ("nobody@aldergrove.example", PASSWORD),
        (&bea.email, PASSWORD),
    ] {
        let answer = server
            .client()
            .post("/sign-in", &[("email", email), ("password", password)])
            .await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.value("email").as_deref(), Some(email));
        assert!(!answer.body.contains("bicycle"), "the password is on the page");
        answers.push(answer.field_error("password"));
    }
    assert_eq!(
        answers[0],
        "This e-mail address and password do not match. 4 tries left before a pause of 1 minute."
    );
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn an_account_pauses_after_five_failures_whoever_tries() {
    let server = server_with_ada().await;
    let wrong = [("email", EMAIL), ("password", "autumn bicycle lantern")];
    let right = [("email", EMAIL), ("password", PASSWORD)];
    for number in 1..=5_u8 {
        let answer = server
            .client()
            .at([192, 0, 2, number])
            .post("/sign-in", &wrong)
            .await;
        assert_eq!(answer.status, 422, "attempt {number}");
    }
    let client = server.client().at([198, 51, 100, 7]);
    let paused = client.post("/sign-in", &right).await;
    assert_eq!(
        (paused.status, paused.header("retry-after").as_str()),
        (429, "60")
    );
    assert!(
        paused.messages()[0].contains("Try again in 1 minute."),
        "{:?}",
        paused.messages()
    );
    server.clock.advance(Duration::seconds(60));
    let next = client.post("/sign-in", &wrong).await;
    assert!(
        next.field_error("password")
            .contains("The next try is possible in 2 minutes."),
        "{}",
        next.body
    );
    server.clock.advance(Duration::seconds(119));
    assert_eq!(client.post("/sign-in", &right).await.status, 429);
    server.clock.advance(Duration::seconds(1));
    assert_eq!(client.post("/sign-in", &right).await.status, 303);
    // The right password has wiped the slate clean.
    let fresh = server.client().post("/sign-in", &wrong).await;
    assert!(
        fresh.field_error("password").contains("4 tries left"),
        "{}",
        fresh.body
    );
}

#[tokio::test]
async fn an_address_pauses_after_twenty_failures_on_whatever_accounts() {
    let server = server_with_ada().await;
    let client = server.client();
    for number in 0..20 {
        let email = format!("guess{number}@aldergrove.example");
        let answer = client
            .post("/sign-in", &[("email", &email), ("password", "guess")])
            .await;
        assert_eq!(answer.status, 422);
    }
    let right = [("email", EMAIL), ("password", PASSWORD)];
    assert_eq!(client.post("/sign-in", &right).await.status, 429);
    assert_eq!(
        client.at([192, 0, 2, 9]).post("/sign-in", &right).await.status,
        303
    );
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_ends_at_sign_out() {
    let server = server_with_ada().await;
    let client = server.client();
    client.set_cookie("forecourt", "planted");
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    client.post("/sign-in", &fields).await;
    let first = client.cookie("forecourt").unwrap();
    assert_ne!(first, "planted");
    client.post("/sign-in", &fields).await;
    let second = client.cookie("forecourt").unwrap();
    assert_ne!(first, second);
    let old = server.client();
    old.set_cookie("forecourt", &first);
    assert_eq!(
        old.get("/sign-in").await.status,
        200,
        "the session before is over"
    );
    let left = client.post("/sign-out", &[]).await;
    assert_eq!(left.location().as_deref(), Some("/sign-in"));
    assert_eq!(client.cookie("forecourt"), None);
    let stolen = server.client();
    stolen.set_cookie("forecourt", &second);
    assert_eq!(
        stolen.get("/sign-in").await.status,
        200,
        "signing out ends the session on the server"
    );
}
