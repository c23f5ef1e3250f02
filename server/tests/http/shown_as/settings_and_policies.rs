//! Settings of the organization, and policies.

use super::support::{SETTINGS, Ways, by_powershell, by_rest};
use serde_json::json;

#[tokio::test]
async fn settings_and_policies() {
    let ways = Ways::open().await;
    let switches = [
        ("AllowTeamsConsumerInbound", "off"),
        ("AllowTeamsSms", "off"),
        ("Reason", "It's “why”, $x"),
    ];
    ways.agree(SETTINGS, &[switches[0], switches[2]], true).await;
    let lists = [
        ("AllowTeamsConsumer", "off"),
        ("DomainMode", "block_specific"),
        ("BlockedDomains", "one.example\nb\u{fc}cher.example"),
    ];
    ways.agree(SETTINGS, &lists, true).await;
    ways.agree(
        SETTINGS,
        &[("AllowTeamsConsumer", "on"), ("AllowTeamsConsumerInbound", "on")],
        true,
    )
    .await;
    let global = "/external-access/policies/Global";
    let off = [
        ("EnableTeamsConsumerInbound.shown", "1"),
        ("FederatedBilateralChats", "on"),
    ];
    ways.agree(global, &off, true).await;
    let list = "/external-access/policies";
    ways.agree(list, &[("do", "reset"), ("policy", "Global")], true)
        .await;
    let new = json!({ "name": "O'Neil (all)", "enable_teams_consumer_inbound": false });
    ways.prepare("POST", "/api/v1/policies", Some(new)).await;
    let seen = i64::MAX.to_string();
    let delete = [
        ("do", "delete"),
        ("policy", "O'Neil (all)"),
        ("seen", seen.as_str()),
    ];
    ways.agree(list, &delete, true).await;
}

#[tokio::test]
async fn a_new_policy() {
    let ways = Ways::open().await;
    let [form, rest, cmdlets] = &ways.0;
    let path = "/external-access/new-policy";
    let fields = [
        ("name", "O'Neil (all) $x"),
        ("Description", "It's “new”"),
        ("EnableTeamsConsumerAccess.shown", "1"),
        ("EnableTeamsConsumerAccess", "on"),
        ("EnableTeamsConsumerInbound.shown", "1"),
        ("CommunicationWithExternalOrgs", "BlockSpecificExternalDomains"),
        ("BlockedExternalDomains", "one.example\nb\u{fc}cher.example"),
    ];
    let asking: Vec<_> = fields.into_iter().chain([("do", "show")]).collect();
    let before = form.state().await;
    assert_eq!(form.client.post(path, &fields).await.status, 303);
    let after = form.state().await;
    assert_ne!(before, after);
    for door in [rest, cmdlets] {
        let shown = door.client.post(path, &asking).await;
        assert_eq!(shown.status, 200, "{:?}", shown.messages());
        assert_eq!(door.state().await, before, "nothing is added yet");
        assert_eq!(shown.value("name").as_deref(), Some("O'Neil (all) $x"));
        assert!(
            shown.has("main details[open] figure.fc-codeblock"),
            "open at once"
        );
        if std::ptr::eq(door, rest) {
            by_rest(door, &shown.shown_as("REST", "main").concat()).await;
        } else {
            by_powershell(door, &shown.shown_as("PowerShell", "main").concat()).await;
        }
        assert_eq!(door.state().await, after);
    }
    // What could not be added is not shown either.
    for (name, sentence) in [("", "name"), ("o'neil (ALL) $x", "already")] {
        let asking = [("name", name), ("do", "show")];
        let refused = form.client.post(path, &asking).await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(
            refused.field_error("name").contains(sentence),
            "{}",
            refused.field_error("name")
        );
    }
    // A copy has a name, so it is shown at once.
    let copy = form
        .client
        .get(&format!("{path}?from=O%27Neil%20%28all%29%20%24x"))
        .await;
    by_rest(form, &copy.shown_as("REST", "main").concat()).await;
    let copied = form
        .api
        .get("/api/v1/policies/O%27Neil%20(all)%20%24x%20copy")
        .await
        .json();
    assert_eq!(copied["blocked_external_domains"][0], "one.example", "{copied}");
    let empty = form.client.get(path).await;
    assert_eq!(empty.shown_as("REST", "main"), [""; 0]);
}
