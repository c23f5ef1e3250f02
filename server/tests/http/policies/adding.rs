//! A policy is added, under its own name, from nothing or as a copy.

use super::support::{LIST, NEW, add_policy, post, shown, stored};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;

#[tokio::test]
async fn a_policy_is_added_without_script_and_stands_in_the_list() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get(NEW).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Add policy"));
    let mut fields = vec![("name".to_owned(), "No personal accounts".to_owned())];
    fields.extend(shown("EnableTeamsConsumerAccess", false));
    fields.push(("EnableTeamsConsumerInbound.kept".to_owned(), "on".to_owned()));
    fields.push(("Description".to_owned(), "Contracts & payments".to_owned()));
    let answer = post(&client, NEW, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = client.follow(answer).await;
    assert!(
        page.toast()
            .contains("No personal accounts added. Nobody has it yet."),
        "{}",
        page.toast()
    );
    assert!(!page.has("input[name=EnableTeamsConsumerAccess][checked]"));
    assert!(page.has("input[name=EnableTeamsConsumerInbound][checked][disabled]"));
    assert!(
        page.text("#inbound-reason").contains("Stored value: On"),
        "{}",
        page.text("#inbound-reason")
    );
    let settings = stored(&server, "No personal accounts");
    assert!(!settings.enable_teams_consumer_access && settings.enable_teams_consumer_inbound);
    let list = client.get(LIST).await;
    let rows = list.texts("tbody tr");
    assert!(rows[0].starts_with("Global (Org-wide default)"), "{rows:?}");
    let row = rows
        .iter()
        .find(|row| row.contains("No personal accounts"))
        .unwrap();
    assert!(
        row.contains("Contracts & payments") && row.contains("Off Stored: On"),
        "{row}"
    );
    let found = client.get(&format!("{LIST}?q=PAYMENTS")).await;
    assert_eq!(found.texts("tbody tr").len(), 1);
    let none = client.get(&format!("{LIST}?q=nothing")).await;
    assert!(
        none.text(".fc-empty__text").contains("“nothing”"),
        "{}",
        none.body
    );
}

#[tokio::test]
async fn names_that_cannot_be_taken_keep_what_was_typed() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let revision = server.services().snapshot().unwrap().revision();
    let long = "x".repeat(65);
    for (name, part) in [
        ("sALES", "“Sales” exists already, and capitals make no difference"),
        ("", "Give the policy a name"),
        (long.as_str(), "has 65 characters. At most 64 fit"),
        ("global", "there is only one"),
    ] {
        let mut fields = vec![
            ("name".to_owned(), name.to_owned()),
            ("Description".to_owned(), "kept <b>".to_owned()),
        ];
        fields.extend(shown("EnableTeamsConsumerAccess", false));
        let answer = post(&client, NEW, &fields).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(
            answer.field_error("name").contains(part),
            "{}",
            answer.field_error("name")
        );
        assert_eq!(answer.attribute("#name", "value").unwrap_or_default(), name);
        assert_eq!(answer.text("#Description"), "kept <b>");
        assert!(!answer.has("input[name=EnableTeamsConsumerAccess][checked]"));
    }
    assert_eq!(server.services().snapshot().unwrap().revision(), revision);
}

#[tokio::test]
async fn a_copy_begins_as_the_original_under_a_free_name() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let quiet = PolicySettings {
        enable_teams_consumer_inbound: false,
        federated_bilateral_chats: true,
        ..PolicySettings::default()
    };
    add_policy(&server, "Sales", quiet.clone()).await;
    add_policy(&server, "sales COPY", quiet.clone()).await;
    let answer = client
        .post(LIST, &[("do", "duplicate"), ("policy", "Sales"), ("seen", "9")])
        .await;
    let page = client.follow(answer).await;
    assert_eq!(page.title(), "Duplicate policy");
    assert_eq!(page.value("name").unwrap(), "Sales copy 2");
    assert!(page.has("input[name=FederatedBilateralChats][checked]"));
    assert!(!page.has("input[name=EnableTeamsConsumerInbound][checked]"));
    // A browser sends exactly what the page holds.
    let mut fields = vec![("name".to_owned(), "Field".to_owned())];
    for key in forecourt_model::policy::POLICY_SWITCHES {
        let on = page.has(&format!("input[name={key}][checked]"));
        fields.extend(shown(key.name(), on));
    }
    let answer = post(&client, NEW, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(stored(&server, "Field"), quiet);
    let missing = client.get(&format!("{NEW}?from=Nobody")).await;
    assert_eq!(missing.status, 404);
}
