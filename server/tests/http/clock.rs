//! A clock that jumps: nothing that was over begins again, and decisions go on.

use crate::decisions::Chat;
use forecourt_model::authority::Role;
use forecourt_service::decision;
use serde_json::json;
use time::Duration;

const QUESTION: &str =
    r#"{"action":"start_chat","initiator":"@pat:matrix.org","counterparts":["ada@aldergrove.example"]}"#;

#[tokio::test]
async fn what_was_over_stays_over_when_the_clock_goes_back() {
    let chat = Chat::start().await;
    let client = chat.server.sign_in(Role::TeamsAdministrator).await;
    let untouched = chat.server.sign_in(Role::GlobalReader).await;
    assert_eq!(chat.send("/api/v1/decisions", QUESTION).await.status, 200);
    chat.server.clock.advance(Duration::days(31));
    let refused = chat.send("/api/v1/decisions", QUESTION).await;
    assert_eq!(refused.status, 401, "{}", refused.body);
    assert_eq!(client.get("/account").await.status, 303);
    chat.server.clock.advance(Duration::days(-31));
    let refused = chat.send("/api/v1/decisions", QUESTION).await;
    assert_eq!(refused.status, 401, "{}", refused.body);
    assert!(refused.body.contains("token-expired"), "{}", refused.body);
    assert_eq!(client.get("/account").await.status, 303, "the session is over");
    // What nobody asked for while the clock was wrong was never found to be over, and new ones are made as always.
    assert_eq!(untouched.get("/account").await.status, 200);
    assert_eq!(
        chat.server
            .sign_in(Role::HelpDesk)
            .await
            .get("/account")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn decisions_go_on_whatever_the_clock_shows() {
    let chat = Chat::start().await;
    for days in [-300, 310, 15, -40, 40] {
        chat.server.clock.advance(Duration::days(days));
        let (status, answer) = chat.ask(&serde_json::from_str(QUESTION).unwrap()).await;
        assert_eq!(
            (status, &answer["decision"]),
            (200, &json!("allow")),
            "{days}: {answer}"
        );
        decision::keep(chat.server.services()).await.unwrap();
        let page = chat
            .server
            .sign_in(Role::TeamsAdministrator)
            .await
            .get("/decisions")
            .await;
        assert_eq!(page.status, 200, "{days}: {}", page.body);
    }
}
