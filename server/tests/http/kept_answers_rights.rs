//! Who gets what is kept, also while many ask at once.

use super::{ALICE, LIST, STORED, api_of_everything, list, on_both};
use crate::contoso::contoso;
use crate::support::{Api, TestServer};
use forecourt_model::TokenId;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_service::{Actor, access_token, administrator};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn whoever_may_not_ask_gets_nothing_that_is_kept() {
    let server = contoso().await;
    let (services, context) = (server.services(), server.context());
    let only = |scope| Scopes::new([scope].into_iter());
    let owner = server
        .add_administrator("Ada", "ada@aldergrove.example", Role::TeamsAdministrator)
        .await;
    let api = server.api_of(&owner, only(Scope::PeopleRead)).await;
    let without = server.api_of(&owner, only(Scope::SettingsRead)).await;
    let revoked = server.api_of(&owner, only(Scope::PeopleRead)).await;
    list(&api).await;
    list(&revoked).await;
    let refused = without.get(LIST).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "missing-scope"));

    let token = token_of(&server, &revoked).await;
    access_token::revoke(services, &context, token).await.unwrap();
    list(&api).await;
    let refused = revoked.get(LIST).await;
    assert_eq!((refused.status, refused.code().as_str()), (401, "token-revoked"));

    let change = async |role, disabled| {
        let stored = administrator::get(services, &context, owner.id).await.unwrap();
        let edit = administrator::Edit {
            name: "Ada".to_owned(),
            role,
            disabled,
        };
        administrator::change(services, &context, owner.id, stored.revision, &edit)
            .await
            .unwrap();
    };
    let keeps = server.api(Role::HelpDesk).await;
    let kept = list(&keeps).await.body;
    change(Role::HelpDesk, false).await;
    assert_eq!(list(&api).await.body, kept);
    change(Role::HelpDesk, true).await;
    list(&keeps).await;
    let refused = api.get(LIST).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (401, "token-owner-disabled")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_load_a_change_and_an_end_are_in_the_next_answer() {
    for (server, _) in on_both().await {
        let server = server.without_limit();
        let (api, by_other) = (api_of_everything(&server).await, api_of_everything(&server).await);
        let stop = Arc::new(AtomicBool::new(false));
        let load: Vec<_> = (0..8)
            .map(|_| {
                let (api, stop) = (api.clone(), stop.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        api.get("/api/v1/users?limit=1").await;
                    }
                })
            })
            .collect();
        let path = format!("/api/v1/users/{ALICE}/assignment");
        let question = "/api/v1/users?limit=500&search=alice.ashdown";
        for wanted in ["NoPersonalChat", "Outbound only"].repeat(10) {
            let body = json!({ "policy": wanted });
            let done = by_other.send("PUT", &path, &STORED, Some(body)).await;
            assert_eq!(done.status, 200, "{}", done.body);
            let answers = tokio::join!(api.get(question), api.get(question), by_other.get(question));
            for answer in [answers.0, answers.1, answers.2] {
                let found = answer.json();
                let mut items = found["items"].as_array().unwrap().iter();
                let alice = items.find(|item| item["user_principal_name"] == ALICE).unwrap();
                assert_eq!(alice["direct_policy"], wanted);
            }
        }
        let (services, context) = (server.services(), server.context());
        access_token::revoke(services, &context, token_of(&server, &api).await)
            .await
            .unwrap();
        let answers = tokio::join!(api.get(question), api.get(LIST), api.get(question));
        assert_eq!(
            (answers.0.status, answers.1.status, answers.2.status),
            (401, 401, 401)
        );
        stop.store(true, Ordering::Relaxed);
        for task in load {
            task.await.unwrap();
        }
    }
}

async fn token_of(server: &TestServer, api: &Api) -> TokenId {
    let found = access_token::authenticate(server.services(), &api.token, "r-1".to_owned()).await;
    match found.unwrap().context.actor {
        Actor::Token { token, .. } => token,
        other => panic!("{other:?}"),
    }
}
