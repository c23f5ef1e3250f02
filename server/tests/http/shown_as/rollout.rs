//! The rollout: its dates, and the answer to it.

use super::support::{Door, Ways, by_rest, confirm};
use crate::support::run;
use serde_json::{Value, json};

#[tokio::test]
async fn the_dates_of_the_rollout() {
    let ways = Ways::open().await;
    let [form, rest, _] = &ways.0;
    let path = "/message-center/MC296208";
    let fields = [
        ("window_start", "2022-01-03"),
        ("window_end", "2022-01-14"),
        ("activation", "2022-01-10T07:00"),
        ("reason", "It's “late”, $x"),
    ];
    let ask = async |door: &Door| {
        let page = door.client.get(path).await;
        let revision = page
            .attribute("form[action$='/dates'] input[name=revision]", "value")
            .unwrap();
        let fields: Vec<_> = fields
            .into_iter()
            .chain([("revision", revision.as_str())])
            .collect();
        door.client.post(&format!("{path}/dates"), &fields).await
    };
    confirm(&form.client, &ask(form).await).await;
    by_rest(rest, &ask(rest).await.shown_as("REST", "dialog").concat()).await;
    let dates = async |door: &Door| {
        let rollout = door.api.get("/api/v1/rollout").await.json();
        ["window_start", "window_end", "activation", "can_start"].map(|name| rollout[name].clone())
    };
    assert_eq!(dates(form).await[..2], [json!("2022-01-03"), json!("2022-01-14")]);
    assert_eq!(dates(form).await, dates(rest).await);
    for door in [form, rest] {
        let history = door.client.get(path).await.text(".fc-panel .fc-history");
        assert!(history.contains("It's “late”, $x"), "{history}");
    }
    // Beside the form stands what is stored; what cannot be taken is not shown.
    let shown = rest
        .client
        .get(path)
        .await
        .shown_as("REST", "form[action$='/dates']")
        .concat();
    let [answer] = &run(&rest.api, &shown).await[..] else {
        panic!("one request: {shown}");
    };
    assert_eq!(
        (answer.status, &answer.json()["changed"]),
        (200, &json!(false)),
        "{shown}"
    );
    let wrong = [("window_start", "2022-01-14"), ("window_end", "2022-01-03")];
    let refused = rest.client.post(&format!("{path}/dates"), &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.shown_as("REST", "main"), [""; 0]);
}

#[tokio::test]
async fn the_answer_to_the_rollout() {
    let ways = Ways::open().await;
    let [form, rest, _] = &ways.0;
    for door in [form, rest] {
        let on = json!({ "allow_teams_consumer": true, "allow_teams_consumer_inbound": true });
        door.api
            .send("PATCH", "/api/v1/settings", &[("if-match", "*")], Some(on))
            .await;
    }
    let ask = async |door: &Door| {
        let page = door.client.get("/message-center/MC296208").await;
        let revision = page
            .attribute("form[action$='/answer'] input[name=revision]", "value")
            .unwrap();
        let fields = [
            ("answer", "only_our_people_start"),
            ("revision", revision.as_str()),
        ];
        door.client.post("/message-center/MC296208/answer", &fields).await
    };
    confirm(&form.client, &ask(form).await).await;
    by_rest(rest, &ask(rest).await.shown_as("REST", "dialog").concat()).await;
    let answered = |value: Value| (value["answer"].clone(), value["can_be_contacted"].clone());
    let (one, other) = (
        form.api.get("/api/v1/rollout").await,
        rest.api.get("/api/v1/rollout").await,
    );
    assert_eq!(answered(one.json()), answered(other.json()));
    assert_eq!(one.json()["answer"], "only_our_people_start");
    assert_eq!(form.state().await, rest.state().await);
}
