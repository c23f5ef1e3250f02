//! Administrators: adding, changing, removing, and who always stays.

use crate::support::{PASSWORD, Page, TestServer};
use forecourt_model::AdministratorId;
use forecourt_model::authority::Role;
use forecourt_service::administrator::list;

fn path(id: AdministratorId) -> String {
    format!("/administrators/{id}")
}

async fn revision(client: &crate::support::Client, path: &str) -> String {
    client.get(path).await.value("revision").unwrap()
}

fn alert(page: &Page) -> String {
    page.text("[role=alert]")
}

#[tokio::test]
async fn somebody_who_was_added_can_sign_in_with_the_password_made_up() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let fields = [
        ("action", "add"),
        ("name", "Bea Okafor"),
        ("email", "bea@aldergrove.example"),
        ("role", "help_desk"),
        ("password", ""),
    ];
    let added = client.post("/administrators", &fields).await;
    assert_eq!(added.status, 200, "{}", added.body);
    let password = added.text("#made-up-password");
    assert_eq!(password.len(), 23, "{password}");
    assert!(
        !client.get("/administrators").await.body.contains(&password),
        "shown once"
    );
    let bea = server.client();
    let sign_in = [
        ("email", "bea@aldergrove.example"),
        ("password", password.as_str()),
    ];
    assert_eq!(bea.post("/sign-in", &sign_in).await.status, 303);
    assert_eq!(bea.get("/administrators").await.status, 403);
    let twice = client.post("/administrators", &fields).await;
    assert_eq!(twice.status, 422);
    assert!(twice.field_error("email").contains("exists already"));
    assert_eq!(twice.value("name").as_deref(), Some("Bea Okafor"));
    let activity = client.get("/activity").await;
    assert!(activity.body.contains("Bea Okafor") && activity.body.contains("dded an administrator"));
}

#[tokio::test]
async fn bad_input_keeps_what_was_typed() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    for (email, password, role, field, says) in [
        ("bea", "", "help_desk", "email", "not an e-mail address"),
        (
            "bea@aldergrove.example",
            "short",
            "help_desk",
            "password",
            "at least 12",
        ),
        (
            "bea@aldergrove.example",
            "bea@aldergrove lantern",
            "help_desk",
            "password",
            "contains",
        ),
        (
            "bea@aldergrove.example",
            "",
            "emperor",
            "role",
            "Choose one of the roles.",
        ),
    ] {
        let fields = [
            ("name", "Bea Okafor"),
            ("email", email),
            ("role", role),
            ("password", password),
        ];
        let refused = client.post("/administrators", &fields).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(
            refused.field_error(field).contains(says),
            "{field}: {}",
            refused.field_error(field)
        );
        assert_eq!(refused.value("email").as_deref(), Some(email));
    }
    assert_eq!(list(server.services(), &server.context()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_last_global_administrator_stays() {
    let server = TestServer::start().await;
    let ada = server
        .add_administrator("Ada", "ada@aldergrove.example", Role::GlobalAdministrator)
        .await;
    let client = server.sign_in_as("ada@aldergrove.example").await;
    let here = path(ada.id);
    let revision = revision(&client, &here).await;
    let demote = [
        ("action", "save"),
        ("name", "Ada"),
        ("role", "teams_administrator"),
        ("enabled", "on"),
        ("revision", &revision),
    ];
    let disable = [
        ("action", "save"),
        ("name", "Ada"),
        ("role", "global_administrator"),
        ("revision", &revision),
    ];
    for fields in [&demote[..], &disable[..], &[("action", "remove")]] {
        let refused = client.post(&here, fields).await;
        assert_eq!(refused.status, 409, "{fields:?}");
        assert!(
            alert(&refused).contains("Ada is the last Global Administrator."),
            "{}",
            alert(&refused)
        );
    }
    // A disabled one does not count.
    let mut bea = server
        .add_administrator("Bea", "bea@aldergrove.example", Role::GlobalAdministrator)
        .await;
    bea.disabled = true;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::administrator::save(&mut transaction.connection(), tenant, &bea)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(client.post(&here, &[("action", "remove")]).await.status, 409);
    server
        .add_administrator("Cid", "cid@aldergrove.example", Role::GlobalAdministrator)
        .await;
    assert_eq!(client.post(&here, &demote).await.status, 303);
    assert_eq!(
        client.get("/administrators").await.status,
        303,
        "the sessions of before are over"
    );
}

#[tokio::test]
async fn what_is_taken_away_is_gone_at_once() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let bea = server
        .add_administrator("Bea", "bea@aldergrove.example", Role::TeamsAdministrator)
        .await;
    let here = path(bea.id);
    let save = async |role: &str, enabled: bool| {
        let revision = revision(&client, &here).await;
        let mut fields = vec![
            ("action", "save"),
            ("name", "Bea"),
            ("role", role),
            ("revision", revision.as_str()),
        ];
        if enabled {
            fields.push(("enabled", "on"));
        }
        let saved = client.post(&here, &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    };
    let hers = server.sign_in_as("bea@aldergrove.example").await;
    save("global_reader", true).await;
    assert_eq!(hers.get("/account").await.status, 303, "role changed");
    let hers = server.sign_in_as("bea@aldergrove.example").await;
    save("global_reader", false).await;
    assert_eq!(hers.get("/account").await.status, 303, "disabled");
    let wrong = server
        .client()
        .post(
            "/sign-in",
            &[("email", "bea@aldergrove.example"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(wrong.status, 422);
    save("global_reader", true).await;
    let hers = server.sign_in_as("bea@aldergrove.example").await;
    let reset = client
        .post(&here, &[("action", "reset_password"), ("password", "")])
        .await;
    let password = reset.text("#made-up-password");
    assert_eq!(hers.get("/account").await.status, 303, "password reset");
    let again = server.client();
    assert_eq!(
        again
            .post(
                "/sign-in",
                &[("email", "bea@aldergrove.example"), ("password", &password)]
            )
            .await
            .status,
        303
    );
    let asked = client.get(&format!("{here}?confirm=remove")).await;
    assert_eq!(asked.text("dialog h2"), "Remove Bea?");
    assert_eq!(
        client
            .post(&here, &[("action", "remove")])
            .await
            .location()
            .as_deref(),
        Some("/administrators")
    );
    assert_eq!(again.get("/account").await.status, 303, "removed");
    assert_eq!(client.get(&here).await.status, 404);
}

#[tokio::test]
async fn a_stale_form_shows_both_sides() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let bea = server
        .add_administrator("Bea", "bea@aldergrove.example", Role::TeamsAdministrator)
        .await;
    let here = path(bea.id);
    let revision = revision(&client, &here).await;
    let save = async |name: &str, revision: &str| {
        let fields = [
            ("action", "save"),
            ("name", name),
            ("role", "help_desk"),
            ("enabled", "on"),
            ("revision", revision),
        ];
        client.post(&here, &fields).await
    };
    assert_eq!(save("Beatrice", &revision).await.status, 303);
    let stale = save("Beate", &revision).await;
    assert_eq!(stale.status, 409);
    assert!(
        alert(&stale).contains("changed this while you were editing"),
        "{}",
        alert(&stale)
    );
    assert!(
        alert(&stale).contains("Stored now: Beatrice, Help desk, may sign in."),
        "{}",
        alert(&stale)
    );
    assert_eq!(stale.value("name").as_deref(), Some("Beate"));
    let decided = save("Beate", &stale.value("revision").unwrap()).await;
    assert_eq!(decided.status, 303);
}

#[tokio::test]
async fn a_reader_sees_the_controls_and_why_they_are_off() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let page = client.get("/administrators").await;
    assert!(
        page.body.contains("It takes Global Administrator."),
        "{}",
        page.body
    );
    assert!(page.has("input#name[disabled]") && page.has("button[value=add][aria-disabled=true]"));
}
