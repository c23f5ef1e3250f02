//! A message is added from JSON.

use super::support::start;
use forecourt_model::authority::Role;
use forecourt_service::message::{self, MessageFilter};

const HOSTILE: &str = r#"{"id": "MC9990417", "title": "<script>alert(1)</script> Trial tenants", "category": "stayInformed",
 "tags": ["<b>x</b>"], "services": ["Microsoft Teams"], "lastModifiedDateTime": "2026-10-20T08:45:00.613Z",
 "details": [{"name": "ExternalLink", "value": "javascript:alert(2)"}],
 "body": {"contentType": "html", "content": "<p onclick=alert(3)>Soon<img src=x onerror=alert(4)><script>alert(5)</script><a href='javascript:alert(6)'>here</a><a href='https://a.example'>there</a></p>"}}"#;

#[tokio::test]
async fn a_message_is_added_clean_and_updated() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let bad = client
        .post(
            "/message-center",
            &[("json", "{\"id\": \"a b\", \"title\": \"T\"}")],
        )
        .await;
    assert_eq!(bad.status, 422);
    let error = bad.field_error("json");
    assert!(
        error.contains("id has to be") && error.contains("body.content has to be"),
        "{error}"
    );
    assert!(bad.text("textarea[name=json]").contains("\"a b\""));
    let added = client
        .follow(client.post("/message-center", &[("json", HOSTILE)]).await)
        .await;
    assert!(
        added.toast().contains("Message MC9990417 added."),
        "{}",
        added.toast()
    );
    let page = client.get("/message-center/MC9990417").await;
    let body = page
        .body
        .split("class=\"fc-prose\"")
        .nth(1)
        .unwrap()
        .split("</article>")
        .next()
        .unwrap()
        .to_owned();
    assert!(
        body.contains("<p>Soon<a rel=\"noopener noreferrer\">here</a>") || body.contains("<p>Soon"),
        "{body}"
    );
    for gone in ["alert(", "onclick", "onerror", "javascript:", "<script", "<img"] {
        assert!(!body.contains(gone), "{gone} in {body}");
    }
    assert!(body.contains("href=\"https://a.example\""), "{body}");
    assert!(!page.body.contains("<script>alert") && !page.body.contains("href=\"javascript:"));
    let again = client
        .follow(client.post("/message-center", &[("json", HOSTILE)]).await)
        .await;
    assert!(
        again.toast().contains("Message MC9990417 updated."),
        "{}",
        again.toast()
    );
    assert!(again.text(".fc-table").contains("(Updated)"));
    let list = message::list(server.services(), &server.context(), &MessageFilter::default())
        .await
        .unwrap();
    assert_eq!(list.rows.len(), 2);
}
