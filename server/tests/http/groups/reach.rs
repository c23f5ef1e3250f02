//! Whom the policy of a group reaches, and why it does not reach the others.

use super::support::{add_group, add_members, answer, people, ranked};
use crate::contoso::person;

#[tokio::test]
async fn whom_the_policy_does_not_reach_is_said_with_the_reason_and_the_masks_are_removed() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let plain = people(&server, "global", 3).await;
    let direct = people(&server, "direct", 2).await;
    add_members(&server, alpha, &plain[..1]).await;
    add_members(&server, beta, &plain).await;
    add_members(&server, beta, &direct).await;
    let list = client.get("/groups").await;
    let rows = list.texts("[aria-labelledby=ranking-h] tbody tr");
    assert!(rows[1].contains("3 2 direct, 1 better rank"), "{}", rows[1]);
    let path = format!("/groups/{beta}");
    let page = client.get(&format!("{path}?tab=not-reached")).await;
    let reasons = page.texts(".fc-compare tbody tr");
    assert_eq!(
        reasons,
        [
            "Reached by this policy 2",
            "Direct assignment, which comes first 2",
            "Group Alpha, rank 1 1"
        ]
    );
    assert_eq!(page.texts("tbody .fc-person__id").len(), 3);
    let shown = client.get(&format!("{path}?tab=direct")).await;
    let mut names = shown.texts("tbody .fc-person__id");
    names.sort();
    let mut expected = direct.clone();
    expected.sort();
    assert_eq!(names, expected);
    let here = format!("{path}?tab=direct");
    let question = client.post(&here, &[("do", "remove-masking")]).await;
    assert_eq!(
        question.text("dialog h2"),
        "Remove 2 direct assignments of members of Beta?"
    );
    let page = client.follow(answer(&client, &question, &[]).await).await;
    assert!(
        page.toast().contains("2 direct assignments removed."),
        "{}",
        page.toast()
    );
    assert!(
        page.toast().contains("Undo"),
        "direct assignments can come back: {}",
        page.toast()
    );
    assert_eq!(page.text(".fc-empty__title"), "Nobody is left out");
    let none = client
        .follow(client.post(&here, &[("do", "remove-masking")]).await)
        .await;
    assert!(
        none.toast().contains("no member has a direct assignment"),
        "{}",
        none.toast()
    );
}

#[tokio::test]
async fn a_nested_group_is_shown_as_not_reached() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    add_members(&server, beta, &people(&server, "global", 3).await).await;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::group::set_children(&mut transaction.connection(), tenant, alpha, &[beta])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let page = client.get(&format!("/groups/{alpha}?tab=inside")).await;
    assert_eq!(page.texts("tbody .fc-table__name"), ["Beta"]);
    assert!(
        page.text(".fc-note").contains("Their 3 people are not reached"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_person_shows_every_group_and_the_one_that_wins() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let name = people(&server, "global", 1).await;
    add_members(&server, alpha, &name).await;
    add_members(&server, beta, &name).await;
    let plain = add_group(&server, "Zebra").await;
    add_members(&server, plain, &name).await;
    let id = person(&server, &name[0]).await;
    let page = client.get(&format!("/users/{id}")).await;
    let groups = page.texts("[aria-labelledby=groups] tbody tr");
    assert_eq!(
        groups,
        [
            "Alpha Outbound only, rank 1",
            "Beta NoPersonalChat, rank 2",
            "Zebra – no policy"
        ]
    );
    let evidence = page.texts("[aria-labelledby=access] tr").join(" | ");
    assert!(
        evidence.contains("Group Alpha , rank 1 Outbound only Wins: best rank"),
        "{evidence}"
    );
    assert!(
        evidence.contains("Group Beta , rank 2 NoPersonalChat Not used: a group with a better rank applies"),
        "{evidence}"
    );
}
