//! Two servers on one PostgreSQL count as one.

use crate::support::{PASSWORD, TestServer};
use forecourt_model::authority::Role;

const EMAIL: &str = "ada@aldergrove.example";

#[tokio::test]
async fn sessions_and_failures_on_one_server_count_on_the_other() {
    let (first, address) = TestServer::start_on_postgres_at().await;
    let second = first.another(&address).await;
    first
        .add_administrator("Ada Byron", EMAIL, Role::GlobalAdministrator)
        .await;
    let client = first.sign_in_as(EMAIL).await;
    let other = second.client();
    other.set_cookie("forecourt", &client.cookie("forecourt").unwrap());
    assert_eq!(
        other.get("/account").await.status,
        200,
        "signed in on one, signed in on both"
    );
    other.post("/sign-out", &[]).await;
    assert_eq!(
        client.get("/account").await.status,
        303,
        "signed out on one, signed out on both"
    );
    for attempt in 0..5 {
        let server = if attempt % 2 == 0 { &first } else { &second };
        let fields = [("email", EMAIL), ("password", "guess")];
        assert_eq!(server.client().post("/sign-in", &fields).await.status, 422);
    }
    let right = [("email", EMAIL), ("password", PASSWORD)];
    for server in [&first, &second] {
        assert_eq!(server.client().post("/sign-in", &right).await.status, 429);
    }
}

#[tokio::test]
async fn attempts_at_the_same_moment_are_all_counted() {
    let server = TestServer::start_on_postgres().await;
    server
        .add_administrator("Ada Byron", EMAIL, Role::GlobalAdministrator)
        .await;
    let attempts = (0..12).map(|_| {
        let client = server.client();
        tokio::spawn(async move {
            client
                .post("/sign-in", &[("email", EMAIL), ("password", "guess")])
                .await
                .status
        })
    });
    let mut statuses = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        statuses.push(attempt.await.unwrap());
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 422).count(),
        5,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 429).count(),
        7,
        "{statuses:?}"
    );
}
