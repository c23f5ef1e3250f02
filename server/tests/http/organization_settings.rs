//! Organization settings, without script: every step is a page and a form.

use crate::support::{Client, Page, TestServer};
use axum::body::Body;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::settings::{DomainMode, OrganizationSettings};
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::organization::save_settings;
use forecourt_store::person::{self, Person};
use http::header::{ACCEPT, CONTENT_TYPE, ORIGIN};

const PATH: &str = "/external-access/organization-settings";

/// The revision that the form of the settings was made from.
fn revision(page: &Page) -> String {
    let field = format!("form[action='{PATH}'] input[name='revision']");
    page.attribute(&field, "value").unwrap()
}

/// Puts people into the directory, all of them on Global.
async fn add_people(server: &TestServer, count: usize) {
    let (services, context) = (server.services(), server.context());
    let mut transaction = services.database().begin().await.unwrap();
    let mut connection = transaction.connection();
    for number in 0..count {
        let person = Person {
            id: PersonId(services.random().identifier(context.now)),
            user_principal_name: format!("person{number}@aldergrove.example"),
            display_name: format!("Person {number}"),
            sip_address: None,
            mail: None,
            department: None,
            account_enabled: true,
            direct_policy: None,
            effective_policy: PolicyId::GLOBAL,
            effective_source: SourceKind::Global,
            effective_group: None,
            revision: Revision(1),
        };
        person::upsert(&mut connection, context.tenant, &person, context.now)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    // The counts are part of the snapshot: a change that touches no switch brings it up to date.
    let mut settings = stored(server);
    settings.shared_sip_address_space = !settings.shared_sip_address_space;
    let revision = services.snapshot().unwrap().settings_revision;
    save_settings(services, &context, revision, &settings, None, None)
        .await
        .unwrap();
}

/// What is stored.
fn stored(server: &TestServer) -> OrganizationSettings {
    server.services().snapshot().unwrap().settings.clone()
}

/// Sends the form of the page with `changes`, from the revision that the page names.
async fn send(client: &Client, changes: &[(&str, &str)]) -> Page {
    let revision = revision(&client.get(PATH).await);
    send_from(client, &revision, changes).await
}

async fn send_from(client: &Client, revision: &str, changes: &[(&str, &str)]) -> Page {
    let mut fields = vec![("revision", revision)];
    fields.extend(changes);
    client.post(PATH, &fields).await
}

async fn administrator(server: &TestServer) -> Client {
    server.sign_in(Role::TeamsAdministrator).await
}

#[tokio::test]
async fn every_setting_has_its_control() {
    let server = TestServer::start().await;
    let page = administrator(&server).await.get(PATH).await;
    assert_eq!((page.status, page.title().as_str()), (200, "External access"));
    for key in forecourt_service::organization::compare::EDITED {
        let name = if key.name() == "AllowFederatedUsers" {
            "DomainMode"
        } else {
            key.name()
        };
        assert!(
            page.has(&format!("#settings [name='{name}']:not([type=hidden])")),
            "{name}"
        );
    }
    assert_eq!(page.texts("#mode option").len(), 5);
    assert!(
        page.text("#settings")
            .contains("Set-CsTenantFederationConfiguration")
    );
    assert!(!page.has("[style]"));
}

#[tokio::test]
async fn a_loss_is_asked_about_acknowledged_saved_and_can_be_undone() {
    let server = TestServer::start().await;
    add_people(&server, 20).await;
    let client = administrator(&server).await;
    let before = stored(&server);
    let question = send(&client, &[("AllowTeamsConsumerInbound", "off")]).await;
    assert_eq!(question.status, 200);
    assert_eq!(stored(&server), before);
    assert!(question.has(".fc-shell[inert]") && question.has("dialog[open]"));
    assert!(
        question.text("dialog h2").contains("20 people"),
        "{}",
        question.text("dialog h2")
    );
    assert_eq!(
        question.text("dialog .fc-button--danger"),
        "Turn inbound off for 20 people"
    );
    assert!(
        question.text("dialog").contains("20 of 20 people (100%)"),
        "{}",
        question.text("dialog")
    );

    let revision = revision(&question);
    let confirm = [
        ("AllowTeamsConsumerInbound", "off"),
        ("do", "confirm"),
        ("Reason", "MC296208"),
    ];
    let refused = send_from(&client, &revision, &confirm).await;
    assert_eq!(refused.status, 422);
    assert!(refused.field_error("acknowledge").contains("Tick this first"));
    assert_eq!(
        refused.attribute("dialog [name=Reason]", "value").as_deref(),
        Some("MC296208")
    );
    assert_eq!(stored(&server), before);

    let mut confirm = confirm.to_vec();
    confirm.push(("acknowledge", "on"));
    let done = send_from(&client, &revision, &confirm).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!stored(&server).allow_teams_consumer_inbound);
    let page = client.follow(done).await;
    assert!(
        page.toast()
            .contains("20 people can no longer be found and contacted"),
        "{}",
        page.toast()
    );
    let undo = page.attribute(".fc-toast form", "action").unwrap();
    let undone = client.post(&undo, &[("quick", "true")]).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(stored(&server), before);
}

#[tokio::test]
async fn a_gain_that_reaches_many_is_asked_about_without_alarm() {
    let server = TestServer::start().await;
    add_people(&server, 3).await;
    let services = server.services();
    let off = OrganizationSettings {
        allow_teams_consumer_inbound: false,
        ..stored(&server)
    };
    let revision = services.snapshot().unwrap().settings_revision;
    save_settings(services, &server.context(), revision, &off, None, None)
        .await
        .unwrap();
    let client = administrator(&server).await;
    let on = [
        ("AllowTeamsConsumerInbound", "off"),
        ("AllowTeamsConsumerInbound", "on"),
    ];
    let asked = send(&client, &on).await;
    assert_eq!(asked.status, 200);
    assert!(!stored(&server).allow_teams_consumer_inbound);
    assert!(!asked.has("dialog .fc-button--danger"), "nobody loses anything");
    let mut confirm = on.to_vec();
    confirm.extend([("do", "confirm"), ("acknowledge", "on")]);
    let page = client.follow(send(&client, &confirm).await).await;
    assert!(
        page.toast().contains("3 people can be found and contacted"),
        "{}",
        page.toast()
    );
    assert!(stored(&server).allow_teams_consumer_inbound);
}

#[tokio::test]
async fn with_the_parent_off_the_child_is_disabled_with_its_stored_value() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let saved = send(&client, &[("AllowTeamsConsumer", "off")]).await;
    assert_eq!(saved.status, 303);
    let page = client.get(PATH).await;
    assert!(page.has("#AllowTeamsConsumerInbound[checked][disabled]"));
    assert!(!page.has("#why-AllowTeamsConsumerInbound[hidden]"));
    assert!(
        page.text("#why-AllowTeamsConsumerInbound")
            .contains("Stored value: On")
    );
    let back = [("AllowTeamsConsumer", "off"), ("AllowTeamsConsumer", "on")];
    assert_eq!(send(&client, &back).await.status, 303);
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn nothing_changed_is_said_and_makes_no_revision() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let before = server.services().snapshot().unwrap().revision();
    let page = client.follow(send(&client, &[]).await).await;
    assert!(page.toast().contains("Nothing changed"), "{}", page.toast());
    assert!(!page.has(".fc-toast form[action*='undo']"));
    assert_eq!(server.services().snapshot().unwrap().revision(), before);
}

#[tokio::test]
async fn what_is_no_domain_is_named_and_kept() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    for typed in ["http://x", "*.x", "x..y"] {
        let fields = [
            ("AllowTeamsSms", "off"),
            ("BlockedDomains", "a.example"),
            ("BlockedDomains.add", typed),
            ("do", "add:BlockedDomains"),
        ];
        let page = send(&client, &fields).await;
        assert_eq!(page.status, 422, "{typed}");
        let error = page.field_error("BlockedDomains-add");
        assert!(error.contains(&format!("“{typed}”")), "{error}");
        assert_eq!(page.value("BlockedDomains.add").as_deref(), Some(typed));
        assert_eq!(page.value("BlockedDomains").as_deref(), Some("a.example"));
        assert!(!page.has("#AllowTeamsSms[checked]"), "the unsaved rest is kept");
    }
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn a_domain_of_another_script_is_normalised_and_shown() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let fields = [
        ("BlockedDomains.add", "Bücher.example"),
        ("do", "add:BlockedDomains"),
    ];
    let page = send(&client, &fields).await;
    assert_eq!(page.status, 200);
    let item = page.text("[aria-label='Blocked domains'] li");
    assert!(
        item.contains("xn--bcher-kva.example") && item.contains("Shown as bücher.example"),
        "{item}"
    );
    assert_eq!(
        page.value("BlockedDomains").as_deref(),
        Some("xn--bcher-kva.example")
    );
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn four_thousand_domains_fit_and_one_more_does_not() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let mut names: Vec<_> = (0..4000).map(|number| format!("d{number}.example")).collect();
    let full = names.join("\n");
    let fields = [
        ("DomainMode", "block_specific"),
        ("BlockedDomains", full.as_str()),
    ];
    assert_eq!(send(&client, &fields).await.status, 303);
    assert_eq!(stored(&server).domains.blocked.len(), 4000);
    let page = client.get(PATH).await;
    assert_eq!(page.texts("[aria-label='Blocked domains'] li").len(), 50);
    assert_eq!(page.texts("[name='BlockedDomains']").len(), 1);

    let found = send(&client, &[("BlockedDomains.find", "d399"), ("do", "edit")]).await;
    assert_eq!(found.texts("[aria-label='Blocked domains'] li").len(), 11);

    names.push("one-more.example".to_owned());
    let over = names.join("\n");
    let page = send(&client, &[("BlockedDomains", over.as_str())]).await;
    assert_eq!(page.status, 422);
    assert!(
        page.field_error("BlockedDomains")
            .contains("4001 domains are too many"),
        "{}",
        page.field_error("BlockedDomains")
    );
    assert!(page.value("BlockedDomains").unwrap().contains("one-more.example"));
    assert_eq!(stored(&server).domains.blocked.len(), 4000);
}

#[tokio::test]
async fn a_domain_in_both_lists_is_refused() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let fields = [("AllowedDomains", "a.example"), ("BlockedDomains", "A.EXAMPLE")];
    let page = send(&client, &fields).await;
    assert_eq!(page.status, 422);
    assert!(
        page.field_error("BlockedDomains")
            .contains("a.example is in the allow list")
    );
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn a_stale_form_shows_both_sides_and_saves_what_was_picked() {
    let server = TestServer::start().await;
    let client = administrator(&server).await;
    let stale = revision(&client.get(PATH).await);
    let other = server.sign_in(Role::GlobalAdministrator).await;
    assert_eq!(send(&other, &[("DomainMode", "block_all")]).await.status, 303);

    let mine = [
        ("DomainMode", "block_all_except_by_policy"),
        ("SharedSipAddressSpace", "on"),
    ];
    let page = send_from(&client, &stale, &mine).await;
    assert_eq!(page.status, 409);
    assert_eq!(stored(&server).domains.mode, DomainMode::BlockAll);
    assert!(
        page.messages().join(" ").contains("Global Administrator 2"),
        "{:?}",
        page.messages()
    );
    let both = page.text("[aria-labelledby='both-h']");
    assert!(both.contains("Theirs: Block all external domains"), "{both}");
    assert!(both.contains("except where a policy opens some"), "{both}");

    let current = revision(&page);
    assert_ne!(current, stale);
    let mut picked = mine.to_vec();
    picked.extend([
        ("keep.AllowFederatedUsers", "theirs"),
        ("keep.SharedSipAddressSpace", "mine"),
    ]);
    assert_eq!(send_from(&client, &current, &picked).await.status, 303);
    assert_eq!(stored(&server).domains.mode, DomainMode::BlockAll);
    assert!(stored(&server).shared_sip_address_space);
}

#[tokio::test]
async fn a_reader_sees_everything_disabled_and_why() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let page = client.get(PATH).await;
    assert!(page.has("#settings > fieldset[disabled]"));
    assert!(!page.has(".fc-savebar"));
    assert!(
        page.messages()
            .join(" ")
            .contains("Your role, Global Reader, cannot change this")
    );
    let refused = client.post(PATH, &[("AllowTeamsSms", "off")]).await;
    assert_eq!(refused.status, 403);
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_comes_back_unsaved() {
    let server = TestServer::start().await;
    let ada = server
        .add_administrator("Ada", "ada@aldergrove.example", Role::TeamsAdministrator)
        .await;
    let client = server.sign_in_as(&ada.email).await;
    let revision = revision(&client.get(PATH).await);
    server.clock.advance(time::Duration::hours(1));
    let fields = [("AllowTeamsSms", "off"), ("BlockedDomains", "a.example")];
    let away = send_from(&client, &revision, &fields).await;
    let location = away.location().unwrap();
    let sign_in = client.get(&location).await;
    let mut answers = vec![
        ("email", ada.email.clone()),
        ("password", crate::support::PASSWORD.to_owned()),
    ];
    answers.extend(["next", "draft"].map(|name| (name, sign_in.value(name).unwrap_or_default())));
    let answers: Vec<_> = answers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let page = client.follow(client.post("/sign-in", &answers).await).await;
    assert!(
        page.messages().join(" ").contains("You were signed out"),
        "{:?}",
        page.messages()
    );
    assert!(!page.has("#AllowTeamsSms[checked]"));
    assert_eq!(page.value("BlockedDomains").as_deref(), Some("a.example"));
    assert_eq!(stored(&server), OrganizationSettings::default());
}

#[tokio::test]
async fn the_impact_of_what_is_being_typed_comes_as_parts() {
    let server = TestServer::start().await;
    add_people(&server, 5).await;
    let client = administrator(&server).await;
    let request = http::request::Builder::new()
        .method("POST")
        .uri(format!("{PATH}/impact"))
        .header(ORIGIN, "http://forecourt.example")
        .header(ACCEPT, "application/x-fragment")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = Body::from("revision=1&AllowTeamsConsumer=off&BlockedDomains.add=half-typ");
    let part = client.send(request, body).await;
    assert_eq!(part.status, 200);
    assert!(
        part.text("#impact-bar")
            .contains("5 people lose chat with personal accounts")
    );
    assert_eq!(part.text("#was-AllowTeamsConsumer"), "Not saved: was On");
    assert!(part.has("#use-BlockedDomains") && part.has("svg.fc-sprite symbol"));
    assert!(!part.body.contains("<html"));
}
