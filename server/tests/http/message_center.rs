//! The message center, the answer to its notice, and the banner.

use crate::support::{Client, Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_service::message::{self, MessageFilter};
use forecourt_service::{SeededRandom, sample};

const NOTICE: &str = "section[aria-labelledby=rollout-notice]";
const MESSAGE: &str = "/message-center/MC296208";
const ANSWER: &str = "/message-center/MC296208/answer";
const DATES: &str = "/message-center/MC296208/dates";

/// A server with fifty people.
async fn start() -> TestServer {
    let server = TestServer::start().await;
    sample::fill(
        server.services(),
        &server.context(),
        &SeededRandom::new(1),
        sample::Size::of(50),
        &|_| {},
    )
    .await
    .unwrap();
    server
}

fn revision(page: &Page) -> String {
    page.attribute("form[action$='/answer'] input[name=revision]", "value")
        .unwrap()
}

async fn answer(client: &Client, answer: &str, more: &[(&str, &str)]) -> Page {
    let revision = revision(&client.get(MESSAGE).await);
    let mut fields = vec![("answer", answer), ("revision", revision.as_str())];
    fields.extend_from_slice(more);
    client.post(ANSWER, &fields).await
}

#[tokio::test]
async fn the_banner_states_its_facts_apart() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let banner = client.get("/").await;
    let text = banner.text(NOTICE);
    for fact in [
        "Chat with users with Teams personal accounts is on by default",
        "MC296208",
        "Roadmap 88381",
        "Planned window: 1 to 15 Dec 2021",
        "This organization: Rolling out",
        "Answer: not reviewed yet",
        "It started here on 1 Dec 2021 and runs on the default until you answer.",
    ] {
        assert!(text.contains(fact), "{fact} in {text}");
    }
    assert!(banner.has(&format!("{NOTICE} a[href='{MESSAGE}'].fc-button--primary")));
    assert_eq!(
        banner.texts(&format!("{NOTICE} button[name=answer]")),
        ["Keep on", "Turn off for everyone"]
    );
    server.clock.advance(time::Duration::days(400));
    let later = server
        .sign_in(Role::TeamsAdministrator)
        .await
        .get("/")
        .await
        .text(NOTICE);
    assert!(
        later.contains("This organization: Launched") && later.contains("not reviewed yet"),
        "{later}"
    );
}

#[tokio::test]
async fn keeping_it_on_is_recorded_and_the_banner_says_so() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let home = client.get("/").await;
    let revision = revision(&home);
    let done = client
        .post(
            ANSWER,
            &[("answer", "keep_on"), ("revision", &revision), ("return_to", "/")],
        )
        .await;
    assert_eq!((done.status, done.location().as_deref()), (303, Some("/")));
    let page = client.follow(done).await;
    assert!(page.toast().contains("Answered: Keep on."), "{}", page.toast());
    let text = page.text(NOTICE);
    let given = "Answered by Teams Administrator 1 on 8 Dec 2021, 13:20 : Keep on";
    assert!(text.contains(given), "{text}");
    assert!(!page.has(&format!("{NOTICE} button[name=answer]")));
    let hidden = client
        .post("/message-center/MC296208/hide", &[("return_to", "/")])
        .await;
    assert!(!client.follow(hidden).await.has(NOTICE));
    assert!(
        server
            .sign_in(Role::GlobalReader)
            .await
            .get("/")
            .await
            .has(NOTICE),
        "only for the one who hid it"
    );
}

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
async fn before_activation_an_answer_is_staged_and_moves_are_shown() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let revision = revision(&client.get(MESSAGE).await);
    let wrong = [
        ("window_start", "2022-01-14"),
        ("window_end", "2022-01-03"),
        ("activation", "soon"),
    ];
    let refused = client.post(DATES, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.field_error("window_end").contains("before the first"),
        "{}",
        refused.body
    );
    assert!(refused.field_error("activation").contains("UTC"));
    assert_eq!(
        refused.attribute("#window_start", "value").as_deref(),
        Some("2022-01-14")
    );

    let mut fields = vec![
        ("window_start", "2022-01-03"),
        ("window_end", "2022-01-14"),
        ("activation", "2022-01-10T07:00"),
        ("reason", "the vendor is late"),
        ("revision", revision.as_str()),
    ];
    let asked = client.post(DATES, &fields).await;
    assert!(
        asked.text("dialog h2").contains("until the new start"),
        "{}",
        asked.text("dialog")
    );
    fields.extend([("confirmed", "true"), ("acknowledge", "on")]);
    let page = client.follow(client.post(DATES, &fields).await).await;
    assert!(page.toast().contains("The dates have moved."), "{}", page.toast());
    let history = page.text(".fc-panel .fc-history");
    for part in [
        "Teams Administrator 1 moved the dates",
        "8 Dec 2021, 13:20",
        "the vendor is late",
        "10 Jan 2022, 07:00 UTC",
    ] {
        assert!(history.contains(part), "{part} in {history}");
    }
    let line = page.attribute("svg.fc-timeline", "aria-label").unwrap();
    assert!(
        line.contains("Planned window 3 to 14 Jan 2022.") && line.contains("Starts here 10 Jan"),
        "{line}"
    );
    assert!(page.text("#answer").contains("Applies at activation"));
    let banner = client.get("/").await.text(NOTICE);
    assert!(
        banner.contains("comes on by default") && banner.contains("Scheduled"),
        "{banner}"
    );

    let staged = client.follow(answer(&client, "turn_off", &[]).await).await;
    assert!(
        staged.toast().contains("Staged: Turn off for everyone."),
        "{}",
        staged.toast()
    );
    assert!(
        staged
            .attribute("svg.fc-timeline", "aria-label")
            .unwrap()
            .contains("staged off")
    );
}

#[tokio::test]
async fn opening_marks_read_unless_it_is_fetched_ahead() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let unread = "Not read";
    for (header, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")] {
        let ahead = Request::new().method("GET").uri(MESSAGE).header(header, value);
        assert_eq!(client.send(ahead, Body::empty()).await.status, 200);
    }
    let head = Request::new().method("HEAD").uri(MESSAGE);
    client.send(head, Body::empty()).await;
    assert!(
        client
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
    assert!(
        client.get(MESSAGE).await.has(".fc-messagelist__item--unread"),
        "shown as new this once"
    );
    assert!(
        !client
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
    let other = server.sign_in(Role::GlobalReader).await;
    assert!(
        other
            .get("/message-center")
            .await
            .text(".fc-table tbody")
            .contains(unread)
    );
}

#[tokio::test]
async fn folders_and_favorites_are_ones_own() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let mark = async |mark: &str| {
        let done = client
            .post("/message-center/MC296208/mark", &[("mark", mark)])
            .await;
        assert_eq!(done.status, 303, "{}", done.body);
        client.follow(done).await.toast()
    };
    assert!(mark("archive").await.contains("Archived, for you only."));
    assert!(
        client
            .get("/message-center")
            .await
            .text(".fc-empty")
            .contains("Your inbox is empty")
    );
    assert!(
        client
            .get("/message-center?folder=archive")
            .await
            .text(".fc-table")
            .contains("MC296208")
    );
    assert!(mark("favorite").await.contains("Added to your favorites."));
    let favorites = client.get("/message-center?folder=favorites").await;
    assert!(favorites.text(".fc-table").contains("MC296208"));
    assert!(
        client
            .get(MESSAGE)
            .await
            .has("button[name=mark][value=unfavorite]")
    );
    mark("unfavorite").await;
    mark("unarchive").await;
    mark("unread").await;
    let list = client.get("/message-center").await.text(".fc-table tbody");
    assert!(list.contains("Not read"), "{list}");
    let nonsense = client
        .post("/message-center/MC296208/mark", &[("mark", "burn")])
        .await;
    assert_eq!(nonsense.status, 422);
    assert_eq!(
        client
            .post("/message-center/MC1/mark", &[("mark", "read")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn filters_stand_in_the_address() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let found = client
        .get("/message-center?state=rolling_out&show=unread&q=personal")
        .await;
    assert!(found.text(".fc-table").contains("MC296208"));
    assert!(
        found.text(".fc-filterbar").contains("Status here")
            || found.text(".fc-filterbar").contains("Status: Rolling out")
    );
    let none = client.get("/message-center?state=launched").await;
    assert!(none.text(".fc-empty").contains("No message matches"));
    assert!(none.has(".fc-empty a[href='/message-center']"));
}

const HOSTILE: &str = r#"{"id": "MC9990417", "title": "<script>alert(1)</script> Trial tenants", "category": "stayInformed",
 "tags": ["<b>x</b>"], "services": ["Microsoft Teams"], "lastModifiedDateTime": "2026-10-20T08:45:00.613Z",
 "details": [{"name": "ExternalLink", "value": "javascript:alert(2)"}],
 "body": {"contentType": "html", "content": "<p onclick=alert(3)>Soon<img src=x onerror=alert(4)><script>alert(5)</script><a href='javascript:alert(6)'>here</a><a href='https://a.example'>there</a></p>"}}"#;

#[tokio::test]
async fn a_message_is_added_clean_and_updated() {
    let server = start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let bad = client
        .post(
            "/message-center",
            &[("json", "{\"id\": \"a b\", \"title\": \"T\"}")],
        )
        .await;
    assert_eq!(bad.status, 422);
    let error = bad.field_error("json");
    assert!(
        error.contains("id has to be") && error.contains("body.content has to be"),
        "{error}"
    );
    assert!(bad.text("textarea[name=json]").contains("\"a b\""));
    let added = client
        .follow(client.post("/message-center", &[("json", HOSTILE)]).await)
        .await;
    assert!(
        added.toast().contains("Message MC9990417 added."),
        "{}",
        added.toast()
    );
    let page = client.get("/message-center/MC9990417").await;
    let body = page
        .body
        .split("class=\"fc-prose\"")
        .nth(1)
        .unwrap()
        .split("</article>")
        .next()
        .unwrap()
        .to_owned();
    assert!(
        body.contains("<p>Soon<a rel=\"noopener noreferrer\">here</a>") || body.contains("<p>Soon"),
        "{body}"
    );
    for gone in ["alert(", "onclick", "onerror", "javascript:", "<script", "<img"] {
        assert!(!body.contains(gone), "{gone} in {body}");
    }
    assert!(body.contains("href=\"https://a.example\""), "{body}");
    assert!(!page.body.contains("<script>alert") && !page.body.contains("href=\"javascript:"));
    let again = client
        .follow(client.post("/message-center", &[("json", HOSTILE)]).await)
        .await;
    assert!(
        again.toast().contains("Message MC9990417 updated."),
        "{}",
        again.toast()
    );
    assert!(again.text(".fc-table").contains("(Updated)"));
    let list = message::list(server.services(), &server.context(), &MessageFilter::default())
        .await
        .unwrap();
    assert_eq!(list.rows.len(), 2);
}

#[tokio::test]
async fn a_reader_sees_every_control_disabled_with_the_reason() {
    let server = start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let page = client.get(MESSAGE).await;
    let reason = "Your role, Global Reader, cannot change this.";
    assert!(page.text("#answer").contains(reason), "{}", page.text("#answer"));
    assert!(page.has("#answer input[name=answer][disabled]") && page.has("#window_start[disabled]"));
    assert!(client.get("/").await.text(NOTICE).contains(reason));
    assert!(
        client
            .get("/message-center")
            .await
            .has("textarea[name=json][disabled]")
    );
    assert_eq!(client.post(ANSWER, &[("answer", "keep_on")]).await.status, 403);
    assert_eq!(client.post(DATES, &[]).await.status, 403);
    assert_eq!(
        client.post("/message-center", &[("json", "{}")]).await.status,
        403
    );
    let desk = server.sign_in(Role::HelpDesk).await;
    assert_eq!(desk.get("/message-center").await.status, 403);
    assert_eq!(desk.get(MESSAGE).await.status, 403);
    assert_eq!(client.get("/message-center/MC1").await.status, 404);
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
