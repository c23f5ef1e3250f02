//! From which share of everybody on Forecourt asks for an acknowledgement.

use crate::contoso::contoso;
use crate::support::{Client, Page, TestServer};
use forecourt_model::authority::Role;

const PAGE: &str = "/external-access/organization-settings";
const ASKING: &str = "/external-access/organization-settings/asking";

fn revision(page: &Page) -> String {
    let field = format!("form[action='{ASKING}'] input[name='revision']");
    page.attribute(&field, "value").unwrap()
}

async fn save(client: &Client, percent: &str) -> Page {
    let revision = revision(&client.get(PAGE).await);
    let fields = [("revision", revision.as_str()), ("AcknowledgePercent", percent)];
    client.post(ASKING, &fields).await
}

fn stored(server: &TestServer) -> u64 {
    server.services().snapshot().unwrap().acknowledge_percent()
}

/// The question before inbound goes off for everybody who has it.
async fn turn_inbound_off(client: &Client) -> Page {
    let field = format!("form[action='{PAGE}'] input[name='revision']");
    let revision = client.get(PAGE).await.attribute(&field, "value").unwrap();
    let fields = [
        ("revision", revision.as_str()),
        ("AllowTeamsConsumerInbound", "off"),
    ];
    client.post(PAGE, &fields).await
}

#[tokio::test]
async fn the_share_is_saved_audited_respected_and_taken_back() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    assert_eq!(stored(&server), 10);
    assert!(turn_inbound_off(&client).await.has("dialog [name=acknowledge]"));
    let page = client.follow(save(&client, "100").await).await;
    assert!(
        page.toast().contains("from 100 % of people on"),
        "{}",
        page.toast()
    );
    assert_eq!(
        (stored(&server), page.value("AcknowledgePercent")),
        (100, Some("100".to_owned()))
    );
    let question = turn_inbound_off(&client).await;
    assert!(
        question.has("dialog[open]"),
        "a loss is asked about whatever the share"
    );
    assert!(
        !question.has("dialog [name=acknowledge]"),
        "some keep what they have"
    );
    let activity = client.get("/activity").await;
    assert!(
        activity
            .text("tbody tr")
            .contains("Changed a preference: How Forecourt asks"),
        "{}",
        activity.text("tbody tr")
    );
    let undo = page.attribute(".fc-toast form", "action").unwrap();
    let undone = client.post(&undo, &[("quick", "true")]).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(stored(&server), 10);
    assert!(turn_inbound_off(&client).await.has("dialog [name=acknowledge]"));
}

#[tokio::test]
async fn with_zero_percent_even_one_person_is_acknowledged() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    client.follow(save(&client, "0 %").await).await;
    assert_eq!(stored(&server), 0);
    let id = crate::contoso::person(&server, "alice.ashdown@contoso.example.com").await;
    let path = format!("/users/{id}");
    let revision = client.get(&path).await.value("revision").unwrap();
    let policy = crate::contoso::policy(&server, "NoPersonalChat").to_string();
    let mut fields = vec![
        ("revision", revision.as_str()),
        ("policy", policy.as_str()),
        ("do", "assign"),
        ("confirmed", "true"),
    ];
    let refused = client.post(&path, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.field_error("acknowledge").contains("Tick this first"),
        "{}",
        refused.body
    );
    fields.push(("acknowledge", "on"));
    assert_eq!(client.post(&path, &fields).await.status, 303);
}

#[tokio::test]
async fn what_is_no_share_is_kept_and_told_what_to_type() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    for typed in ["", "101", "-1", "12,5", "<b>"] {
        let refused = save(&client, typed).await;
        assert_eq!(refused.status, 422, "{typed}");
        let sentence = refused.field_error("AcknowledgePercent");
        assert!(sentence.contains("from 0 to 100"), "{typed}: {sentence}");
        assert_eq!(refused.value("AcknowledgePercent").as_deref(), Some(typed));
    }
    let same = client.follow(save(&client, "10").await).await;
    assert!(same.toast().contains("Nothing changed"), "{}", same.toast());
    assert_eq!(stored(&server), 10);
}

#[tokio::test]
async fn an_older_page_is_told_who_changed_it_and_can_save_again() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let old = revision(&client.get(PAGE).await);
    save(&client, "25").await;
    let stale = client
        .post(
            ASKING,
            &[("revision", old.as_str()), ("AcknowledgePercent", "50")],
        )
        .await;
    assert_eq!(stale.status, 409);
    let bar = stale.text(".fc-messagebar[role=alert]");
    assert!(bar.contains("Teams Administrator 1 changed it to 25 %"), "{bar}");
    assert_eq!(stale.value("AcknowledgePercent").as_deref(), Some("50"));
    assert_eq!(stored(&server), 25);
    let again = [
        ("revision", revision(&stale)),
        ("AcknowledgePercent", "50".to_owned()),
    ];
    let again: Vec<_> = again
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(client.post(ASKING, &again).await.status, 303);
    assert_eq!(stored(&server), 50);
}

#[tokio::test]
async fn readers_see_the_share_and_exports_of_settings_do_not() {
    let server = TestServer::start().await;
    save(&server.sign_in(Role::TeamsAdministrator).await, "33").await;
    let reader = server.sign_in(Role::GlobalReader).await;
    let page = reader.get(PAGE).await;
    assert!(page.has("input[name=AcknowledgePercent][value='33'][disabled]"));
    assert_eq!(
        reader.post(ASKING, &[("AcknowledgePercent", "1")]).await.status,
        403
    );
    assert_eq!(stored(&server), 33);
    let settings = server.services().snapshot().unwrap().settings.clone();
    let text = serde_json::to_string(&settings).unwrap();
    assert!(!text.to_lowercase().contains("acknowledge"), "{text}");
}
