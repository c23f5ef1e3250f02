//! One person: answers with their evidence, and the policy assigned to them.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::access::Access;
use forecourt_model::authority::Role;
use forecourt_service::organization::{get_settings, save_settings};
use forecourt_service::people;

const ALICE: &str = "alice.ashdown@contoso.example.com";

async fn open(server: &TestServer, role: Role) -> (Client, String) {
    let path = format!("/users/{}", person(server, ALICE).await);
    (server.sign_in(role).await, path)
}

/// Yes or no to the two questions.
fn verdicts(page: &Page) -> Vec<String> {
    page.texts(".fc-verdicts .fc-verdict__answer")
}

async fn assign(client: &Client, path: &str, policy: &str, more: &[(&str, &str)]) -> Page {
    let revision = client.get(path).await.value("revision").unwrap();
    let mut fields = vec![
        ("revision", revision.as_str()),
        ("policy", policy),
        ("do", "assign"),
    ];
    fields.extend_from_slice(more);
    client.post(path, &fields).await
}

#[tokio::test]
async fn assigning_turns_the_answer_and_undo_turns_it_back() {
    let server = contoso().await;
    let (client, path) = open(&server, Role::TeamsAdministrator).await;
    let page = client.get(&path).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Alice Ashdown"));
    assert_eq!(verdicts(&page), ["Yes", "Yes"]);
    let off = policy(&server, "NoPersonalChat").to_string();
    let asked = assign(&client, &path, &off, &[("reason", "Left the team")]).await;
    assert_eq!(asked.status, 200);
    assert_eq!(
        asked.text("dialog h2"),
        "Turn off chat with personal accounts for Alice Ashdown?"
    );
    assert_eq!(
        verdicts(&client.get(&path).await),
        ["Yes", "Yes"],
        "asking changes nothing"
    );
    let done = assign(
        &client,
        &path,
        &off,
        &[("reason", "Left the team"), ("confirmed", "true")],
    )
    .await;
    let page = client.follow(done).await;
    assert_eq!(verdicts(&page), ["No", "No"]);
    assert!(
        page.toast().contains("Alice Ashdown has NoPersonalChat now"),
        "{}",
        page.toast()
    );
    assert!(
        page.text("#history ~ *, section:has(#history)")
            .contains("Left the team")
    );
    assert!(
        page.text(".fc-evidence")
            .contains("Wins: a direct assignment comes first")
    );
    let undo = page.attribute(".fc-toast form", "action").unwrap();
    let undone = client.post(&undo, &[("quick", "true")]).await;
    assert_eq!(undone.status, 303);
    assert_eq!(verdicts(&client.get(&path).await), ["Yes", "Yes"]);
}

#[tokio::test]
async fn a_gain_is_done_at_once_and_the_same_again_says_so() {
    let server = contoso().await;
    let (client, path) = open(&server, Role::TeamsAdministrator).await;
    let target = policy(&server, "FederationAndPICDefault").to_string();
    let done = assign(&client, &path, &target, &[]).await;
    assert_eq!(done.status, 303);
    let before = server.services().snapshot().unwrap().revision();
    let again = client.follow(assign(&client, &path, &target, &[]).await).await;
    assert!(
        again.toast().contains("already. Nothing was changed"),
        "{}",
        again.toast()
    );
    assert_eq!(server.services().snapshot().unwrap().revision(), before);
    let revision = again.value("revision").unwrap();
    let fields = [
        ("revision", revision.as_str()),
        ("policy", target.as_str()),
        ("do", "remove"),
    ];
    let removed = client.follow(client.post(&path, &fields).await).await;
    assert!(
        removed.toast().contains("The direct assignment was removed"),
        "{}",
        removed.toast()
    );
    assert_eq!(removed.value("policy").as_deref(), Some("none"));
}

#[tokio::test]
async fn two_administrators_do_not_overwrite_each_other() {
    let server = contoso().await;
    let (first, path) = open(&server, Role::TeamsAdministrator).await;
    let second = server.sign_in(Role::GlobalAdministrator).await;
    let stale = first.get(&path).await.value("revision").unwrap();
    let theirs = policy(&server, "FederationOnly").to_string();
    assert_eq!(assign(&second, &path, &theirs, &[]).await.status, 303);
    let mine = policy(&server, "Executive Outreach").to_string();
    let fields = [
        ("revision", stale.as_str()),
        ("policy", &mine),
        ("reason", "Fair"),
        ("do", "assign"),
    ];
    let refused = first.post(&path, &fields).await;
    assert_eq!(refused.status, 409);
    let bar = refused.text(".fc-messagebar[role=alert]");
    for words in [
        "Not saved.",
        "Global Administrator 2",
        "FederationOnly",
        "Executive Outreach",
    ] {
        assert!(bar.contains(words), "{words} is missing in {bar}");
    }
    assert_eq!(
        refused.value("policy").as_deref(),
        Some(mine.as_str()),
        "the choice is kept"
    );
    assert_eq!(refused.value("reason").as_deref(), Some("Fair"));
    let revision = refused.value("revision").unwrap();
    let again = first
        .post(
            &path,
            &[("revision", &revision), ("policy", &mine), ("do", "assign")],
        )
        .await;
    assert_eq!(again.status, 303);
}

#[tokio::test]
async fn what_cannot_be_assigned_says_why() {
    let server = contoso().await;
    let (client, path) = open(&server, Role::TeamsAdministrator).await;
    let gone = assign(
        &client,
        &path,
        "00000000-0000-0000-0000-00000000dead",
        &[("reason", "Kept")],
    )
    .await;
    assert_eq!(gone.status, 422);
    assert!(
        gone.field_error("policy").contains("deleted"),
        "{}",
        gone.field_error("policy")
    );
    assert_eq!(gone.value("reason").as_deref(), Some("Kept"));
    let nonsense = assign(&client, &path, "x", &[]).await;
    assert_eq!(nonsense.status, 422);
    let reader = server.sign_in(Role::HelpDesk).await;
    let shown = reader.get(&path).await;
    assert!(shown.has("section:has(#assign) select[disabled]"));
    assert!(shown.text("section:has(#assign)").contains("Help desk"));
    assert_eq!(reader.post(&path, &[("policy", "none")]).await.status, 403);
    for nobody in ["/users/00000000-0000-0000-0000-00000000dead", "/users/x"] {
        assert_eq!(client.get(nobody).await.status, 404, "{nobody}");
    }
}

#[tokio::test]
async fn what_would_change_the_answer_does_change_it() {
    let server = contoso().await;
    let (services, context) = (server.services(), server.context());
    let id = person(&server, ALICE).await;
    let off = policy(&server, "NoPersonalChat");
    let view = people::get(services, &context, id).await.unwrap();
    people::assign(
        services,
        &context,
        id,
        Some(off),
        view.person.revision,
        None,
        None,
    )
    .await
    .unwrap();
    let (client, path) = open(&server, Role::TeamsAdministrator).await;
    let page = client.get(&path).await;
    let ways = page.texts("section:has(#change) .fc-actionlist__item");
    assert!(
        ways[0].starts_with("Remove the direct assignment") || ways[0].starts_with("Assign the policy"),
        "{ways:?}"
    );
    assert!(
        ways.iter()
            .any(|way| way.contains("EnableTeamsConsumerAccess in NoPersonalChat")),
        "{ways:?}"
    );
    let use_this = page.attribute("section:has(#change) a", "href").unwrap();
    let prepared = client.get(use_this.split('#').next().unwrap()).await;
    let picked = prepared.value("policy").unwrap();
    assert_ne!(picked, off.to_string());
    assert!(
        prepared
            .text("section:has(#assign) .fc-note")
            .contains("After saving: can start chats")
    );
    let done = client.follow(assign(&client, &path, &picked, &[]).await).await;
    assert_eq!(verdicts(&done)[0], "Yes");
    let view = people::get(services, &context, id).await.unwrap();
    assert_eq!(
        view.access,
        Access {
            chat: true,
            inbound: true
        }
    );
}

#[tokio::test]
async fn a_way_counts_the_people_that_it_really_reaches() {
    let server = contoso().await;
    let (services, context) = (server.services(), server.context());
    let settings = get_settings(services, &context).unwrap();
    let mut off = settings.settings.clone();
    off.allow_teams_consumer = false;
    save_settings(services, &context, settings.revision, &off, None, None)
        .await
        .unwrap();
    let id = person(&server, ALICE).await;
    let view = people::get(services, &context, id).await.unwrap();
    let first = view.remedies.first().unwrap();
    let reached = services
        .snapshot()
        .unwrap()
        .impact_of(&settings.settings, &[])
        .affected;
    assert!(reached > 400 && reached < 500, "{reached}");
    assert_eq!(first.affected, reached);
    let (client, path) = open(&server, Role::HelpDesk).await;
    let page = client.get(&path).await;
    assert!(
        page.text("section:has(#change)")
            .contains("AllowTeamsConsumer for the organization")
    );
    assert!(page.text("section:has(#history)").contains("AllowTeamsConsumer"));
    assert!(
        page.text(".fc-evidence__row--decides")
            .contains("AllowTeamsConsumer")
    );
}

#[tokio::test]
async fn the_page_takes_back_a_form_that_was_sent_signed_out() {
    let server = contoso().await;
    let (client, path) = open(&server, Role::TeamsAdministrator).await;
    let page = client.get(&path).await;
    let target = policy(&server, "Outbound only").to_string();
    let fields = [
        ("revision", page.value("revision").unwrap()),
        ("policy", target.clone()),
        ("reason", "Later".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let kept = forecourt_service::session::keep_draft(server.services(), &path, &body)
        .await
        .unwrap()
        .unwrap();
    let restored = client.get(&format!("{path}?draft={kept}")).await;
    assert_eq!(restored.value("policy"), Some(target));
    assert_eq!(restored.value("reason").as_deref(), Some("Later"));
}

#[tokio::test]
async fn the_details_show_what_the_directory_knows() {
    let server = contoso().await;
    let (client, path) = open(&server, Role::HelpDesk).await;
    let page = client.get(&format!("{path}?tab=details")).await;
    let text = page.text("section:has(#details)");
    for words in [
        ALICE,
        "Field Service",
        "Chat address alice.ashdown@contoso.example.com",
        "Global (Org-wide default)",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert_eq!(page.text(".fc-tabs [aria-current]"), "Details");
}
