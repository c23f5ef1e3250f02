//! The commands above the list: deleting, resetting, and what cannot be done.

use super::support::{
    GLOBAL, LIST, SALES, add_people, add_policy, alert, dialog_fields, post, save, shown, stored,
};
use crate::support::TestServer;
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, PolicySettings};

#[tokio::test]
async fn a_policy_in_use_is_not_deleted_and_names_who_has_it() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let sales = add_policy(&server, "Sales", PolicySettings::default()).await;
    add_policy(&server, "Unused", PolicySettings::default()).await;
    add_people(&server, &["Dee", "Ada", "Cy", "Ben"], sales).await;
    let seen = client.get(LIST).await.value("seen").unwrap();
    let refused = client
        .post(LIST, &[("do", "delete"), ("policy", "Sales"), ("seen", &seen)])
        .await;
    assert_eq!(refused.status, 409);
    let message = alert(&refused);
    assert!(
        message.contains("4 people have it (Ada, Ben, Cy and 1 more)"),
        "{message}"
    );
    assert!(refused.has("a[href='/users?policy=Sales']"));
    assert!(
        refused.has("input[name=policy][value=Sales][checked]"),
        "the row stays ticked"
    );
    let asked = client
        .post(LIST, &[("do", "delete"), ("policy", "Unused"), ("seen", &seen)])
        .await;
    assert_eq!(asked.text("dialog h2"), "Delete the policy Unused?");
    assert!(asked.text("dialog").contains("nobody gains or loses anything"));
    assert_eq!(client.get("/external-access/policies/Unused").await.status, 200);
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    let done = post(&client, LIST, &fields).await;
    let page = client.follow(done).await;
    assert!(
        page.toast().contains("Unused deleted. Nobody had it."),
        "{}",
        page.toast()
    );
    assert!(!page.has("input[value=Unused]"));
    assert_eq!(client.get("/external-access/policies/Unused").await.status, 404);
}

#[tokio::test]
async fn a_list_that_is_older_than_the_policy_does_not_delete_it() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let seen = client.get(LIST).await.value("seen").unwrap();
    save(&client, SALES, shown("FederatedBilateralChats", true)).await;
    let refused = client
        .post(LIST, &[("do", "delete"), ("policy", "Sales"), ("seen", &seen)])
        .await;
    assert_eq!(refused.status, 409);
    assert!(
        alert(&refused).contains("Teams Administrator 1 changed Sales after this list was shown"),
        "{}",
        alert(&refused)
    );
    assert!(stored(&server, "Sales").federated_bilateral_chats);
}

#[tokio::test]
async fn commands_that_cannot_be_done_answer_with_the_reason() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    for (fields, part) in [
        (vec![("do", "edit")], "Nothing is selected"),
        (
            vec![
                ("do", "duplicate"),
                ("policy", "Global"),
                ("policy", "FederationOnly"),
            ],
            "2 policies are selected",
        ),
        (
            vec![("do", "delete"), ("policy", "FederationOnly"), ("seen", "9")],
            "built in and cannot be changed or deleted",
        ),
        (
            vec![("do", "delete"), ("policy", "Global"), ("seen", "9")],
            "Global cannot be deleted",
        ),
        (
            vec![("do", "reset"), ("policy", "FederationOnly")],
            "Only Global can be reset",
        ),
        (vec![("do", "dance"), ("policy", "Global")], "Nothing was done"),
    ] {
        let answer = client.post(LIST, &fields).await;
        assert_eq!(answer.status, 409, "{fields:?}");
        assert!(alert(&answer).contains(part), "{}", alert(&answer));
    }
    let edit = client.post(LIST, &[("do", "edit"), ("policy", "Global")]).await;
    assert_eq!(edit.location().as_deref(), Some(GLOBAL));
    let assign = client
        .post(LIST, &[("do", "assign"), ("policy", "FederationOnly")])
        .await;
    assert_eq!(assign.location().as_deref(), Some("/users?assign=FederationOnly"));
}

#[tokio::test]
async fn global_is_reset_after_the_question_what_that_changes() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get(GLOBAL).await;
    assert!(page.has("select[name=CommunicationWithExternalOrgs][disabled]"));
    assert!(page.has("textarea[name=Description][disabled]"));
    let nothing = client.post(LIST, &[("do", "reset")]).await;
    let nothing = client.follow(nothing).await;
    assert!(
        nothing.toast().contains("has its defaults already"),
        "{}",
        nothing.toast()
    );
    let saved = save(&client, GLOBAL, shown("EnableTeamsConsumerAccess", false)).await;
    assert_eq!(saved.status, 303, "nobody is in the directory yet");
    add_people(&server, &["Ada", "Ben"], PolicyId::GLOBAL).await;
    let asked = client.post(LIST, &[("do", "reset"), ("policy", "Global")]).await;
    assert_eq!(asked.status, 200);
    assert_eq!(
        asked.text("dialog h2"),
        "Reset Global, the policy of 2 people, to its defaults?"
    );
    assert!(
        asked
            .text("dialog .fc-diff")
            .contains("EnableTeamsConsumerAccess False True")
    );
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    assert_eq!(
        post(&client, LIST, &fields).await.status,
        422,
        "it reaches everybody"
    );
    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let done = post(&client, LIST, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(stored(&server, "Global"), BuiltIn::Global.settings());
    let stale = post(&client, LIST, &fields).await;
    assert_eq!(stale.status, 409, "the question was about an older Global");
}
