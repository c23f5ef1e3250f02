//! Reading every change and taking changes back.

use crate::support::{Client, TestServer};
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::activity::{self, Undo};
use forecourt_service::organization::{get_settings, save_settings};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::undo::undo;
use forecourt_service::{ServiceError, sample};
use forecourt_store::person;

async fn save(server: &TestServer, change: impl Fn(&mut OrganizationSettings)) -> Revision {
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let view = get_settings(services, &context).unwrap();
    let mut settings = view.settings.clone();
    change(&mut settings);
    save_settings(services, &context, view.revision, &settings, None, None)
        .await
        .unwrap()
        .revision
}

fn settings_of(server: &TestServer) -> OrganizationSettings {
    server.services().snapshot().unwrap().settings.clone()
}

async fn administrator(server: &TestServer) -> Client {
    server.sign_in(Role::TeamsAdministrator).await
}

#[tokio::test]
async fn a_change_of_settings_is_listed_with_before_and_after_and_taken_back() {
    let server = TestServer::start().await;
    let revision = save(&server, |settings| settings.allow_teams_consumer_inbound = false).await;
    let browser = administrator(&server).await;
    let list = browser.get("/activity").await;
    assert_eq!(list.status, 200);
    for words in [
        "AllowTeamsConsumerInbound",
        "True",
        "False",
        "Teams Administrator",
    ] {
        assert!(
            list.text("main").contains(words),
            "{words} is missing in {}",
            list.text("main")
        );
    }
    let answer = browser
        .post(&format!("/activity/{revision}/undo"), &[("reason", "A mistake")])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(settings_of(&server).allow_teams_consumer_inbound);
    let list = browser.get("/activity").await;
    assert!(list.text("main").contains("A mistake"));
    assert!(
        list.text("main").contains(&format!("Takes back r{revision}")),
        "{}",
        list.text("main")
    );
}

#[tokio::test]
async fn what_was_changed_elsewhere_in_between_stays() {
    let server = TestServer::start().await;
    let revision = save(&server, |settings| settings.allow_teams_consumer_inbound = false).await;
    save(&server, |settings| settings.block_all_subdomains = true).await;
    let context = server.context_of(Role::TeamsAdministrator);
    undo(server.services(), &context, revision, None).await.unwrap();
    let settings = settings_of(&server);
    assert!(settings.allow_teams_consumer_inbound && settings.block_all_subdomains);
}

#[tokio::test]
async fn a_change_that_something_later_depends_on_is_not_taken_back() {
    let server = TestServer::start().await;
    let off = save(&server, |settings| settings.allow_teams_consumer = false).await;
    save(&server, |settings| settings.allow_teams_consumer = true).await;
    let browser = administrator(&server).await;
    let page = browser.get(&format!("/activity/{off}/undo")).await;
    assert_eq!(page.status, 409);
    assert!(
        page.text("main")
            .contains("allow_teams_consumer was changed again since"),
        "{}",
        page.text("main")
    );
}

#[tokio::test]
async fn a_change_is_taken_back_once_and_the_undo_can_be_taken_back() {
    let server = TestServer::start().await;
    let context = server.context_of(Role::TeamsAdministrator);
    let off = save(&server, |settings| settings.allow_teams_consumer = false).await;
    let undone = undo(server.services(), &context, off, None)
        .await
        .unwrap()
        .revision;
    let twice = undo(server.services(), &context, off, None).await.unwrap_err();
    assert_eq!(twice.code(), "already-undone");
    undo(server.services(), &context, undone, None).await.unwrap();
    assert!(!settings_of(&server).allow_teams_consumer);
}

#[tokio::test]
async fn policies_come_back_after_every_kind_of_change() {
    let server = TestServer::start().await;
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let strict = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let new = NewPolicy {
        name: "No personal accounts".to_owned(),
        settings: strict.clone(),
    };
    let added = policy::add(services, &context, new, None, None).await.unwrap();
    let id = services
        .snapshot()
        .unwrap()
        .policies
        .iter()
        .find(|p| p.name.as_str() == "No personal accounts")
        .unwrap()
        .id;
    let open = PolicySettings::default();
    let edited = policy::edit(services, &context, id, added.revision, &open, None, None)
        .await
        .unwrap();
    let restored = undo(services, &context, edited.revision, None).await.unwrap();
    assert_eq!(services.snapshot().unwrap().policy(id).unwrap().settings, strict);
    let deleted = policy::delete(services, &context, id, restored.revision, None, None)
        .await
        .unwrap();
    assert!(services.snapshot().unwrap().policy(id).is_none());
    undo(services, &context, deleted.revision, None).await.unwrap();
    assert_eq!(services.snapshot().unwrap().policy(id).unwrap().settings, strict);
}

#[tokio::test]
async fn a_direct_assignment_is_taken_back_unless_it_was_changed_again() {
    let server = TestServer::start().await;
    let (services, context) = (server.services(), server.context_of(Role::TeamsAdministrator));
    let random = forecourt_service::SeededRandom::new(3);
    sample::fill(services, &server.context(), &random, sample::Size::of(5), &|_| {})
        .await
        .unwrap();
    let everybody = everybody(&server).await;
    let someone = everybody
        .iter()
        .find(|person| person.effective_source == SourceKind::Global)
        .unwrap();
    let policy = BuiltIn::NoFederationAndPIC.id();
    let assigned = assign(&server, someone.id, Some(policy)).await;
    undo(services, &context, assigned, None).await.unwrap();
    assert_eq!(find(&server, someone.id).await.direct_policy, None);
    let first = assign(&server, someone.id, Some(policy)).await;
    assign(&server, someone.id, Some(BuiltIn::FederationOnly.id())).await;
    let refused = undo(services, &context, first, None).await.unwrap_err();
    assert!(
        refused.sentence().contains("was changed again since"),
        "{}",
        refused.sentence()
    );
}

async fn everybody(server: &TestServer) -> Vec<person::Person> {
    let mut reader = server.services().database().read().await.unwrap();
    forecourt_store::directory::everybody(&mut reader.connection(), server.services().tenant())
        .await
        .unwrap()
}

async fn find(server: &TestServer, id: PersonId) -> person::Person {
    everybody(server)
        .await
        .into_iter()
        .find(|person| person.id == id)
        .unwrap()
}

async fn assign(server: &TestServer, id: PersonId, policy: Option<PolicyId>) -> Revision {
    let context = server.context_of(Role::TeamsAdministrator);
    let revision = find(server, id).await.revision;
    forecourt_service::people::assign(server.services(), &context, id, policy, revision, None, None)
        .await
        .unwrap()
        .revision
}

#[tokio::test]
async fn taking_back_what_would_take_chat_from_many_asks_first() {
    let server = TestServer::start().await;
    let random = forecourt_service::SeededRandom::new(3);
    sample::fill(
        server.services(),
        &server.context(),
        &random,
        sample::Size::of(40),
        &|_| {},
    )
    .await
    .unwrap();
    save(&server, |settings| settings.allow_teams_consumer = false).await;
    let on = save(&server, |settings| settings.allow_teams_consumer = true).await;
    let browser = administrator(&server).await;
    let path = format!("/activity/{on}/undo");
    let quick = browser.post(&path, &[("quick", "true")]).await;
    assert_eq!((quick.status, quick.location()), (303, Some(path.clone())));
    let refused = browser.post(&path, &[("reason", "Kept")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Kept"), "what was typed is kept");
    assert!(settings_of(&server).allow_teams_consumer);
    let done = browser.post(&path, &[("acknowledge", "on")]).await;
    assert_eq!(done.status, 303);
    assert!(!settings_of(&server).allow_teams_consumer);
}

#[tokio::test]
async fn the_list_is_filtered_by_kind_person_day_and_text() {
    let server = TestServer::start().await;
    save(&server, |settings| settings.block_all_subdomains = true).await;
    let browser = administrator(&server).await;
    let shows = async |query: &str| {
        browser
            .get(&format!("/activity?{query}"))
            .await
            .text("main")
            .contains("BlockAllSubdomains")
    };
    assert!(shows("kind=settings").await && !shows("kind=policy").await);
    assert!(shows("actor=Teams+Administrator").await && !shows("actor=Nobody").await);
    assert!(shows("from=2021-12-08&to=2021-12-08").await && !shows("from=2021-12-09").await);
    assert!(shows("q=blockallSUB").await && !shows("q=100%25").await);
}

#[tokio::test]
async fn what_cannot_be_taken_back_says_why() {
    let server = TestServer::start().await;
    let context = server.context_of(Role::TeamsAdministrator);
    let first = activity::get(server.services(), &context, Revision(1))
        .await
        .unwrap();
    assert!(matches!(first.undo, Undo::Impossible(_)));
    let reader = server.context_of(Role::GlobalReader);
    let revision = save(&server, |settings| settings.block_all_subdomains = true).await;
    let refused = undo(server.services(), &reader, revision, None)
        .await
        .unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden { .. }));
    let missing = administrator(&server).await.get("/activity/999").await;
    assert_eq!(missing.status, 404);
}
