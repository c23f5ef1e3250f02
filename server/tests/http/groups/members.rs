//! People who are typed to become members.

use super::support::{add_group, alert, people};
use crate::contoso::{contoso, person};
use forecourt_model::PersonId;
use forecourt_model::authority::Role;

const ALICE: &str = "alice.ashdown@contoso.example.com";

#[tokio::test]
async fn people_who_are_not_clear_are_named_and_do_not_stop_the_others() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let group = add_group(&server, "Sales").await;
    let path = format!("/groups/{group}");
    let names = people(&server, "global", 2).await;
    let id = person(&server, &names[1]).await;
    let list = format!(
        "{}\nnobody@contoso.example.com\nSIP:{}\n{id}",
        names[0],
        names[0].to_uppercase()
    );
    let page = client.post(&path, &[("do", "add"), ("people", &list)]).await;
    assert_eq!(page.status, 200);
    let told = alert(&page);
    assert!(told.contains("2 people added to Sales."), "{told}");
    assert!(
        told.contains("“nobody@contoso.example.com” is nobody in the directory"),
        "{told}"
    );
    assert!(told.contains("was there twice"), "{told}");
    assert_eq!(
        page.value("people").as_deref(),
        Some("nobody@contoso.example.com")
    );
    assert_eq!(page.texts("tbody .fc-person__id"), names);
    let again = client
        .follow(client.post(&path, &[("do", "add"), ("people", &names[0])]).await)
        .await;
    assert!(
        again
            .toast()
            .contains("Nobody was added to Sales. 1 was a member already."),
        "{}",
        again.toast()
    );
    for (typed, words) in [
        ("nobody@contoso.example.com", "is nobody in the directory"),
        ("  \n,", "Nobody was added. Write the sign-in names"),
    ] {
        let refused = client.post(&path, &[("do", "add"), ("people", typed)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(words), "{words}");
    }
    let none = client.post(&path, &[("do", "remove-members")]).await;
    assert_eq!(none.status, 422);
    assert!(alert(&none).contains("Tick the members first"));
}

#[tokio::test]
async fn an_address_that_several_people_share_is_named() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let group = add_group(&server, "Sales").await;
    let shared = "team@contoso.example.com";
    let alice = person(&server, ALICE).await;
    let bob: PersonId = person(&server, &people(&server, "global", 1).await[0]).await;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    for id in [alice, bob] {
        let connection = &mut transaction.connection();
        let mut found = forecourt_store::person::find(connection, tenant, id)
            .await
            .unwrap()
            .unwrap();
        found.mail = Some(shared.to_owned());
        forecourt_store::person::upsert(connection, tenant, &found, server.context().now)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    let page = client
        .post(&format!("/groups/{group}"), &[("do", "add"), ("people", shared)])
        .await;
    assert_eq!(page.status, 422);
    let told = alert(&page);
    assert!(
        told.contains("is the address of more than one person") && told.contains(ALICE),
        "{told}"
    );
    assert!(told.contains(&bob.to_string()), "{told}");
}

#[tokio::test]
async fn what_was_typed_comes_back_after_the_session_has_ended() {
    let server = contoso().await;
    let group = add_group(&server, "Sales").await;
    server
        .add_administrator("Ada", "ada@aldergrove.example", Role::GlobalAdministrator)
        .await;
    let client = server.sign_in_as("ada@aldergrove.example").await;
    server.clock.advance(time::Duration::minutes(31));
    let path = format!("/groups/{group}");
    let sent = client
        .post(&path, &[("do", "add"), ("people", "a@contoso.example.com")])
        .await;
    let page = client.get(&sent.location().unwrap()).await;
    let (next, draft) = (page.value("next").unwrap(), page.value("draft").unwrap());
    let fields = [
        ("email", "ada@aldergrove.example"),
        ("password", crate::support::PASSWORD),
        ("next", &*next),
        ("draft", &*draft),
    ];
    let back = client.follow(client.post("/sign-in", &fields).await).await;
    assert_eq!(back.value("people").as_deref(), Some("a@contoso.example.com"));
    assert!(alert(&back).contains("Not saved yet"), "{:?}", alert(&back));
}
