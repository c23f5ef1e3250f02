//! The order of groups: moving them, ranks that are none, and an order that has changed meanwhile.

use super::support::{alert, order, ranked, ranking};
use crate::contoso::policy;
use forecourt_model::GroupId;
use forecourt_model::authority::Role;

#[tokio::test]
async fn a_group_moves_by_its_buttons_and_by_its_rank() {
    let (server, client, [alpha, _, gamma]) = ranked().await;
    let page = client.get("/groups").await;
    assert_eq!(order(&page), ["Alpha", "Beta", "Gamma"]);
    for words in ["Move Gamma up", "Move Alpha down", "Move Beta to rank"] {
        assert!(page.has(&format!("[aria-label='{words}']")), "{words}");
    }
    assert!(page.has("button[aria-label='Move Alpha up'][disabled]"));
    assert!(page.has("button[aria-label='Move Gamma down'][disabled]"));
    let steps: [(GroupId, &str, &str, &str, [&str; 3]); 4] = [
        (gamma, "up", "3", "", ["Alpha", "Gamma", "Beta"]),
        (alpha, "down", "1", "", ["Gamma", "Alpha", "Beta"]),
        (alpha, "move", "2", "99", ["Gamma", "Beta", "Alpha"]),
        (alpha, "move", "3", "1", ["Alpha", "Gamma", "Beta"]),
    ];
    for (group, command, seen, rank, expected) in steps {
        let fields = [
            ("group", &*group.to_string()),
            ("ranking", &ranking(&server)),
            ("seen", seen),
            ("rank", rank),
            ("do", command),
        ];
        let moved = client.post("/groups", &fields).await;
        assert_eq!(moved.status, 303, "nobody is a member: {:?}", alert(&moved));
        assert_eq!(order(&client.follow(moved).await), expected, "{command}");
    }
    let before = ranking(&server);
    let fields = [
        ("group", &*alpha.to_string()),
        ("ranking", &before),
        ("rank", "1"),
        ("do", "move"),
    ];
    let stays = client.follow(client.post("/groups", &fields).await).await;
    assert!(stays.toast().contains("has rank 1 already"), "{}", stays.toast());
    assert_eq!(ranking(&server), before, "no change was made");
}

#[tokio::test]
async fn ranks_that_are_none_are_said_and_kept() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    for (typed, words) in [
        ("0", "Ranks begin with 1"),
        ("-3", "Ranks begin with 1"),
        ("first", "“first” is no rank"),
        ("1.5", "“1.5” is no rank"),
        ("", "Write the rank"),
    ] {
        let fields = [
            ("group", &*beta.to_string()),
            ("ranking", &ranking(&server)),
            ("rank", typed),
            ("do", "move"),
        ];
        let refused = client.post("/groups", &fields).await;
        assert_eq!(refused.status, 422, "{typed}");
        let field = format!("rank-{beta}");
        assert!(
            refused.field_error(&field).contains(words),
            "{typed}: {}",
            refused.body
        );
        assert_eq!(
            refused.attribute(&format!("[id='{field}']"), "value").as_deref(),
            Some(typed)
        );
        let path = format!("/groups/{alpha}");
        let outbound = policy(&server, "NoPersonalChat").to_string();
        let fields = [
            ("do", "assign"),
            ("ranking", &ranking(&server)),
            ("policy", &outbound),
            ("rank", typed),
            ("reason", "why"),
        ];
        if !typed.is_empty() {
            let refused = client.post(&path, &fields).await;
            assert_eq!(refused.status, 422, "{typed}");
            assert!(refused.field_error("rank").contains(words), "{typed}");
            assert_eq!(refused.value("rank").as_deref(), Some(typed));
            assert_eq!(refused.value("policy").as_deref(), Some(outbound.as_str()));
            assert_eq!(refused.value("reason").as_deref(), Some("why"));
        }
    }
    assert_eq!(order(&client.get("/groups").await), ["Alpha", "Beta", "Gamma"]);
}

#[tokio::test]
async fn a_stale_order_is_a_conflict_that_shows_what_is_and_offers_the_move_again() {
    let (server, client, [alpha, beta, gamma]) = ranked().await;
    let seen = ranking(&server);
    let fields = [
        ("group", &*gamma.to_string()),
        ("ranking", &seen),
        ("seen", "3"),
        ("do", "up"),
    ];
    assert_eq!(client.post("/groups", &fields).await.status, 303);
    let other = server.sign_in(Role::GlobalAdministrator).await;
    let fields = [
        ("group", &*beta.to_string()),
        ("ranking", &seen),
        ("rank", "1"),
        ("do", "move"),
    ];
    let conflict = other.post("/groups", &fields).await;
    assert_eq!(conflict.status, 409);
    let bar = alert(&conflict);
    assert!(
        bar.contains("Not saved. Teams Administrator 1 changed the ranks"),
        "{bar}"
    );
    assert_eq!(order(&conflict), ["Alpha", "Gamma", "Beta"]);
    assert_eq!(conflict.text(".fc-messagebar button"), "Move Beta to rank 1 now");
    let document = conflict.html();
    let inputs = scraper::Selector::parse(".fc-messagebar form input").unwrap();
    let again: Vec<_> = document
        .select(&inputs)
        .map(|input| {
            (
                input.attr("name").unwrap().to_owned(),
                input.attr("value").unwrap().to_owned(),
            )
        })
        .collect();
    let again: Vec<_> = again
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let moved = other.post("/groups", &again).await;
    assert_eq!(order(&other.follow(moved).await), ["Beta", "Alpha", "Gamma"]);

    let path = format!("/groups/{alpha}");
    let outbound = policy(&server, "NoPersonalChat").to_string();
    for command in ["assign", "unassign"] {
        let fields = [
            ("do", command),
            ("ranking", &seen),
            ("policy", &outbound),
            ("rank", "2"),
            ("reason", "kept"),
        ];
        let conflict = client.post(&path, &fields).await;
        assert_eq!(conflict.status, 409, "{command}");
        assert!(alert(&conflict).contains("changed the ranks"), "{command}");
        assert_eq!(conflict.value("reason").as_deref(), Some("kept"));
        assert_eq!(conflict.value("policy").as_deref(), Some(outbound.as_str()));
        assert_eq!(
            conflict.value("ranking").unwrap(),
            ranking(&server),
            "saving again is not stale"
        );
    }
    for command in ["remove", "rename"] {
        let fields = [
            ("do", command),
            ("revision", "1"),
            ("display_name", "Alpha 2"),
            ("mail", ""),
        ];
        let conflict = client.post(&path, &fields).await;
        assert_eq!(conflict.status, 409, "{command}");
        assert!(alert(&conflict).contains("changed this group"), "{command}");
        assert_eq!(conflict.value("display_name").as_deref(), Some("Alpha 2"));
    }
}
