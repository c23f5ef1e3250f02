//! One's own account, and how long a session lasts.

use crate::support::{PASSWORD, TestServer};
use forecourt_model::authority::Role;
use time::Duration;

const EMAIL: &str = "ada@aldergrove.example";
const NEXT_PASSWORD: &str = "summer kayak compass";

async fn server_with_ada() -> TestServer {
    let server = TestServer::start().await;
    server.add_administrator("Ada Byron", EMAIL, Role::HelpDesk).await;
    server
}

fn change<'f>(current: &'f str, new: &'f str, again: &'f str) -> [(&'f str, &'f str); 4] {
    [
        ("action", "password"),
        ("current_password", current),
        ("password", new),
        ("password_again", again),
    ]
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let server = server_with_ada().await;
    let (here, elsewhere) = (server.sign_in_as(EMAIL).await, server.sign_in_as(EMAIL).await);
    let done = here
        .post("/account", &change(PASSWORD, NEXT_PASSWORD, NEXT_PASSWORD))
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(
        here.follow(done)
            .await
            .toast()
            .contains("Your password was changed.")
    );
    assert_eq!(elsewhere.get("/account").await.status, 303);
    let client = server.client();
    assert_eq!(
        client
            .post("/sign-in", &[("email", EMAIL), ("password", PASSWORD)])
            .await
            .status,
        422
    );
    assert_eq!(
        client
            .post("/sign-in", &[("email", EMAIL), ("password", NEXT_PASSWORD)])
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_it() {
    let server = server_with_ada().await;
    let client = server.sign_in_as(EMAIL).await;
    for (current, new, again, field, says) in [
        (
            "autumn bicycle lantern",
            NEXT_PASSWORD,
            NEXT_PASSWORD,
            "current_password",
            "not your current password",
        ),
        (
            PASSWORD,
            NEXT_PASSWORD,
            "summer kayak",
            "password_again",
            "differ",
        ),
        (PASSWORD, PASSWORD, PASSWORD, "password", "the password you have"),
        (
            PASSWORD,
            "princess2021!",
            "princess2021!",
            "password",
            "tried first",
        ),
    ] {
        let refused = client.post("/account", &change(current, new, again)).await;
        assert_eq!(refused.status, 422, "{says}");
        assert!(
            refused.field_error(field).contains(says),
            "{}",
            refused.field_error(field)
        );
    }
    for _ in 0..4 {
        client
            .post("/account", &change("guess", NEXT_PASSWORD, NEXT_PASSWORD))
            .await;
    }
    let paused = client
        .post("/account", &change(PASSWORD, NEXT_PASSWORD, NEXT_PASSWORD))
        .await;
    assert_eq!(
        paused.status, 429,
        "a stolen session cannot be used to guess the password"
    );
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let server = server_with_ada().await;
    let here = server.sign_in_as(EMAIL).await;
    let elsewhere = here.at([192, 0, 2, 44]);
    elsewhere
        .post("/sign-in", &[("email", EMAIL), ("password", PASSWORD)])
        .await;
    let page = here.get("/account").await;
    assert_eq!(
        page.texts("#sessions ~ * tbody tr, section[aria-labelledby=sessions] tbody tr")
            .len(),
        2
    );
    assert!(page.body.contains("192.0.2.44") && page.body.contains("Firefox on Linux"));
    let session = page.attribute("input[name=session]", "value").unwrap();
    let done = here
        .post("/account", &[("action", "end_session"), ("session", &session)])
        .await;
    assert_eq!(done.status, 303);
    assert_eq!(elsewhere.get("/account").await.status, 303);
    assert_eq!(here.get("/account").await.status, 200);
    let stranger = server.sign_in(Role::GlobalAdministrator).await;
    let own = stranger.get("/account").await;
    assert!(
        !own.has("input[name=session]"),
        "nobody sees the sessions of others"
    );
    elsewhere
        .post("/sign-in", &[("email", EMAIL), ("password", PASSWORD)])
        .await;
    let hers = here
        .get("/account")
        .await
        .attribute("input[name=session]", "value")
        .unwrap();
    let tried = stranger
        .post("/account", &[("action", "end_session"), ("session", &hers)])
        .await;
    assert_eq!(tried.status, 404);
    assert_eq!(elsewhere.get("/account").await.status, 200);
    let all = here.post("/account", &[("action", "sign_out_everywhere")]).await;
    assert_eq!(all.location().as_deref(), Some("/sign-in"));
    assert_eq!(here.cookie("forecourt"), None);
    assert_eq!(elsewhere.get("/account").await.status, 303);
}

#[tokio::test]
async fn a_session_ends_without_use_and_at_its_end() {
    let server = server_with_ada().await;
    let client = server.sign_in_as(EMAIL).await;
    server.clock.advance(Duration::minutes(29));
    assert_eq!(client.get("/account").await.status, 200);
    server.clock.advance(Duration::minutes(30));
    assert_eq!(
        client.get("/account").await.location().as_deref(),
        Some("/sign-in?next=%2Faccount")
    );
    let client = server.sign_in_as(EMAIL).await;
    for _ in 0..24 {
        server.clock.advance(Duration::minutes(29));
        assert_eq!(client.get("/account").await.status, 200);
    }
    server.clock.advance(Duration::minutes(24));
    assert_eq!(
        client.get("/account").await.status,
        303,
        "twelve hours are over, although it was used"
    );
}

#[tokio::test]
async fn theme_and_density_are_kept() {
    let server = server_with_ada().await;
    let client = server.sign_in_as(EMAIL).await;
    let fields = [
        ("action", "preferences"),
        ("theme", "dark"),
        ("density", "compact"),
    ];
    assert_eq!(client.post("/account", &fields).await.status, 303);
    let page = server.sign_in_as(EMAIL).await.get("/account").await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("dark"));
    assert_eq!(page.attribute("html", "data-density").as_deref(), Some("compact"));
    assert!(page.has("input[name=theme][value=dark][checked]"));
    let refused = client
        .post("/account", &[("action", "preferences"), ("theme", "pink")])
        .await;
    assert_eq!(refused.status, 422);
}
