//! What is refused: a change that came too late, and deleting a policy that somebody has.

use super::support::{Fields, POLICIES, SETTINGS, owned, selection, settings, switches, with_groups};
use crate::contoso::{contoso, person, policy};
use crate::policies::{dialog_fields, post};
use forecourt_model::authority::Role;

#[tokio::test]
async fn what_changed_between_review_and_confirm_is_a_conflict() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let other = server.sign_in(Role::GlobalAdministrator).await;
    let path = "/external-access/policies/Outbound%20only";

    // A policy, and the settings, by their revision.
    let fields = switches(&client, path, false, false).await;
    let asked = post(&client, path, &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "yes"), ("acknowledge", "on")]));
    let in_between = [
        (
            "revision".to_owned(),
            other.get(path).await.value("revision").unwrap(),
        ),
        ("FederatedBilateralChats.shown".to_owned(), "1".to_owned()),
        ("FederatedBilateralChats".to_owned(), "on".to_owned()),
    ];
    assert_eq!(post(&other, path, &in_between).await.status, 303);
    assert_eq!(post(&client, path, &confirm).await.status, 409);

    let fields = settings(&client, &[("AllowTeamsConsumer", "off")]).await;
    let asked = post(&client, SETTINGS, &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("do", "confirm"), ("acknowledge", "on")]));
    let in_between = settings(&other, &[("SharedSipAddressSpace", "on")]).await;
    assert_eq!(post(&other, SETTINGS, &in_between).await.status, 303);
    assert_eq!(post(&client, SETTINGS, &confirm).await.status, 409);

    // One person, by theirs.
    let id = person(&server, "alice.ashdown@contoso.example.com").await;
    let user = format!("/users/{id}");
    let none = policy(&server, "NoPersonalChat").to_string();
    let revision = client.get(&user).await.value("revision").unwrap();
    let fields = owned(&[("revision", &revision), ("policy", &none), ("do", "assign")]);
    let asked = post(&client, &user, &fields).await;
    assert!(asked.has("dialog[open]"));
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "true")]));
    let picked = policy(&server, "FederationOnly").to_string();
    let in_between = owned(&[("revision", &revision), ("policy", &picked), ("do", "assign")]);
    assert_eq!(post(&other, &user, &in_between).await.status, 303);
    assert_eq!(post(&client, &user, &confirm).await.status, 409);
    assert_eq!(
        post(&client, &user, &fields).await.status,
        409,
        "nor is an old form asked about"
    );

    // A selection, by its numbers.
    let fields = selection(&server, 3, Some(policy(&server, "NoPersonalChat"))).await;
    let asked = post(&client, "/users", &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "true")]));
    let one: Fields = fields
        .iter()
        .take(1)
        .chain(fields.iter().skip(3))
        .cloned()
        .collect();
    let mut in_between = one;
    in_between.extend(owned(&[("confirmed", "true")]));
    assert_eq!(post(&other, "/users", &in_between).await.status, 303);
    let stale = post(&client, "/users", &confirm).await;
    assert_eq!(stale.status, 409);
    assert!(
        stale.text("dialog").contains("different by now"),
        "{}",
        stale.text("dialog")
    );
    let mut confirm = dialog_fields(&stale);
    confirm.extend(owned(&[("confirmed", "true")]));
    assert_eq!(post(&client, "/users", &confirm).await.status, 303);
}

#[tokio::test]
async fn a_policy_that_only_a_group_has_is_not_deleted_and_links_who_has_it() {
    let server = contoso().await;
    with_groups(&server).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let seen = client.get(POLICIES).await.value("seen").unwrap();
    let fields = owned(&[("do", "delete"), ("policy", "Outbound only"), ("seen", &seen)]);
    let refused = post(&client, POLICIES, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(!refused.has("dialog"));
    assert!(
        refused.has("a[href='/users?policy=Outbound+only']"),
        "{}",
        refused.body
    );
}
