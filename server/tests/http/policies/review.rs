//! What saving a policy would do, before it is done.

use super::support::{GLOBAL, SALES, add_people, add_policy, dialog_fields, post, save, shown, stored};
use crate::support::TestServer;
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;

#[tokio::test]
async fn a_gain_that_reaches_many_and_any_loss_are_asked_for_first() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let outbound = PolicySettings {
        enable_teams_consumer_inbound: false,
        ..PolicySettings::default()
    };
    let sales = add_policy(&server, "Sales", outbound).await;
    add_people(&server, &["Ada", "Ben"], sales).await;
    add_people(&server, &["Cy"], PolicyId::GLOBAL).await;
    let mut gain = shown("EnableTeamsConsumerAccess", true);
    gain.extend(shown("EnableTeamsConsumerInbound", true));
    let asked = save(&client, SALES, gain).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(!asked.has("dialog .fc-button--danger"), "nobody loses anything");
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let answer = post(&client, SALES, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(stored(&server, "Sales").enable_teams_consumer_inbound);

    let loss = shown("EnableTeamsConsumerAccess", false);
    let asked = save(&client, SALES, loss).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert_eq!(
        asked.text("dialog h2"),
        "Turn off chat with personal accounts for 2 people?"
    );
    assert!(
        asked
            .text("dialog")
            .contains("1 person keeps it through policies: 1 through Global.")
    );
    assert!(
        asked
            .text("dialog .fc-diff")
            .contains("EnableTeamsConsumerAccess True False")
    );
    assert!(stored(&server, "Sales").enable_teams_consumer_access);

    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields.push(("reason".to_owned(), "Audit 12".to_owned()));
    let again = post(&client, SALES, &fields).await;
    assert_eq!(again.status, 422);
    assert!(
        again.field_error("acknowledge").contains("Tick this first"),
        "{}",
        again.body
    );
    assert_eq!(again.value("reason").unwrap(), "Audit 12");

    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let done = post(&client, SALES, &fields).await;
    let page = client.follow(done).await;
    assert!(page.toast().contains("Sales saved"), "{}", page.toast());
    assert!(page.has("form[action$='/undo']"), "{}", page.body);
    assert!(
        page.text(".fc-history")
            .contains("EnableTeamsConsumerAccess True False")
    );
    assert!(page.text(".fc-history").contains("Audit 12"));
    let settings = stored(&server, "Sales");
    assert!(!settings.enable_teams_consumer_access && settings.enable_teams_consumer_inbound);
}

#[tokio::test]
async fn a_script_gets_what_saving_would_do_and_nothing_is_saved() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_people(&server, &["Ada"], PolicyId::GLOBAL).await;
    let revision = server.services().snapshot().unwrap().revision();
    let request = crate::support::Request::new()
        .method("POST")
        .uri(GLOBAL)
        .header("origin", "http://forecourt.example")
        .header("accept", "application/x-fragment")
        .header("content-type", "application/x-www-form-urlencoded");
    let part = client
        .send(request, "EnableTeamsConsumerAccess.shown=1".into())
        .await;
    assert_eq!(part.status, 200);
    assert!(
        part.text("#policy-impact")
            .contains("1 person loses chat with personal accounts"),
        "{}",
        part.body
    );
    assert!(
        part.text("#policy-numbers").contains("Can start chats 1 0"),
        "{}",
        part.body
    );
    assert_eq!(server.services().snapshot().unwrap().revision(), revision);
}
