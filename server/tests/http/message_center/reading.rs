//! Reading messages: what is new, folders, filters, and who can do no more than that.

use super::support::{ANSWER, DATES, MESSAGE, NOTICE, start};
use crate::support::Request;
use axum::body::Body;
use forecourt_model::authority::Role;

#[tokio::test]
async fn opening_marks_read_unless_it_is_fetched_ahead() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let unread = "Not read";
    for (header, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")] {
        let ahead = Request::new().method("GET").uri(MESSAGE).header(header, value);
        assert_eq!(client.send(ahead, Body::empty()).await.status, 200);
    }
    let head = Request::new().method("HEAD").uri(MESSAGE);
    client.send(head, Body::empty()).await;
    assert!(
        client
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
    assert!(
        client.get(MESSAGE).await.has(".fc-messagelist__item--unread"),
        "shown as new this once"
    );
    assert!(
        !client
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
    let other = server.sign_in(Role::GlobalReader).await;
    assert!(
        other
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
}

#[tokio::test]
async fn folders_and_favorites_are_ones_own() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let mark = async |mark: &str| {
        let done = client
            .post("/message-center/MC296208/mark", &[("mark", mark)])
            .await;
        assert_eq!(done.status, 303, "{}", done.body);
        client.follow(done).await.toast()
    };
    assert!(mark("archive").await.contains("Archived, for you only."));
    assert!(
        client
            .get("/message-center")
            .await
            .text(".fc-empty")
            .contains("Your inbox is empty")
    );
    assert!(
        client
            .get("/message-center?folder=archive")
            .await
            .text(".fc-table")
            .contains("MC296208")
    );
    assert!(mark("favorite").await.contains("Added to your favorites."));
    let favorites = client.get("/message-center?folder=favorites").await;
    assert!(favorites.text(".fc-table").contains("MC296208"));
    assert!(
        client
            .get(MESSAGE)
            .await
            .has("button[name=mark][value=unfavorite]")
    );
    mark("unfavorite").await;
    mark("unarchive").await;
    mark("unread").await;
    let list = client.get("/message-center").await.text(".fc-table tbody");
    assert!(list.contains("Not read"), "{list}");
    let nonsense = client
        .post("/message-center/MC296208/mark", &[("mark", "burn")])
        .await;
    assert_eq!(nonsense.status, 422);
    assert_eq!(
        client
            .post("/message-center/MC1/mark", &[("mark", "read")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn filters_stand_in_the_address() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let found = client
        .get("/message-center?state=rolling_out&show=unread&q=personal")
        .await;
    assert!(found.text(".fc-table").contains("MC296208"));
    assert!(
        found.text(".fc-filterbar").contains("Status here")
            || found.text(".fc-filterbar").contains("Status: Rolling out")
    );
    let none = client.get("/message-center?state=launched").await;
    assert!(none.text(".fc-empty").contains("No message matches"));
    assert!(none.has(".fc-empty a[href='/message-center']"));
}

#[tokio::test]
async fn a_reader_sees_every_control_disabled_with_the_reason() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let page = client.get(MESSAGE).await;
    let reason = "Your role, Global Reader, cannot change this.";
    assert!(page.text("#answer").contains(reason), "{}", page.text("#answer"));
    assert!(page.has("#answer input[name=answer][disabled]") && page.has("#window_start[disabled]"));
    assert!(client.get("/").await.text(NOTICE).contains(reason));
    assert!(
        client
            .get("/message-center")
            .await
            .has("textarea[name=json][disabled]")
    );
    assert_eq!(client.post(ANSWER, &[("answer", "keep_on")]).await.status, 403);
    assert_eq!(client.post(DATES, &[]).await.status, 403);
    assert_eq!(
        client.post("/message-center", &[("json", "{}")]).await.status,
        403
    );
    let desk = server.sign_in(Role::HelpDesk).await;
    assert_eq!(desk.get("/message-center").await.status, 403);
    assert_eq!(desk.get(MESSAGE).await.status, 403);
    assert_eq!(client.get("/message-center/MC1").await.status, 404);
}
