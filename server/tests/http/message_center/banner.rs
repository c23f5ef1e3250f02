//! The banner with the notice, before and after it is answered.

use super::support::{ANSWER, MESSAGE, NOTICE, revision, start};
use forecourt_model::authority::Role;

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
