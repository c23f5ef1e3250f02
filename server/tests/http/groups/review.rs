//! What is asked before a change, and when nothing has to be asked.

use super::support::{add_members, alert, answer, dialog, order, people, ranked, ranking};
use forecourt_service::organization::{get_settings, save_settings};

#[tokio::test]
async fn a_move_that_takes_something_is_reviewed_first_with_everybody_as_a_file() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let names = people(&server, "global", 30).await;
    add_members(&server, alpha, &names).await;
    add_members(&server, beta, &names).await;
    let fields = [
        ("group", &*beta.to_string()),
        ("ranking", &ranking(&server)),
        ("rank", "1"),
        ("do", "move"),
    ];
    let question = client.post("/groups", &fields).await;
    assert_eq!(question.status, 200);
    assert_eq!(question.text("dialog h2"), "Move Beta to rank 1?");
    assert!(
        question
            .text("dialog")
            .contains("30 people lose chat with personal accounts")
    );
    assert_eq!(question.texts("dialog tbody .fc-person__id").len(), 20);
    assert!(
        !question.has("dialog input[name=acknowledge]"),
        "30 of 500 are fewer than a tenth"
    );
    let file = question
        .attribute("dialog button[formaction]", "formaction")
        .unwrap();
    let carried = dialog(&question);
    let carried: Vec<_> = carried
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let csv = client.post(&file, &carried).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let mut rows = csv::Reader::from_reader(csv.body.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
    assert_eq!(
        rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(),
        names
    );
    for row in &rows {
        assert_eq!((&row[3], &row[5]), ("Outbound only", "NoPersonalChat"));
        assert_eq!((&row[7], &row[8]), ("True", "False"));
    }
    assert_eq!(
        order(&client.get("/groups").await),
        ["Alpha", "Beta", "Gamma"],
        "nothing is done yet"
    );
    let page = client.follow(answer(&client, &question, &[]).await).await;
    assert_eq!(order(&page), ["Beta", "Alpha", "Gamma"]);
    assert!(page.toast().contains("30 people lose chat"), "{}", page.toast());
}

#[tokio::test]
async fn a_change_that_reaches_many_has_to_be_acknowledged() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let names = people(&server, "global", 50).await;
    let path = format!("/groups/{alpha}");
    let list = names.join("\n");
    let fields = [("do", "add"), ("people", list.as_str())];
    let question = client.post(&path, &fields).await;
    assert_eq!(question.text("dialog h2"), "Add 50 people to Alpha?");
    assert!(
        question
            .text(".fc-acknowledge")
            .contains("50 of 500 people (10%)")
    );
    let missing = answer(&client, &question, &[]).await;
    assert_eq!(missing.status, 422);
    assert!(
        missing
            .field_error("acknowledge")
            .starts_with("Not saved. Tick this first")
    );
    assert_eq!(
        client
            .get(&format!("{path}?tab=members"))
            .await
            .texts("tbody .fc-person__id")
            .len(),
        0
    );
    let done = answer(&client, &missing, &[("acknowledge", "on")]).await;
    assert_eq!(client.follow(done).await.texts("tbody .fc-person__id").len(), 50);
}

#[tokio::test]
async fn with_chat_off_for_everybody_nothing_has_to_be_asked() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let stored = get_settings(server.services(), &server.context()).unwrap();
    let mut off = stored.settings.clone();
    off.allow_teams_consumer = false;
    save_settings(
        server.services(),
        &server.context(),
        stored.revision,
        &off,
        None,
        None,
    )
    .await
    .unwrap();
    let list = people(&server, "global", 50).await.join("\n");
    let added = client
        .post(&format!("/groups/{alpha}"), &[("do", "add"), ("people", &list)])
        .await;
    assert_eq!(added.status, 303, "{:?}", alert(&added));
}
