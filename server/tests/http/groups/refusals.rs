//! What is refused: policies and groups that cannot be, one group too many, and changes by readers.

use super::support::{add_group, alert, assign, order, ranked, ranking};
use crate::contoso::{contoso, policy};
use forecourt_model::authority::Role;

#[tokio::test]
async fn policies_and_groups_that_cannot_be_are_refused_and_nothing_is_half_done() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let path = format!("/groups/{alpha}");
    let assign = async |policy: &str, rank: &str| {
        let current = ranking(&server);
        let fields = [
            ("do", "assign"),
            ("ranking", current.as_str()),
            ("policy", policy),
            ("rank", rank),
        ];
        client.post(&path, &fields).await
    };
    let before = ranking(&server);
    let same = assign(&policy(&server, "Outbound only").to_string(), "").await;
    assert_eq!(same.status, 409);
    assert!(
        alert(&same).contains("has this policy already"),
        "{:?}",
        alert(&same)
    );
    for unknown in ["00000000-0000-0000-0000-0000000000ff", "nonsense"] {
        let gone = assign(unknown, "").await;
        assert_eq!(gone.status, 409);
        assert!(
            alert(&gone).contains("there is no such policy"),
            "{:?}",
            alert(&gone)
        );
    }
    let none = assign("", "").await;
    assert_eq!(none.status, 422);
    assert!(none.field_error("policy").contains("Choose a policy first"));
    let global = assign(&policy(&server, "Global").to_string(), "").await;
    assert_eq!(global.status, 422);
    assert!(global.field_error("policy").contains("it is not assigned"));
    let unknown = client.post(&path, &[("do", "explode")]).await;
    assert_eq!(unknown.status, 409);
    assert_eq!(ranking(&server), before);

    for missing in ["00000000-0000-0000-0000-0000000000ff", "nonsense", "Beta"] {
        assert_eq!(
            client.get(&format!("/groups/{missing}")).await.status,
            404,
            "{missing}"
        );
        let answer = client
            .post(&format!("/groups/{missing}"), &[("do", "unassign")])
            .await;
        assert_eq!(answer.status, 404, "{missing}");
        let file = client
            .post(&format!("/groups/{missing}/concerned.csv"), &[("do", "unassign")])
            .await;
        assert_eq!(file.status, 404, "{missing}");
        let moved = client
            .post("/groups", &[("group", missing), ("rank", "1"), ("do", "move")])
            .await;
        assert_eq!(moved.status, 404, "{missing}");
        assert!(alert(&moved).contains("There is no such group"), "{missing}");
    }
    let current = ranking(&server);
    let taken = client
        .post(
            &format!("/groups/{beta}"),
            &[("do", "unassign"), ("ranking", &current)],
        )
        .await;
    assert_eq!(taken.status, 303);
    let current = ranking(&server);
    let again = client
        .post(
            &format!("/groups/{beta}"),
            &[("do", "unassign"), ("ranking", &current)],
        )
        .await;
    assert_eq!(again.status, 409);
    assert!(alert(&again).contains("The group has no policy"));
}

#[tokio::test]
async fn a_sixty_fifth_group_with_a_policy_is_refused() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let mut last = None;
    for number in 1..=65 {
        let group = add_group(&server, &format!("Group {number:02}")).await;
        if number <= 64 {
            assign(&server, group, "Outbound only", None).await;
        }
        last = Some(group);
    }
    let path = format!("/groups/{}", last.unwrap());
    let outbound = policy(&server, "Outbound only").to_string();
    let fields = [
        ("do", "assign"),
        ("ranking", &*ranking(&server)),
        ("policy", &outbound),
        ("rank", "1"),
    ];
    let refused = client.post(&path, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(
        alert(&refused).contains("64 groups have a policy already"),
        "{:?}",
        alert(&refused)
    );
    let list = client.get("/groups").await;
    assert_eq!(order(&list).len(), 64);
    // The list of all groups goes on where the page ends.
    assert_eq!(list.texts("[aria-labelledby=all-h] tbody tr").len(), 50);
    let document = list.html();
    let links = scraper::Selector::parse(".fc-pagination a").unwrap();
    let next = document
        .select(&links)
        .next()
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    let rest = client.get(&next).await;
    assert_eq!(rest.texts("[aria-labelledby=all-h] tbody tr").len(), 15);
    let found = client.get("/groups?q=group%200").await;
    assert_eq!(found.texts("[aria-labelledby=all-h] tbody tr").len(), 9);
    assert_eq!(
        client.get("/groups?q=zzz").await.text(".fc-empty__title"),
        "Nothing matches"
    );
}

#[tokio::test]
async fn readers_see_everything_and_can_change_nothing() {
    let (server, _, [alpha, _, _]) = ranked().await;
    for role in [Role::HelpDesk, Role::GlobalReader] {
        let client = server.sign_in(role).await;
        let list = client.get("/groups").await;
        assert_eq!(order(&list), ["Alpha", "Beta", "Gamma"]);
        assert!(!list.has(".fc-rankmover"), "{role:?}");
        let page = client.get(&format!("/groups/{alpha}")).await;
        assert!(page.has("select[name=policy][disabled]"), "{role:?}");
        assert!(!page.has("button[value=remove]"), "{role:?}");
        let fields = [
            ("group", &*alpha.to_string()),
            ("ranking", &ranking(&server)),
            ("do", "down"),
            ("seen", "1"),
        ];
        assert_eq!(client.post("/groups", &fields).await.status, 403, "{role:?}");
    }
}
