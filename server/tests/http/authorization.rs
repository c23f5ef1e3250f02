//! Every route times every role, and signed out.

use crate::support::{Client, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_server::http::router::routes;
use std::collections::BTreeSet;

/// Who may take a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Everybody, signed in or not.
    Everybody,
    /// Administrators with one of these roles.
    Roles(&'static [Role]),
    /// Access tokens with this scope whose owner has one of these roles. No cookie counts.
    Token(&'static str, &'static [Role]),
}

use Role::{GlobalAdministrator, GlobalReader, TeamsAdministrator};
use Who::{Everybody, Roles, Token};

const ALL: Who = Roles(&Role::ALL);
const READING: &[Role] = &[GlobalAdministrator, TeamsAdministrator, GlobalReader];
const EDITING: &[Role] = &[GlobalAdministrator, TeamsAdministrator];
const OWNING: &[Role] = &[GlobalAdministrator];
const READERS: Who = Roles(READING);
const EDITORS: Who = Roles(EDITING);
const OWNERS: Who = Roles(OWNING);
const DECISIONS: Who = Token("decisions", &Role::ALL);

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
    ("GET", "/activity/{revision}/script.ps1", READERS),
    ("GET", "/compliance/people.csv", ALL),
    ("GET", "/compliance.csv", ALL),
    ("GET", "/compliance.json", ALL),
    ("GET", "/compliance", ALL),
    ("GET", "/files/export", ALL),
    ("GET", "/files/{plan}/script.ps1", EDITORS),
    ("GET", "/files/{plan}", EDITORS),
    ("POST", "/files/{plan}", EDITORS),
    ("GET", "/files", ALL),
    ("POST", "/files", EDITORS),
    ("GET", "/api/v1/openapi.json", Everybody),
    ("GET", "/api/v1/settings", Token("settings.read", &Role::ALL)),
    ("PATCH", "/api/v1/settings", Token("settings.write", EDITING)),
    ("GET", "/api/v1/policies", Token("policies.read", &Role::ALL)),
    ("POST", "/api/v1/policies", Token("policies.write", EDITING)),
    (
        "GET",
        "/api/v1/policies/{name}",
        Token("policies.read", &Role::ALL),
    ),
    (
        "PATCH",
        "/api/v1/policies/{name}",
        Token("policies.write", EDITING),
    ),
    (
        "DELETE",
        "/api/v1/policies/{name}",
        Token("policies.write", EDITING),
    ),
    (
        "POST",
        "/api/v1/policies/{name}/reset",
        Token("policies.write", EDITING),
    ),
    ("GET", "/api/v1/users", Token("people.read", &Role::ALL)),
    ("GET", "/api/v1/users/{user}", Token("people.read", &Role::ALL)),
    ("DELETE", "/api/v1/users/{user}", Token("people.write", EDITING)),
    (
        "PUT",
        "/api/v1/users/{user}/assignment",
        Token("assignments.write", EDITING),
    ),
    (
        "DELETE",
        "/api/v1/users/{user}/assignment",
        Token("assignments.write", EDITING),
    ),
    ("GET", "/api/v1/explain", Token("people.read", &Role::ALL)),
    ("GET", "/api/v1/exports/users", Token("people.read", &Role::ALL)),
    ("GET", "/api/v1/groups", Token("groups.read", &Role::ALL)),
    ("POST", "/api/v1/groups", Token("groups.write", EDITING)),
    ("GET", "/api/v1/groups/{group}", Token("groups.read", &Role::ALL)),
    ("PATCH", "/api/v1/groups/{group}", Token("groups.write", EDITING)),
    ("DELETE", "/api/v1/groups/{group}", Token("groups.write", EDITING)),
    (
        "GET",
        "/api/v1/groups/{group}/members",
        Token("groups.read", &Role::ALL),
    ),
    (
        "POST",
        "/api/v1/groups/{group}/members",
        Token("groups.write", EDITING),
    ),
    (
        "POST",
        "/api/v1/groups/{group}/members/remove",
        Token("groups.write", EDITING),
    ),
    (
        "DELETE",
        "/api/v1/groups/{group}/members/assignments",
        Token("assignments.write", EDITING),
    ),
    (
        "PUT",
        "/api/v1/groups/{group}/policy",
        Token("groups.write", EDITING),
    ),
    (
        "DELETE",
        "/api/v1/groups/{group}/policy",
        Token("groups.write", EDITING),
    ),
    ("GET", "/api/v1/operations", Token("operations.read", &Role::ALL)),
    ("POST", "/api/v1/operations", Token("operations.write", EDITING)),
    (
        "GET",
        "/api/v1/operations/{operation}",
        Token("operations.read", &Role::ALL),
    ),
    (
        "DELETE",
        "/api/v1/operations/{operation}",
        Token("operations.write", EDITING),
    ),
    (
        "POST",
        "/api/v1/operations/{operation}/start",
        Token("operations.write", EDITING),
    ),
    (
        "POST",
        "/api/v1/operations/{operation}/cancel",
        Token("operations.write", EDITING),
    ),
    (
        "POST",
        "/api/v1/operations/{operation}/retry",
        Token("operations.write", EDITING),
    ),
    (
        "GET",
        "/api/v1/operations/{operation}/results",
        Token("operations.read", &Role::ALL),
    ),
    ("GET", "/api/v1/activity", Token("activity.read", READING)),
    (
        "GET",
        "/api/v1/activity/{revision}",
        Token("activity.read", READING),
    ),
    (
        "GET",
        "/api/v1/activity/{revision}/people",
        Token("activity.read", READING),
    ),
    (
        "POST",
        "/api/v1/activity/{revision}/undo",
        Token("activity.undo", EDITING),
    ),
    ("GET", "/api/v1/as-of", Token("activity.read", READING)),
    ("GET", "/api/v1/rollout", Token("rollout.read", READING)),
    ("PUT", "/api/v1/rollout/answer", Token("rollout.write", EDITING)),
    ("PUT", "/api/v1/rollout/dates", Token("rollout.write", EDITING)),
    (
        "GET",
        "/api/v1/administrators",
        Token("administrators.read", READING),
    ),
    (
        "POST",
        "/api/v1/administrators",
        Token("administrators.write", OWNING),
    ),
    (
        "GET",
        "/api/v1/administrators/{administrator}",
        Token("administrators.read", READING),
    ),
    (
        "PATCH",
        "/api/v1/administrators/{administrator}",
        Token("administrators.write", OWNING),
    ),
    (
        "DELETE",
        "/api/v1/administrators/{administrator}",
        Token("administrators.write", OWNING),
    ),
    ("GET", "/api/v1/tokens", Token("tokens.read", &Role::ALL)),
    ("POST", "/api/v1/tokens", Token("tokens.write", &Role::ALL)),
    ("GET", "/api/v1/tokens/{token}", Token("tokens.read", &Role::ALL)),
    (
        "DELETE",
        "/api/v1/tokens/{token}",
        Token("tokens.write", &Role::ALL),
    ),
    ("GET", "/api/v1/webhooks", Token("webhooks.read", READING)),
    ("POST", "/api/v1/webhooks", Token("webhooks.write", OWNING)),
    (
        "GET",
        "/api/v1/webhooks/{webhook}",
        Token("webhooks.read", READING),
    ),
    (
        "PATCH",
        "/api/v1/webhooks/{webhook}",
        Token("webhooks.write", OWNING),
    ),
    (
        "DELETE",
        "/api/v1/webhooks/{webhook}",
        Token("webhooks.write", OWNING),
    ),
    (
        "GET",
        "/api/v1/webhooks/{webhook}/deliveries",
        Token("webhooks.read", READING),
    ),
    (
        "POST",
        "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
        Token("webhooks.write", OWNING),
    ),
    ("GET", "/api", ALL),
    ("GET", "/webhooks", READERS),
    ("POST", "/webhooks", OWNERS),
    ("GET", "/webhooks/{webhook}", READERS),
    ("POST", "/webhooks/{webhook}", OWNERS),
    ("GET", "/administrators/{id}", READERS),
    ("POST", "/administrators/{id}", OWNERS),
    ("GET", "/administrators", READERS),
    ("POST", "/administrators", OWNERS),
    ("GET", "/console", ALL),
    ("POST", "/console", ALL),
    ("POST", "/access/v1/evaluation", DECISIONS),
    ("POST", "/access/v1/evaluations", DECISIONS),
    ("POST", "/api/v1/decisions", DECISIONS),
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
    ("GET", "/users/{id}/remove", EDITORS),
    ("POST", "/users/{id}/remove", EDITORS),
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
        .replace("{user}", "00000000-0000-0000-0000-000000000001")
        .replace("{group}", "00000000-0000-0000-0000-000000000001")
        .replace("{operation}", "00000000-0000-0000-0000-000000000001")
        .replace("{administrator}", "00000000-0000-0000-0000-000000000001")
        .replace("{webhook}", "00000000-0000-0000-0000-000000000001")
        .replace("{delivery}", "00000000-0000-0000-0000-000000000001")
        .replace("{token}", "00000000-0000-0000-0000-000000000001")
        .replace("{id}", "00000000-0000-0000-0000-000000000001")
}

/// How a request ends, as far as rights are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Passed,
    ToSignIn,
    Forbidden,
    NeedsToken,
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
        401 => End::NeedsToken,
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
            Roles(_) => End::ToSignIn,
            Token(..) => End::NeedsToken,
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
        for (method, path, who) in MATRIX.iter().filter(|(_, _, who)| matches!(who, Token(..))) {
            let with_cookie = end(&client, method, &concrete(path)).await;
            assert_eq!(with_cookie, End::NeedsToken, "{role:?}: {method} {path}: {who:?}");
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
async fn every_endpoint_asks_for_its_scope_and_for_the_role_of_the_owner() {
    let server = TestServer::start().await;
    for role in Role::ALL {
        let everything = server.api(role).await;
        for (method, path, who) in MATRIX {
            let Token(scope, roles) = who else { continue };
            let (scope, path) = (Scope::from_code(scope).unwrap(), concrete(path));
            let answer = everything.send(method, &path, &[], None).await;
            let expected = if roles.contains(&role) {
                !matches!(answer.status, 401 | 403)
            } else {
                answer.status == 403
            };
            assert!(
                expected,
                "{role:?}: {method} {path}: {} {}",
                answer.status, answer.body
            );
            if role == GlobalAdministrator {
                let others = Scope::ALL.iter().copied().filter(|other| *other != scope);
                let without = server.api_with(role, Scopes::new(others)).await;
                let answer = without.send(method, &path, &[], None).await;
                assert_eq!(answer.status, 403, "{method} {path}");
                assert_eq!(answer.json()["scope"], scope.code(), "{method} {path}");
            }
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
