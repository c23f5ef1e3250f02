//! The dates of the notice, and an answer before they have come.

use super::support::{DATES, MESSAGE, NOTICE, answer, revision, start};
use forecourt_model::authority::Role;

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
