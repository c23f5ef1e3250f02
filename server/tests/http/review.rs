//! What can be tidied up, and putting it right.

use crate::contoso::{contoso, policy};
use crate::support::{Client, TestServer};
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;
use forecourt_service::hygiene::{FindingKind, Fix, findings};
use forecourt_service::policy::{self as policies, NewPolicy};

async fn fix_of(server: &TestServer, kind: FindingKind) -> Option<Fix> {
    let found = findings(server.services(), &server.context()).await.unwrap();
    found
        .list
        .iter()
        .find(|finding| finding.kind == kind)
        .map(|finding| finding.fix)
}

async fn add_policy(server: &TestServer, name: &str) -> PolicyId {
    let new = NewPolicy {
        name: name.to_owned(),
        settings: PolicySettings {
            federated_bilateral_chats: true,
            enable_xmpp_access: true,
            ..PolicySettings::default()
        },
    };
    let saved = policies::add(server.services(), &server.context(), new, None, None).await;
    saved.unwrap().policy.id
}

/// Opens the page of a fix and presses its button.
async fn press(client: &Client, fix: Fix, more: &[(&str, &str)]) -> crate::support::Page {
    let path = format!("/review/fix?what={}", fix.code());
    let expected = client.get(&path).await.value("expected").unwrap();
    let mut fields = vec![("expected", expected.as_str())];
    fields.extend_from_slice(more);
    client.post(&path, &fields).await
}

#[tokio::test]
async fn every_finding_has_its_fix_and_the_fix_works() {
    let server = contoso().await;
    let idle = add_policy(&server, "Idle 'n' co").await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/review").await;
    assert_eq!((page.status, page.title().as_str()), (200, "Review"));
    let found = findings(server.services(), &server.context()).await.unwrap();
    assert!(found.list.len() > 2, "{:?}", found.list);
    assert_eq!(page.texts(".fc-actionlist__item").len(), found.list.len());
    for finding in &found.list {
        let href = format!("/review/fix?what={}", finding.fix.code());
        assert!(
            page.has(&format!(".fc-actionlist__item a[href='{href}']")),
            "{finding:?}"
        );
        let shown = client.get(&href).await;
        assert_eq!(shown.status, 200, "{finding:?}");
        assert_eq!(shown.title(), finding.title);
    }
    let done = client
        .follow(press(&client, Fix::DeletePolicy(idle), &[("reason", "Spring")]).await)
        .await;
    assert!(
        done.toast().contains("Idle 'n' co was deleted. In effect now."),
        "{}",
        done.toast()
    );
    assert!(!done.body.contains("Nobody has Idle"));
    let undo = done.attribute(".fc-toast form", "action").unwrap();
    assert_eq!(client.post(&undo, &[("quick", "true")]).await.status, 303);
    assert_eq!(
        fix_of(&server, FindingKind::NobodyHas).await,
        Some(Fix::DeletePolicy(idle))
    );
}

#[tokio::test]
async fn assignments_of_disabled_accounts_go_with_one_press() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let fix = fix_of(&server, FindingKind::DisabledAccounts).await.unwrap();
    let path = format!("/review/fix?what={}", fix.code());
    let shown = client.get(&path).await;
    let rows = shown.texts("section[aria-labelledby=who] tbody tr").len();
    let file = client
        .get(&format!("/review/people.csv?what={}", fix.code()))
        .await;
    assert_eq!(file.body.lines().count(), rows + 1, "{}", file.body);
    let words = shown.text("form button[class*=fc-button]");
    assert!(
        shown
            .text("section[aria-labelledby=who]")
            .contains(&format!("{rows} p")),
        "{words}"
    );
    let done = press(&client, fix, &[("acknowledge", "on")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(fix_of(&server, FindingKind::DisabledAccounts).await, None);
    let again = client.follow(client.post(&path, &[]).await).await;
    assert!(
        again.toast().contains("nothing left to put right"),
        "{}",
        again.toast()
    );
}

#[tokio::test]
async fn strangers_names_and_stale_forms_change_nothing() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_policy(&server, "Idle").await;
    let before = server.services().snapshot().unwrap().revision();
    for what in [
        "",
        "nothing",
        "clear.organization.AllowTeamsConsumer%27",
        "delete-policy.x",
        "merge.1.2",
    ] {
        let path = format!("/review/fix?what={what}");
        assert_eq!(client.get(&path).await.status, 404, "{what}");
        assert_eq!(client.post(&path, &[]).await.status, 404, "{what}");
    }
    // A fix that nothing was found for leads back.
    let global = Fix::DeletePolicy(PolicyId::GLOBAL).code();
    assert_eq!(
        client
            .post(&format!("/review/fix?what={global}"), &[])
            .await
            .status,
        303
    );
    let idle = Fix::DeletePolicy(policy(&server, "Idle")).code();
    let stale = client
        .post(
            &format!("/review/fix?what={idle}"),
            &[("expected", "1"), ("reason", "Tidy")],
        )
        .await;
    assert_eq!(stale.status, 409);
    assert_eq!(stale.value("reason").as_deref(), Some("Tidy"));
    assert_eq!(server.services().snapshot().unwrap().revision(), before);
    let reader = server.sign_in(Role::HelpDesk).await;
    let page = reader.get("/review").await;
    assert_eq!(page.status, 200);
    assert!(!page.has("a[href^='/review/fix']"), "nothing to press");
    assert_eq!(
        reader.post(&format!("/review/fix?what={idle}"), &[]).await.status,
        403
    );
}

#[tokio::test]
async fn the_dashboard_shows_the_most_pressing() {
    let server = contoso().await;
    for number in 1..=9 {
        add_policy(&server, &format!("Idle {number}")).await;
    }
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/").await;
    let found = findings(server.services(), &server.context())
        .await
        .unwrap()
        .list
        .len();
    assert!(found > 5);
    assert!(page.has("section[aria-labelledby=review] a[href='/review']"));
    let shown = page
        .texts("section[aria-labelledby=review] a[href^='/review/fix']")
        .len();
    assert_eq!(shown, 5);
    assert!(
        page.text("section[aria-labelledby=review]")
            .contains(&format!("All {found} findings"))
    );
}
