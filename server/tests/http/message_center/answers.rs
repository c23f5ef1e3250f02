//! The answer to the notice: what is asked first, and what keeps it from counting.

use super::support::{ANSWER, MESSAGE, answer, revision, start};
use forecourt_model::authority::Role;

#[tokio::test]
async fn turning_off_shows_the_numbers_first() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let (chat, _) = server.services().snapshot().unwrap().reach(server.context().now);
    let asked = answer(
        &client,
        "turn_off",
        &[("reason", "board <b>"), ("return_to", "/users")],
    )
    .await;
    assert_eq!(asked.status, 200);
    assert_eq!(
        asked.text("dialog h2"),
        format!("Turn off chat with personal accounts for {chat} people?")
    );
    assert_eq!(
        asked.attribute("dialog a.fc-button", "href").as_deref(),
        Some("/users")
    );
    assert_eq!(
        asked.attribute("dialog input[name=reason]", "value").as_deref(),
        Some("board <b>")
    );
    assert!(
        server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer,
        "nothing is done yet"
    );

    let refused = answer(&client, "turn_off", &[("confirmed", "true")]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.field_error("acknowledge").contains("Tick this first"),
        "{}",
        refused.body
    );
    assert!(
        server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer
    );

    let confirmed = [
        ("confirmed", "true"),
        ("acknowledge", "on"),
        ("return_to", "//evil.example"),
    ];
    let done = answer(&client, "turn_off", &confirmed).await;
    assert_eq!((done.status, done.location().as_deref()), (303, Some("/")));
    let page = client.follow(done).await;
    assert!(
        page.toast().contains(&format!("{chat} people lost chat")),
        "{}",
        page.toast()
    );
    assert!(page.has(".fc-toast form[action$='/undo']"));
    assert!(
        !server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer
    );
    let message = client.get(MESSAGE).await.text("#answer");
    assert!(message.contains("Answered: Turn off for everyone."), "{message}");
    assert!(
        message.contains("stays off until it is turned on there"),
        "{message}"
    );
    let kept = client.follow(answer(&client, "keep_on", &[]).await).await;
    assert!(
        kept.toast().contains("Chat stays off until it is turned on"),
        "{}",
        kept.toast()
    );
}

#[tokio::test]
async fn letting_only_our_people_start_is_confirmed_too() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let asked = answer(&client, "only_our_people_start", &[]).await;
    assert!(
        asked.text("dialog h2").contains("from being found and contacted"),
        "{}",
        asked.text("dialog")
    );
    let more = [("confirmed", "true"), ("acknowledge", "on")];
    assert_eq!(answer(&client, "only_our_people_start", &more).await.status, 303);
    let settings = server.services().snapshot().unwrap().settings.switches();
    assert!(settings.access && !settings.inbound);
}

#[tokio::test]
async fn a_stale_or_empty_answer_changes_nothing_and_keeps_what_was_typed() {
    let server = start().await;
    let (one, two) = (
        server.sign_in(Role::TeamsAdministrator).await,
        server.sign_in(Role::GlobalAdministrator).await,
    );
    let stale = revision(&two.get(MESSAGE).await);
    answer(&one, "keep_on", &[]).await;
    let fields = [
        ("answer", "turn_off"),
        ("revision", stale.as_str()),
        ("reason", "no need"),
    ];
    let refused = two.post(ANSWER, &fields).await;
    assert_eq!(refused.status, 409);
    let bar = refused.messages().join(" ");
    assert!(bar.contains("Teams Administrator 1 changed this"), "{bar}");
    assert!(bar.contains("You chose: Turn off for everyone."), "{bar}");
    assert!(refused.has("input[name=answer][value=turn_off][checked]"));
    assert_eq!(refused.attribute("#reason", "value").as_deref(), Some("no need"));
    let empty = two.post(ANSWER, &[("revision", stale.as_str())]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.messages().join(" ").contains("Choose an answer first."));
    assert_eq!(two.post("/message-center/MC1/answer", &fields).await.status, 404);
}

#[tokio::test]
async fn an_answer_survives_the_end_of_its_session() {
    let server = start().await;
    let client = server.client();
    let sent = client
        .post(
            ANSWER,
            &[("answer", "turn_off"), ("revision", "1"), ("reason", "why not")],
        )
        .await;
    assert_eq!(sent.status, 303);
    let location = sent.location().unwrap();
    let token = location.split("draft=").nth(1).unwrap();
    let again = server.sign_in(Role::TeamsAdministrator).await;
    let page = again.get(&format!("{ANSWER}?draft={token}")).await;
    assert_eq!(page.status, 200);
    assert!(page.has("input[name=answer][value=turn_off][checked]"));
    assert_eq!(page.attribute("#reason", "value").as_deref(), Some("why not"));
    assert!(
        page.messages().join(" ").contains("Not saved yet"),
        "{:?}",
        page.messages()
    );
    assert_eq!(again.get(ANSWER).await.location().as_deref(), Some(MESSAGE));
}
