//! Taking a person out of the directory: on their page, and by program.

use crate::contoso::{contoso, person};
use forecourt_model::authority::Role;
use forecourt_service::people;
use serde_json::Value;

const ALICE: &str = "alice.ashdown@contoso.example.com";

#[tokio::test]
async fn the_page_says_what_goes_and_undo_brings_it_back() {
    let server = contoso().await;
    let id = person(&server, ALICE).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let details = client.get(&format!("/users/{id}?tab=details")).await;
    let path = format!("/users/{id}/remove");
    assert!(details.body.contains(&path), "{}", details.body);
    let asked = client.get(&path).await;
    assert_eq!(asked.status, 200);
    assert_eq!(asked.text("h1"), "Remove Alice Ashdown from the directory?");
    let text = asked.text("main");
    for words in [ALICE, "Nobody else gains or loses anything.", "Undo in Activity"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let stale = client.post(&path, &[("revision", "1"), ("reason", "Left")]).await;
    assert_eq!(stale.status, 409, "{}", stale.text("main"));
    assert_eq!(stale.value("reason").as_deref(), Some("Left"));
    let revision = asked.value("revision").unwrap();
    let fields = [("revision", revision.as_str()), ("reason", "Left")];
    let done = client.post(&path, &fields).await;
    assert_eq!((done.status, done.location().as_deref()), (303, Some("/users")));
    let page = client.follow(done).await;
    assert!(
        page.body
            .contains("Alice Ashdown was removed from the directory."),
        "{}",
        page.body
    );
    assert_eq!(client.get(&format!("/users/{id}")).await.status, 404);
    assert_eq!(client.get(&path).await.status, 404);
    let newest = server.services().snapshot().unwrap().revision();
    let undo = format!("/activity/{newest}/undo");
    let question = client.get(&undo).await;
    assert_eq!(question.status, 200, "{}", question.text("main"));
    let undone = client.post(&undo, &[]).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(client.get(&format!("/users/{id}")).await.status, 200);
    let activity = client.get("/activity").await.text("main");
    assert!(activity.contains("Removed a person: Alice Ashdown"), "{activity}");
    assert!(
        activity.contains("Put a person back: Alice Ashdown"),
        "{activity}"
    );
}

#[tokio::test]
async fn a_program_needs_the_revision_and_can_ask_first() {
    let server = contoso().await;
    let api = server.api(Role::TeamsAdministrator).await;
    let path = format!("/api/v1/users/{ALICE}");
    let etag = api.get(&path).await.header("etag");
    let stale = api.send("DELETE", &path, &[("if-match", "\"1\"")], None).await;
    assert_eq!(stale.status, 412, "{}", stale.body);
    let dry = format!("{path}?dry_run=true");
    let tried = api.send("DELETE", &dry, &[("if-match", &etag)], None).await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    let tried = tried.json();
    assert_eq!(tried["impact"]["affected"], 1, "{tried}");
    assert!(
        people::get(server.services(), &server.context(), person(&server, ALICE).await)
            .await
            .is_ok()
    );
    let gone = api.send("DELETE", &path, &[("if-match", &etag)], None).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(gone.json()["result"], Value::Null);
    assert_eq!(api.get(&path).await.status, 404);
    let reader = server.api(Role::GlobalReader).await;
    let refused = reader.send("DELETE", &path, &[("if-match", &etag)], None).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
}
