//! Tokens that make and revoke tokens, and what ends with a password.

use super::{bearer, outcome};
use crate::support::{Api, TestServer};
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_service::access_token::{self, NewToken};
use forecourt_service::administrator;
use serde_json::{Value, json};

const EXPORT: &str = "export";

async fn make(api: &Api, days: u16) -> Value {
    let body = json!({ "name": EXPORT, "scopes": ["tokens.read"], "days": days });
    let made = api.send("POST", "/api/v1/tokens", &[], Some(body)).await;
    assert_eq!(made.status, 200, "{}", made.body);
    made.json()["result"].clone()
}

#[tokio::test]
async fn a_token_makes_none_that_lasts_longer() {
    let server = TestServer::start().await;
    let api = server.api(Role::HelpDesk).await;
    let listed = api.get("/api/v1/tokens").await.json();
    let end = &listed["items"][0]["expires_at"];
    assert_eq!(end, "2022-01-07T13:20:00Z");
    assert_eq!(&make(&api, 366).await["token"]["expires_at"], end);
    assert_eq!(make(&api, 7).await["token"]["expires_at"], "2021-12-15T13:20:00Z");
}

#[tokio::test]
async fn a_token_that_was_revoked_a_moment_ago_makes_none() {
    let server = TestServer::start().await;
    let (services, api) = (server.services(), server.api(Role::HelpDesk).await);
    let authenticated = access_token::authenticate(services, &api.token, "r-1".to_owned())
        .await
        .unwrap();
    let context = authenticated.context;
    let [asking] = &access_token::list(services, &context).await.unwrap()[..] else {
        panic!("one token")
    };
    access_token::revoke(services, &context, asking.id).await.unwrap();
    let new = NewToken::parse(EXPORT, "tokens.read", "7").unwrap();
    let refused = access_token::create(services, &context, &new).await.unwrap_err();
    assert_eq!(refused.code(), "token-ended");
    assert_eq!(
        access_token::list(services, &server.context())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn tokens_of_others_take_scopes_for_administrators_too() {
    let server = TestServer::start().await;
    let theirs = server.api(Role::HelpDesk).await;
    let theirs = make(&theirs, 7).await["token"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/tokens/{theirs}");
    let own = [
        Scope::TokensRead,
        Scope::TokensWrite,
        Scope::WebhooksRead,
        Scope::WebhooksWrite,
    ];
    let with = async |more: &[Scope]| {
        let scopes = own.iter().chain(more).copied();
        server
            .api_with(Role::GlobalAdministrator, Scopes::new(scopes))
            .await
    };
    let seen = async |api: &Api| {
        let listed = api.get("/api/v1/tokens").await.json();
        listed["items"].as_array().unwrap().len() > 1
    };
    let plain = with(&[]).await;
    assert!(!seen(&plain).await, "only one's own");
    assert_eq!(plain.get(&path).await.status, 404);
    assert_eq!(plain.send("DELETE", &path, &[], None).await.status, 404);
    let reading = with(&[Scope::AdministratorsRead]).await;
    assert!(seen(&reading).await);
    let refused = reading.send("DELETE", &path, &[], None).await;
    assert_eq!(
        (refused.status, refused.json()["scope"].clone()),
        (403, json!("administrators.write"))
    );
    let writing = with(&[Scope::AdministratorsWrite]).await;
    assert!(seen(&writing).await);
    assert_eq!(writing.send("DELETE", &path, &[], None).await.status, 200);
}

#[tokio::test]
async fn a_password_that_somebody_else_resets_ends_the_tokens_too() {
    let server = TestServer::start().await;
    let (services, context) = (server.services(), server.context());
    let (api, other) = (
        server.api(Role::HelpDesk).await,
        server.api(Role::GlobalAdministrator).await,
    );
    let second = make(&api, 7).await["secret"].as_str().unwrap().to_owned();
    let asking = access_token::authenticate(services, &api.token, "r-1".to_owned())
        .await
        .unwrap();
    let owner = asking.context.administrator().unwrap();
    let reset = administrator::reset_password(services, &context, owner, None)
        .await
        .unwrap();
    for token in [&api.token, &second] {
        let ended = outcome(&server, &bearer(token), Scope::TokensRead).await;
        assert_eq!(ended, (401, "token-revoked".to_owned()));
    }
    assert_eq!(other.get("/api/v1/tokens").await.status, 200, "nobody else's");
    let path = format!("/api/v1/activity/{}", reset.revision);
    let change = other.get(&path).await.json();
    assert_eq!(
        change["fields"],
        json!([{ "name": "Access tokens", "before": "export, test", "after": null }]),
        "{change}"
    );
}

#[tokio::test]
async fn what_a_token_made_is_revoked_with_it() {
    let server = TestServer::start().await;
    let first = server.api(Role::GlobalReader).await;
    let child = async |maker: &str, name: &str| {
        let body = json!({ "name": name, "scopes": ["tokens.read", "tokens.write"], "days": 7 });
        let api = first.with_token(maker);
        let made = api.send("POST", "/api/v1/tokens", &[], Some(body)).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let made = made.json()["result"].clone();
        (made["secret"].as_str().unwrap().to_owned(), made["token"].clone())
    };
    let revoke = async |token: &Value, dry: &str| {
        let path = format!("/api/v1/tokens/{}{dry}", token["id"].as_str().unwrap());
        let answer = first.send("DELETE", &path, &[], None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    };
    let (son, son_token) = child(&first.token, "son").await;
    let (grandson, grandson_token) = child(&son, "grandson").await;
    let (last, _) = child(&grandson, "last").await;
    let (before, before_token) = child(&grandson, "before").await;
    let (other, _) = child(&first.token, "daughter").await;
    assert_eq!(grandson_token["made_by"], son_token["id"]);
    assert_eq!(
        revoke(&before_token, "").await["result"]["revoked_with_it"],
        json!([])
    );

    // The page says what goes with it before it goes.
    let owner = server.sign_in(Role::GlobalAdministrator).await;
    let id = son_token["id"].as_str().unwrap();
    let asked = owner.get(&format!("/access-tokens?revoke={id}")).await;
    assert!(
        asked.text("dialog").contains("grandson"),
        "{}",
        asked.text("dialog")
    );
    assert!(!asked.text("dialog").contains("daughter"));
    assert!(asked.body.contains("Made with "));

    let names = |answer: &Value| {
        let with_it = answer["result"]["revoked_with_it"].as_array().unwrap().clone();
        let mut names: Vec<_> = with_it
            .iter()
            .map(|token| {
                assert_eq!(token["state"], "revoked");
                token["name"].as_str().unwrap().to_owned()
            })
            .collect();
        names.sort();
        names
    };
    let dry = revoke(&son_token, "?dry_run=true").await;
    assert_eq!(names(&dry), ["grandson", "last"]);
    assert_eq!(outcome(&server, &bearer(&last), Scope::TokensRead).await.0, 200);
    let done = revoke(&son_token, "").await;
    assert_eq!(names(&done), ["grandson", "last"]);
    for token in [&son, &grandson, &last, &before] {
        let ended = outcome(&server, &bearer(token), Scope::TokensRead).await;
        assert_eq!(ended, (401, "token-revoked".to_owned()));
    }
    for token in [&first.token, &other] {
        assert_eq!(outcome(&server, &bearer(token), Scope::TokensRead).await.0, 200);
    }
    let path = format!("/api/v1/activity/{}", done["revision"]);
    let fields = first.get(&path).await.json()["fields"].clone();
    let with_it = fields.as_array().unwrap().last().unwrap().clone();
    assert_eq!(with_it["name"], "Tokens made with it");

    // From the page too.
    let path = format!("/access-tokens/{}", api_id(&first).await);
    assert_eq!(owner.post(&path, &[]).await.status, 303);
    let flash = owner.get("/access-tokens").await;
    assert!(
        flash.body.contains("with those made with it: daughter"),
        "{}",
        flash.body
    );
    assert_eq!(outcome(&server, &bearer(&other), Scope::TokensRead).await.0, 401);
}

/// The key of the token that a program signs in with: the only one that no token made.
async fn api_id(api: &Api) -> String {
    let listed = api.get("/api/v1/tokens").await.json();
    let found = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|token| token["made_by"].is_null());
    found.unwrap()["id"].as_str().unwrap().to_owned()
}
