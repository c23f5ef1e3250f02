//! The dashboard.

use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_service::SeededRandom;
use forecourt_service::sample;

#[tokio::test]
async fn an_empty_directory_says_what_comes_next() {
    let server = TestServer::start().await;
    let page = server.sign_in(Role::TeamsAdministrator).await.get("/").await;
    assert_eq!((page.status, page.title().as_str()), (200, "Dashboard"));
    let reach = page.text("section[aria-labelledby=reach]");
    assert!(
        reach.contains("There are no people here yet") && reach.contains("forecourt demo"),
        "{reach}"
    );
    assert!(page.has("section[aria-labelledby=reach] a[href='/import']"));
    assert!(!page.has("section[aria-labelledby=sources]"));
    let reader = server.sign_in(Role::GlobalReader).await.get("/").await;
    assert!(!reader.has("section[aria-labelledby=reach] a[href='/import']"));
}

#[tokio::test]
async fn the_numbers_stand_beside_what_waits_and_what_changed() {
    let server = TestServer::start().await;
    let random = SeededRandom::new(1);
    sample::fill(
        server.services(),
        &server.context(),
        &random,
        sample::Size::of(200),
        &|_| {},
    )
    .await
    .unwrap();
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/").await;
    let (chat, inbound) = server.services().snapshot().unwrap().reach(server.context().now);
    let counts = page.texts(".fc-flow__count");
    assert_eq!(counts, [chat.to_string(), inbound.to_string()]);
    let links: Vec<_> = ["/users?chat=yes", "/users?inbound=yes"]
        .into_iter()
        .filter(|href| page.has(&format!(".fc-flow__count[href='{href}']")))
        .collect();
    assert_eq!(links.len(), 2);
    assert!(
        page.text("section[aria-labelledby=sources]")
            .contains("Global policy")
    );
    assert!(
        page.text("section[aria-labelledby=review]")
            .contains("Answer the notice above")
    );
    assert!(
        page.text("section[aria-labelledby=recent]")
            .contains("filled a sample organization")
    );
    assert!(page.has("section[aria-labelledby=rollout-notice]"));
}

#[tokio::test]
async fn help_desk_sees_people_but_neither_notices_nor_changes() {
    let server = TestServer::start().await;
    let random = SeededRandom::new(1);
    sample::fill(
        server.services(),
        &server.context(),
        &random,
        sample::Size::of(50),
        &|_| {},
    )
    .await
    .unwrap();
    let page = server.sign_in(Role::HelpDesk).await.get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.has("section[aria-labelledby=reach]"));
    assert!(!page.has("section[aria-labelledby=rollout-notice]"));
    assert!(!page.has("section[aria-labelledby=recent]"));
}
