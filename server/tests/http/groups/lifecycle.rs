//! A group from adding it to removing it.

use super::support::{alert, answer, order, people, ranked, ranking};
use crate::contoso::{contoso, person, policy};
use forecourt_model::GroupId;
use forecourt_model::authority::Role;

#[tokio::test]
async fn a_group_is_added_filled_given_a_policy_and_removed() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let empty = client.get("/groups").await;
    assert!(empty.body.contains("Only direct members count"), "{}", empty.body);
    assert_eq!(
        empty.texts(".fc-empty__title"),
        ["No group has a policy", "There are no groups"]
    );
    let refused = client
        .post("/groups/new", &[("display_name", " "), ("mail", "team")])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field_error("display_name"), "Give the group a name.");
    assert_eq!(refused.value("mail").as_deref(), Some("team"));
    let added = client
        .post(
            "/groups/new",
            &[
                ("display_name", "Sales & more"),
                ("mail", "sales@contoso.example.com"),
            ],
        )
        .await;
    assert_eq!(added.status, 303);
    let path = added.location().unwrap();
    let page = client.follow(added).await;
    assert_eq!(page.title(), "Sales & more");
    assert!(
        page.toast().contains("Nobody is a member yet"),
        "{}",
        page.toast()
    );
    assert!(
        !page.toast().contains("Undo"),
        "changes of groups are not taken back: {}",
        page.toast()
    );

    let names = people(&server, "global", 2).await;
    let list = format!("{}, {}", names[0], names[1]);
    let added = client.post(&path, &[("do", "add"), ("people", &list)]).await;
    assert_eq!(added.status, 303, "{:?}", alert(&added));
    let page = client.follow(added).await;
    assert!(
        page.toast().contains("2 people added to Sales & more."),
        "{}",
        page.toast()
    );
    assert_eq!(page.texts("tbody .fc-person__id"), names);

    let outbound = policy(&server, "Outbound only").to_string();
    let fields = [
        ("do", "assign"),
        ("ranking", &ranking(&server)),
        ("policy", &outbound),
        ("rank", ""),
        ("reason", "Trial"),
    ];
    let question = client.post(&path, &fields).await;
    assert_eq!(question.status, 200);
    assert_eq!(
        question.text("dialog h2"),
        "Assign Outbound only to Sales & more?"
    );
    assert!(
        question
            .text("dialog")
            .contains("2 people can no longer be found and contacted")
    );
    assert_eq!(question.texts("dialog tbody .fc-person__id"), names);
    assert_eq!(question.value("reason").as_deref(), Some("Trial"));
    let page = client
        .follow(answer(&client, &question, &[("reason", "Trial")]).await)
        .await;
    assert!(page.toast().contains("has Outbound only now"), "{}", page.toast());
    let list = client.get("/groups").await;
    assert_eq!(order(&list), ["Sales & more"]);

    let group: GroupId = path.rsplit('/').next().unwrap().parse().unwrap();
    let member = person(&server, &names[0]).await;
    let question = client
        .post(
            &path,
            &[("do", "remove-members"), ("member", &member.to_string())],
        )
        .await;
    // Nobody loses anything, so it is done at once.
    assert_eq!(question.status, 303);
    let revision = client.get(&path).await.value("revision").unwrap();
    let question = client
        .post(&path, &[("do", "remove"), ("revision", &revision)])
        .await;
    assert_eq!(
        question.text("dialog h2"),
        "Remove Sales & more with its 1 member?"
    );
    let gone = answer(&client, &question, &[]).await;
    assert_eq!(gone.location().as_deref(), Some("/groups"));
    assert_eq!(client.get(&format!("/groups/{group}")).await.status, 404);
}

#[tokio::test]
async fn a_group_is_renamed_and_a_wrong_name_is_kept() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let path = format!("/groups/{alpha}");
    let revision = client.get(&path).await.value("revision").unwrap();
    let rename = async |name: &str, mail: &str| {
        let fields = [
            ("do", "rename"),
            ("revision", &*revision),
            ("display_name", name),
            ("mail", mail),
        ];
        client.post(&path, &fields).await
    };
    let refused = rename("", "alpha").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field_error("display_name"), "Give the group a name.");
    assert_eq!(refused.value("mail").as_deref(), Some("alpha"));
    let refused = rename("Alpha", "alpha").await;
    assert!(refused.field_error("mail").contains("with an @"));
    let same = client.follow(rename("Alpha", "").await).await;
    assert!(same.toast().contains("Nothing was changed"), "{}", same.toast());
    let renamed = client
        .follow(rename("Alpha & Ω", "a@contoso.example.com").await)
        .await;
    assert_eq!(renamed.title(), "Alpha & Ω");
    assert_eq!(order(&client.get("/groups").await)[0], "Alpha & Ω");
    drop(server);
}
