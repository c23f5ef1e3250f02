//! Every route times every role, and signed out.

use crate::support::{Client, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_server::http::router::routes;
use std::collections::BTreeSet;

/// Who may take a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Everybody, signed in or not.
    Everybody,
    /// Administrators with one of these roles.
    Roles(&'static [Role]),
    /// Service accounts with an access token, whoever is signed in.
    Tokens,
}

use Role::{GlobalAdministrator, GlobalReader, TeamsAdministrator};
use Who::{Everybody, Roles, Tokens};

const ALL: Who = Roles(&Role::ALL);
const READERS: Who = Roles(&[GlobalAdministrator, TeamsAdministrator, GlobalReader]);
const EDITORS: Who = Roles(&[GlobalAdministrator, TeamsAdministrator]);
const OWNERS: Who = Roles(&[GlobalAdministrator]);

/// What each route takes, written out by hand from the roles' descriptions. A new route needs its row here.
const MATRIX: &[(&str, &str, Who)] = &[
    ("GET", "/", ALL),
    ("GET", "/access-tokens", ALL),
    ("POST", "/access-tokens", ALL),
    ("POST", "/access-tokens/{id}", ALL),
    ("GET", "/account", ALL),
    ("POST", "/account", ALL),
    ("GET", "/activity/as-of", READERS),
    ("GET", "/activity/as-of.json", READERS),
    ("GET", "/activity/{revision}/people.csv", READERS),
    ("GET", "/activity/{revision}/undo", EDITORS),
    ("POST", "/activity/{revision}/undo", EDITORS),
    ("GET", "/activity/{revision}", READERS),
    ("GET", "/activity", READERS),
    ("GET", "/administrators/{id}", READERS),
    ("POST", "/administrators/{id}", OWNERS),
    ("GET", "/administrators", READERS),
    ("POST", "/administrators", OWNERS),
    ("POST", "/access/v1/evaluation", Tokens),
    ("POST", "/access/v1/evaluations", Tokens),
    ("POST", "/api/v1/decisions", Tokens),
    ("GET", "/.well-known/authzen-configuration", Everybody),
    ("GET", "/connectors", READERS),
    ("GET", "/decisions", READERS),
    ("POST", "/decisions/draft", EDITORS),
    ("POST", "/decisions/allow-list", EDITORS),
    ("GET", "/outside", ALL),
    ("POST", "/outside", EDITORS),
    ("POST", "/outside/refusal", EDITORS),
    ("POST", "/outside/identities", EDITORS),
    ("GET", "/test-access", ALL),
    ("GET", "/test-access.json", ALL),
    ("GET", "/users/{id}/identities", ALL),
    ("POST", "/users/{id}/identities", EDITORS),
    ("GET", "/events", ALL),
    ("GET", "/exceptions/export.csv", ALL),
    ("GET", "/exceptions", ALL),
    ("GET", "/external-access/new-policy", ALL),
    ("POST", "/external-access/new-policy", EDITORS),
    ("POST", "/external-access/organization-settings/impact", ALL),
    ("GET", "/external-access/new-policy", ALL),
    ("POST", "/external-access/new-policy", EDITORS),
    ("GET", "/external-access/organization-settings", ALL),
    ("POST", "/external-access/organization-settings", EDITORS),
    ("GET", "/external-access/policies/{name}", ALL),
    ("POST", "/external-access/policies/{name}", EDITORS),
    ("GET", "/external-access/policies", ALL),
    ("POST", "/external-access/policies", EDITORS),
    ("GET", "/external-access/organization-settings/asking", EDITORS),
    ("POST", "/external-access/organization-settings/asking", EDITORS),
    ("GET", "/external-access/organization-settings/impact.csv", ALL),
    ("POST", "/external-access/organization-settings/impact.csv", ALL),
    ("GET", "/external-access/policies/{name}/impact.csv", ALL),
    ("POST", "/external-access/policies/{name}/impact.csv", ALL),
    ("GET", "/external-access/reset-policy/impact.csv", ALL),
    ("POST", "/external-access/reset-policy/impact.csv", ALL),
    ("GET", "/users/impact.csv", ALL),
    ("POST", "/users/impact.csv", ALL),
    ("GET", "/users/{id}/impact.csv", ALL),
    ("POST", "/users/{id}/impact.csv", ALL),
    ("GET", "/groups/new", ALL),
    ("POST", "/groups/new", EDITORS),
    ("POST", "/groups/{id}/concerned.csv", EDITORS),
    ("GET", "/groups/{id}", ALL),
    ("POST", "/groups/{id}", EDITORS),
    ("GET", "/groups", ALL),
    ("POST", "/groups", EDITORS),
    ("GET", "/health/live", Everybody),
    ("GET", "/health/ready", Everybody),
    ("GET", "/import/{plan}", EDITORS),
    ("POST", "/import/{plan}", EDITORS),
    ("GET", "/import", EDITORS),
    ("POST", "/import", EDITORS),
    ("GET", "/message-center/{id}/answer", EDITORS),
    ("POST", "/message-center/{id}/answer", EDITORS),
    ("GET", "/message-center/{id}/dates", EDITORS),
    ("POST", "/message-center/{id}/dates", EDITORS),
    ("GET", "/message-center/{id}/hide", READERS),
    ("POST", "/message-center/{id}/hide", READERS),
    ("GET", "/message-center/{id}/mark", READERS),
    ("POST", "/message-center/{id}/mark", READERS),
    ("GET", "/message-center/{id}", READERS),
    ("GET", "/message-center", READERS),
    ("POST", "/message-center", EDITORS),
    ("GET", "/metrics", Everybody),
    ("GET", "/review/fix", EDITORS),
    ("POST", "/review/fix", EDITORS),
    ("GET", "/review/people.csv", EDITORS),
    ("GET", "/review", ALL),
    ("GET", "/operations", ALL),
    ("POST", "/operations", EDITORS),
    ("GET", "/operations/new", EDITORS),
    ("GET", "/operations/{id}/people.csv", ALL),
    ("GET", "/operations/{id}", ALL),
    ("POST", "/operations/{id}", EDITORS),
    ("GET", "/setup", Everybody),
    ("POST", "/setup", Everybody),
    ("GET", "/sign-in", Everybody),
    ("POST", "/sign-in", Everybody),
    ("POST", "/sign-out", Everybody),
    ("GET", "/users/export.csv", ALL),
    ("POST", "/users/{id}/exception", EDITORS),
    ("GET", "/users/{id}/explain.json", ALL),
    ("GET", "/users/{id}", ALL),
    ("POST", "/users/{id}", EDITORS),
    ("GET", "/users", ALL),
    ("POST", "/users", EDITORS),
];

/// A path that fits the placeholders of `route`.
fn concrete(route: &str) -> String {
    route
        .replace("{revision}", "1")
        .replace("{plan}", "00000000-0000-0000-0000-000000000001")
        .replace("{name}", "Global")
        .replace("{id}", "00000000-0000-0000-0000-000000000001")
}

/// How a request ends, as far as rights are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Passed,
    ToSignIn,
    Forbidden,
    NoToken,
}

async fn end(client: &Client, method: &'static str, path: &str) -> End {
    let request = Request::new()
        .method(method)
        .uri(path)
        .header("origin", "http://forecourt.example")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = client.answer(request, Body::empty()).await;
    let location = answer
        .headers()
        .get("location")
        .map(|value| value.to_str().unwrap());
    match answer.status().as_u16() {
        401 => End::NoToken,
        403 => End::Forbidden,
        303 if location.is_some_and(|to| to.starts_with("/sign-in?next=")) => End::ToSignIn,
        _ => End::Passed,
    }
}

#[test]
fn every_route_has_its_row() {
    let routes: BTreeSet<_> = routes()
        .table()
        .iter()
        .map(|route| (route.method, route.path))
        .collect();
    let rows: BTreeSet<_> = MATRIX.iter().map(|(method, path, _)| (*method, *path)).collect();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let superfluous: Vec<_> = rows.difference(&routes).collect();
    assert!(
        missing.is_empty() && superfluous.is_empty(),
        "without a row: {missing:?}, without a route: {superfluous:?}"
    );
}

#[tokio::test]
async fn every_route_asks_for_its_right() {
    let server = TestServer::start().await;
    let nobody = server.client();
    for (method, path, who) in MATRIX {
        let expected = match who {
            Everybody => End::Passed,
            Tokens => End::NoToken,
            Roles(_) => End::ToSignIn,
        };
        assert_eq!(
            end(&nobody, method, &concrete(path)).await,
            expected,
            "signed out: {method} {path}"
        );
    }
    for role in Role::ALL {
        let client = server.sign_in(role).await;
        for (method, path, who) in MATRIX {
            // Signing out would end the session that the other rows need; it has a test of its own.
            let Roles(roles) = who else { continue };
            let expected = if roles.contains(&role) {
                End::Passed
            } else {
                End::Forbidden
            };
            assert_eq!(
                end(&client, method, &concrete(path)).await,
                expected,
                "{role:?}: {method} {path}"
            );
        }
        for (method, path, _) in MATRIX.iter().filter(|(_, _, who)| *who == Tokens) {
            assert_eq!(
                end(&client, method, &concrete(path)).await,
                End::NoToken,
                "{role:?}: {method} {path}"
            );
        }
        for (method, path, _) in MATRIX.iter().filter(|(_, _, who)| *who == Everybody) {
            assert_eq!(
                end(&client, method, &concrete(path)).await,
                End::Passed,
                "{role:?}: {method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn no_form_of_another_site_is_carried_out() {
    let server = TestServer::start().await;
    let client = server.sign_in(GlobalAdministrator).await;
    let posts = || MATRIX.iter().filter(|(method, _, _)| *method == "POST");
    for (_, path, _) in posts() {
        let answer = client
            .post_from("https://evil.example", &concrete(path), &[])
            .await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.body.contains("another site"), "{path}: {}", answer.body);
        let request = Request::new()
            .method("POST")
            .uri(concrete(path))
            .header("sec-fetch-site", "cross-site");
        assert_eq!(client.send(request, Body::empty()).await.status, 403, "{path}");
    }
    assert_eq!(client.get("/account").await.status, 200, "not even signing out");
    assert!(posts().count() > 3);
}
