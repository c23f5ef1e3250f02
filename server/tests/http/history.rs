//! Looking back, and what stands in the way of an undo, as the browser sees it.

use crate::contoso::{contoso, person, policy};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_model::{GroupId, Revision};
use forecourt_service::group::{self, GroupInput};
use forecourt_service::organization::{get_settings, save_settings};
use forecourt_service::{Clock as _, people};
use serde_json::Value;
use time::Duration;

const ALICE: &str = "alice.ashdown@contoso.example.com";

/// The next change is made an hour later.
fn an_hour_later(server: &TestServer) {
    server.clock.advance(Duration::HOUR);
}

async fn inbound(server: &TestServer, on: bool) -> Revision {
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let view = get_settings(services, &context).unwrap();
    let mut settings = view.settings.clone();
    settings.allow_teams_consumer_inbound = on;
    let saved = save_settings(
        services,
        &context,
        view.revision,
        &settings,
        Some("Calls".to_owned()),
        None,
    );
    saved.await.unwrap().revision
}

async fn assign(server: &TestServer, name: &str) -> Revision {
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let id = person(server, ALICE).await;
    let view = people::get(services, &context, id).await.unwrap();
    let wanted = Some(policy(server, name));
    let revision = view.person.revision;
    let saved = people::assign(services, &context, id, wanted, revision, None, None).await;
    saved.unwrap().revision
}

#[tokio::test]
async fn the_page_says_what_was_and_who_made_it_so() {
    let server = contoso().await;
    an_hour_later(&server);
    let off = inbound(&server, false).await;
    let then = server.clock.now();
    an_hour_later(&server);
    inbound(&server, true).await;
    let browser = server.sign_in(Role::GlobalReader).await;
    let at = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        then.year(),
        u8::from(then.month()),
        then.day(),
        then.hour(),
        then.minute()
    );
    let page = browser
        .get(&format!("/activity/as-of?at={at}&user={ALICE}"))
        .await;
    assert_eq!(page.status, 200);
    let text = page.text("main");
    for words in [
        "Alice Ashdown then",
        "The organization lets only its own people start",
        "Could be found and contacted by them No",
        "Today: can start chats: Yes; can be found and contacted: Yes.",
        "Teams Administrator",
        "“ Calls ”",
        "AllowTeamsConsumerInbound False True",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(page.has(&format!("a[href='/activity/{off}']")));
    assert_eq!(page.value("at"), Some(at));
}

#[tokio::test]
async fn the_state_around_a_change_is_one_click_away() {
    let server = contoso().await;
    an_hour_later(&server);
    let revision = assign(&server, "Outbound only").await;
    let browser = server.sign_in(Role::GlobalReader).await;
    let id = person(&server, ALICE).await;
    let entry = browser.get(&format!("/activity/{revision}")).await;
    let (before, after) = (revision.0 - 1, revision.0);
    for href in [
        format!("/activity/as-of?revision={before}"),
        format!("/activity/as-of?revision={after}"),
        format!("/activity/{revision}/people.csv"),
        format!("/activity?kind=person&target={id}"),
        format!("/users/{id}"),
    ] {
        assert!(entry.has(&format!("main a[href='{href}']")), "{href}");
    }
    let user = browser.get(&format!("/users/{id}")).await;
    let then = format!("/activity/as-of?revision={after}&user={id}");
    assert!(user.has(&format!("a[href='{then}']")), "{}", user.body);
    let earlier = browser
        .get(&format!("/activity/as-of?revision={before}&user={id}"))
        .await;
    assert!(
        earlier.text("main").contains("Never changed until then"),
        "{}",
        earlier.text("main")
    );
    let later = browser.get(&then).await;
    assert!(
        later.text("main").contains("Policy: Outbound only"),
        "{}",
        later.text("main")
    );
}

#[tokio::test]
async fn the_json_names_everything() {
    let server = contoso().await;
    an_hour_later(&server);
    let revision = assign(&server, "Outbound only").await;
    let browser = server.sign_in(Role::GlobalReader).await;
    let path = format!("/activity/as-of.json?revision={revision}&user={ALICE}");
    let answer: Value = serde_json::from_str(&browser.get(&path).await.body).unwrap();
    assert_eq!(answer["revision"], revision.0);
    assert_eq!(answer["person"]["policy"], "Outbound only");
    assert_eq!(answer["person"]["assignment"]["source"], "direct");
    assert_eq!(answer["person"]["direct_made_by"]["revision"], revision.0);
    assert_eq!(answer["person"]["inward"]["reason"], "policy_inbound_off");
    assert_eq!(answer["settings"]["AllowTeamsConsumer"]["then"], "True");
    assert_eq!(answer["settings"]["AllowTeamsConsumer"]["today"], Value::Null);
    let missing = browser.get("/activity/as-of.json").await;
    assert_eq!(missing.status, 422);
    let error: Value = serde_json::from_str(&missing.body).unwrap();
    assert_eq!(error["error"]["code"], "invalid");
}

#[tokio::test]
async fn questions_without_an_answer_say_why() {
    let server = contoso().await;
    let browser = server.sign_in(Role::GlobalReader).await;
    let form = browser.get("/activity/as-of").await;
    assert_eq!((form.status, form.title().as_str()), (200, "Look back"));
    let unreadable = browser.get("/activity/as-of?at=yesterday").await;
    assert_eq!(unreadable.status, 422);
    assert!(
        unreadable
            .field_error("at")
            .contains("“yesterday” is not a moment")
    );
    assert_eq!(unreadable.value("at").as_deref(), Some("yesterday"));
    let early = browser.get("/activity/as-of?at=2001-01-01T00:00").await;
    assert_eq!(early.status, 422);
    assert!(
        early
            .messages()
            .join(" ")
            .contains("was set up here on 8 December 2021"),
        "{:?}",
        early.messages()
    );
    let future = browser.get("/activity/as-of?at=2999-01-01T00:00").await;
    assert!(future.messages().join(" ").contains("is in the future"));
    let nobody = browser
        .get("/activity/as-of?at=2021-12-08T13:20&user=nobody@contoso.example.com")
        .await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.field_error("user").contains("Nobody in the directory"));
    assert_eq!(browser.get("/activity/as-of?revision=9999").await.status, 404);
    assert_eq!(browser.get("/activity/as-of?revision=x").await.status, 404);
    assert_eq!(browser.get("/activity/9999/people.csv").await.status, 404);
    let json = browser.get("/activity/as-of.json?at=2001-01-01T00:00").await;
    assert_eq!(json.status, 422);
    assert!(json.body.contains("as-of-before-organization"));
}

#[tokio::test]
async fn what_stands_in_the_way_of_an_undo_is_linked() {
    let server = contoso().await;
    let first = assign(&server, "Outbound only").await;
    let second = assign(&server, "NoPersonalChat").await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    for page in [
        browser.get(&format!("/activity/{first}/undo")).await,
        browser.post(&format!("/activity/{first}/undo"), &[]).await,
    ] {
        assert_eq!(page.status, 409);
        assert!(
            page.text("main")
                .contains("the policy of Alice Ashdown was changed again since")
        );
        assert!(page.has(&format!("main a[href='/activity/{second}']")));
    }
    let done = browser
        .post(&format!("/activity/{second}/undo"), &[("acknowledge", "on")])
        .await;
    assert_eq!(done.status, 303);
    // Somebody else was quicker.
    let again = browser.post(&format!("/activity/{second}/undo"), &[]).await;
    assert_eq!(again.status, 409);
    assert!(again.text("main").contains("was taken back already"));
}

#[tokio::test]
async fn a_change_of_members_shows_whom_it_touched_and_goes_back() {
    let server = contoso().await;
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let input = GroupInput {
        display_name: "Field sales".to_owned(),
        mail: String::new(),
    };
    let id: GroupId = group::add(services, &context, &input).await.unwrap().id;
    let alice = person(&server, ALICE).await;
    let joined = group::add_members(services, &context, id, &[alice], None)
        .await
        .unwrap();
    let revision = joined.revision.unwrap();
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let entry = browser.get(&format!("/activity/{revision}")).await;
    assert!(
        entry.text("main").contains("People it touched 1 person."),
        "{}",
        entry.text("main")
    );
    let file = browser.get(&format!("/activity/{revision}/people.csv")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let line = format!("{ALICE},Alice Ashdown,{alice},joined,,member");
    assert!(file.body.contains(&line), "{}", file.body);
    let list = browser.get(&format!("/activity?kind=group&target={id}")).await;
    assert!(
        list.text("main").contains("What: Groups, Field sales"),
        "{}",
        list.text("main")
    );
    assert_eq!(list.texts("main tbody tr").len(), 2);
    let done = browser.post(&format!("/activity/{revision}/undo"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(group::get(services, &context, id).await.unwrap().group.people, 0);
}
