//! Access tokens: made once, good for what they say, refused as soon as they end.

#[path = "access_tokens_rights.rs"]
mod rights;

use crate::support::{Client, Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::{Permission, Role};
use forecourt_model::scope::Scope;
use forecourt_server::http::bearer::authenticate;
use http::HeaderMap;
use time::Duration;

async fn make(client: &Client, scopes: &[&str], days: &str) -> Page {
    let mut fields = vec![("name", "nightly report"), ("days", days)];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    client.post("/access-tokens", &fields).await
}

async fn token(client: &Client, scopes: &[&str]) -> String {
    let made = make(client, scopes, "30").await;
    assert_eq!(made.status, 200, "{}", made.body);
    made.text("#made-token")
}

fn bearer(token: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
    headers
}

/// The status of a request with `headers` for `scope`, and the problem's code.
async fn outcome(server: &TestServer, headers: &HeaderMap, scope: Scope) -> (u16, String) {
    let authenticated = authenticate(&server.state, headers, "r-1".to_owned(), scope).await;
    match authenticated {
        Ok(_) => (200, String::new()),
        Err(problem) => {
            let response = axum::response::IntoResponse::into_response(problem);
            let (parts, body) = response.into_parts();
            assert_eq!(parts.headers["content-type"], "application/problem+json");
            if parts.status == 401 {
                assert!(
                    parts.headers["www-authenticate"]
                        .to_str()
                        .unwrap()
                        .starts_with("Bearer realm=")
                );
            }
            let body = axum::body::to_bytes(body, 10_000).await.unwrap();
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(body["status"], parts.status.as_u16());
            (parts.status.as_u16(), body["code"].as_str().unwrap().to_owned())
        }
    }
}

#[tokio::test]
async fn a_token_is_shown_once_and_carries_the_owner_as_far_as_its_scopes_go() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let token = token(&client, &["settings.read", "policies.write"]).await;
    assert!(token.starts_with("fc_") && token.len() == 46, "{token}");
    let page = client.get("/access-tokens").await;
    assert!(!page.body.contains(&token), "shown once");
    assert!(page.body.contains("settings.read, policies.write") && page.body.contains("nightly report"));
    let authenticated = authenticate(
        &server.state,
        &bearer(&token),
        "r-1".to_owned(),
        Scope::PoliciesWrite,
    )
    .await
    .unwrap();
    let context = authenticated.context;
    assert_eq!(
        context.actor_name(),
        "Teams Administrator 1 (token nightly report)"
    );
    assert_eq!(context.role(), Role::TeamsAdministrator);
    let may = |permission| context.may(permission);
    assert!(may(Permission::ReadSettings) && may(Permission::EditPolicies));
    assert!(
        !may(Permission::EditSettings)
            && !may(Permission::AssignPolicies)
            && !may(Permission::ManageAdministrators)
    );
    let (status, code) = outcome(&server, &bearer(&token), Scope::SettingsWrite).await;
    assert_eq!((status, code.as_str()), (403, "missing-scope"));
    assert!(client.get("/access-tokens").await.body.contains("8 Dec 2021"));
}

#[tokio::test]
async fn a_token_ends_with_its_time_its_revocation_and_its_owner() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let first = token(&client, &["settings.read"]).await;
    server.clock.advance(Duration::seconds(1));
    let second = token(&client, &["settings.read"]).await;
    let ok = (200, String::new());
    let scope = Scope::SettingsRead;
    assert_eq!(outcome(&server, &bearer(&second), scope).await, ok);
    let revoke = client
        .get("/access-tokens")
        .await
        .attribute(".fc-table a.fc-button", "href")
        .unwrap();
    let question = client.get(&revoke).await;
    assert!(question.text("dialog h2").contains("Revoke nightly report?"));
    let action = question.attribute("dialog form", "action").unwrap();
    assert_eq!(client.post(&action, &[]).await.status, 303);
    let refused = outcome(&server, &bearer(&second), scope).await;
    assert_eq!(refused, (401, "token-revoked".to_owned()), "at the next request");
    server.clock.advance(Duration::days(30) - Duration::seconds(2));
    assert_eq!(outcome(&server, &bearer(&first), scope).await, ok);
    server.clock.advance(Duration::seconds(1));
    assert_eq!(
        outcome(&server, &bearer(&first), scope).await,
        (401, "token-expired".to_owned())
    );
    let unknown = format!("fc_{}", "A".repeat(43));
    for (headers, code) in [
        (bearer(&unknown), "token-unknown"),
        (bearer("x"), "token-unknown"),
        (HeaderMap::new(), "token-missing"),
    ] {
        assert_eq!(outcome(&server, &headers, scope).await, (401, code.to_owned()));
    }
}

#[tokio::test]
async fn a_token_never_has_more_than_the_role_of_its_owner_at_that_moment() {
    let server = TestServer::start().await;
    let owner = server
        .add_administrator("Ada", "ada@aldergrove.example", Role::TeamsAdministrator)
        .await;
    let ada = server.sign_in_as("ada@aldergrove.example").await;
    let token = token(&ada, &["settings.write", "settings.read"]).await;
    assert_eq!(
        outcome(&server, &bearer(&token), Scope::SettingsWrite).await.0,
        200
    );
    let change = async |role, disabled| {
        let (services, context) = (server.services(), server.context());
        let stored = forecourt_service::administrator::get(services, &context, owner.id)
            .await
            .unwrap();
        let edit = forecourt_service::administrator::Edit {
            name: "Ada".to_owned(),
            role,
            disabled,
        };
        forecourt_service::administrator::change(services, &context, owner.id, stored.revision, &edit)
            .await
            .unwrap();
    };
    change(Role::GlobalReader, false).await;
    assert_eq!(
        outcome(&server, &bearer(&token), Scope::SettingsWrite).await,
        (403, "forbidden".to_owned())
    );
    assert_eq!(
        outcome(&server, &bearer(&token), Scope::SettingsRead).await.0,
        200
    );
    change(Role::GlobalReader, true).await;
    let refused = outcome(&server, &bearer(&token), Scope::SettingsRead).await;
    assert_eq!(refused, (401, "token-owner-disabled".to_owned()));
    forecourt_service::administrator::remove(server.services(), &server.context(), owner.id)
        .await
        .unwrap();
    let refused = outcome(&server, &bearer(&token), Scope::SettingsRead).await;
    assert_eq!(refused, (401, "token-unknown".to_owned()));
}

#[tokio::test]
async fn bad_input_keeps_what_was_typed_and_makes_nothing() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    for (scopes, days, field, says) in [
        (&[][..], "30", "scopes", "at least one scope"),
        (&["everything"][..], "30", "scopes", "unknown"),
        (
            &["settings.write"][..],
            "30",
            "scopes",
            "Global Reader cannot make use of the scope settings.write",
        ),
        (&["settings.read"][..], "0", "days", "from 1 to 366"),
        (&["settings.read"][..], "many", "days", "from 1 to 366"),
    ] {
        let page = make(&client, scopes, days).await;
        assert_eq!(page.status, 422, "{scopes:?} {days}");
        assert!(
            page.field_error(field).contains(says),
            "{}",
            page.field_error(field)
        );
        assert_eq!(page.value("name").as_deref(), Some("nightly report"));
    }
    assert!(
        client
            .get("/access-tokens")
            .await
            .body
            .contains("No access tokens yet")
    );
}

#[tokio::test]
async fn everybody_sees_their_own_and_only_owners_of_the_house_revoke_others() {
    let server = TestServer::start().await;
    let desk = server.sign_in(Role::HelpDesk).await;
    token(&desk, &["people.read"]).await;
    let other = server.sign_in(Role::HelpDesk).await;
    assert!(!other.get("/access-tokens").await.body.contains("nightly report"));
    let reader = server.sign_in(Role::GlobalReader).await;
    let seen = reader.get("/access-tokens").await;
    assert!(seen.body.contains("nightly report") && !seen.has(".fc-table a.fc-button"));
    let path = desk
        .get("/access-tokens")
        .await
        .attribute(".fc-table a.fc-button", "href")
        .unwrap();
    let path = path.replace("/access-tokens?revoke=", "/access-tokens/");
    assert_eq!(other.post(&path, &[]).await.status, 404);
    assert_eq!(reader.post(&path, &[]).await.status, 403);
    let owner = server.sign_in(Role::GlobalAdministrator).await;
    assert_eq!(owner.post(&path, &[]).await.status, 303);
    let activity = owner.get("/activity").await;
    assert!(
        activity.body.contains("evoked an access token") && activity.body.contains("ade an access token")
    );
}

#[tokio::test]
async fn a_token_opens_no_page() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let token = token(&client, &["settings.read"]).await;
    let request = Request::new()
        .uri("/users")
        .header("authorization", format!("Bearer {token}"));
    assert_eq!(server.client().send(request, Body::empty()).await.status, 303);
}
