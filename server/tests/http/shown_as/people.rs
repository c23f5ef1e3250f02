//! Assignments of people and groups, exceptions and operations.

use super::support::{Ways, ask, by_powershell, by_rest, confirm};
use crate::contoso::policy;
use serde_json::json;

#[tokio::test]
async fn assignments() {
    let ways = Ways::open().await;
    let [one, other, direct, last] = ways.0[0].people.map(|person| person.to_string());
    let off = policy(&ways.0[0].server, "NoPersonalChat").to_string();
    let assign = [
        ("policy", off.as_str()),
        ("do", "assign"),
        ("reason", "why & how"),
    ];
    ways.agree(&format!("/users/{one}"), &assign, true).await;
    let several = [
        ("do", "assign"),
        ("policy", &off),
        ("user", &one),
        ("user", &other),
    ];
    ways.agree("/users", &several, true).await;
    let none = [
        ("do", "unassign"),
        ("user", direct.as_str()),
        ("user", last.as_str()),
    ];
    ways.agree("/users", &none, true).await;
}

#[tokio::test]
async fn an_exception_ends_as_the_form_says() {
    let ways = Ways::open().await;
    let [form, rest, _] = &ways.0;
    let (one, off) = (
        form.people[0].to_string(),
        policy(&form.server, "NoPersonalChat").to_string(),
    );
    let end = [
        ("owner", "Bo"),
        ("expires", "2022-01-31"),
        ("expires_time", "17:30"),
        ("reason", "Fair"),
    ];
    let alone = [("policy", off.as_str()), ("do", "assign")];
    let ticked = [("policy", off.as_str()), ("do", "assign"), ("user", one.as_str())];
    for (path, fields) in [
        (format!("/users/{one}"), &alone[..]),
        ("/users".to_owned(), &ticked[..]),
    ] {
        let fields: Vec<_> = fields.iter().chain(&end).copied().collect();
        confirm(&form.client, &ask(form, &path, &fields).await).await;
        by_rest(
            rest,
            &ask(rest, &path, &fields)
                .await
                .shown_as("REST", "dialog")
                .concat(),
        )
        .await;
        for door in [form, rest] {
            let list = door.client.get("/exceptions").await.text("main");
            for words in ["Bo", "Fair", "31 Jan 2022"] {
                assert!(list.contains(words), "{path} {words}: {list}");
            }
            let taken = [("do", "unassign"), ("user", one.as_str())];
            let asked = door.client.post("/users", &taken).await;
            if asked.has("dialog") {
                confirm(&door.client, &asked).await;
            }
        }
    }
}

#[tokio::test]
async fn groups() {
    let ways = Ways::open().await;
    let door = &ways.0[0];
    let [alpha, beta, gamma] = door.groups.clone();
    let [plain, member, ..] = door.people.map(|person| person.to_string());
    let off = policy(&door.server, "NoPersonalChat").to_string();
    let page = |group: &str| format!("/groups/{group}");
    let alpha_first = async || {
        let body = json!({ "policy": "Outbound only", "rank": 1 });
        ways.prepare("PUT", &format!("/api/v1/groups/{alpha}/policy"), Some(body))
            .await;
    };
    ways.agree(&page(&alpha), &[("do", "unassign")], true).await;
    alpha_first().await;
    ways.agree(&page(&alpha), &[("do", "move"), ("rank", "2")], true)
        .await;
    alpha_first().await;
    ways.agree(
        &page(&alpha),
        &[("do", "assign"), ("policy", &off), ("rank", "1")],
        true,
    )
    .await;
    alpha_first().await;
    ways.agree(
        &page(&gamma),
        &[
            ("do", "assign"),
            ("policy", &off),
            ("rank", "1"),
            ("reason", "it's so"),
        ],
        true,
    )
    .await;
    ways.agree(&page(&beta), &[("do", "remove-masking")], true).await;
    let found = door.api.get(&format!("/api/v1/users/{plain}")).await.json();
    let name = found["user"]["user_principal_name"].as_str().unwrap();
    ways.agree(&page(&beta), &[("do", "add"), ("people", name)], false)
        .await;
    ways.prepare("DELETE", &format!("/api/v1/groups/{gamma}/policy"), None)
        .await;
    ways.agree(
        &page(&alpha),
        &[("do", "remove-members"), ("member", &member)],
        false,
    )
    .await;
    ways.agree(&page(&alpha), &[("do", "remove")], false).await;
}

#[tokio::test]
async fn operations() {
    let ways = Ways::open().await;
    let [form, rest, cmdlets] = &ways.0;
    let (ids, off) = (
        form.people.map(|person| person.to_string()),
        policy(&form.server, "NoPersonalChat").to_string(),
    );
    let fields: Vec<_> = [("target", off.as_str())]
        .into_iter()
        .chain(ids.iter().map(|id| ("user", id.as_str())))
        .collect();
    let mut pages = Vec::new();
    for door in &ways.0 {
        let prepared = door.client.post("/operations", &fields).await;
        assert_eq!(prepared.status, 303, "{}", prepared.body);
        pages.push(prepared.location().unwrap());
    }
    let start = [("do", "start"), ("acknowledge", "on")];
    assert_eq!(form.client.post(&pages[0], &start).await.status, 303);
    form.work().await;
    let shown = rest.client.get(&pages[1]).await.shown_as("REST", "main").concat();
    by_rest(rest, &shown).await;
    let shown = cmdlets
        .client
        .get(&pages[2])
        .await
        .shown_as("PowerShell", "main")
        .concat();
    by_powershell(cmdlets, &shown).await;
    let after = form.state().await;
    assert_eq!(rest.state().await, after);
    assert_eq!(cmdlets.state().await, after);
    // What waits can be cancelled.
    let back = [("target", "none"), ("user", ids[0].as_str())];
    let waiting = rest.client.post("/operations", &back).await.location().unwrap();
    assert_eq!(rest.client.post(&waiting, &start).await.status, 303);
    let shown = rest.client.get(&waiting).await.shown_as("REST", "main").concat();
    by_rest(rest, &shown).await;
    let ended = rest.client.get(&waiting).await.text("main");
    assert!(ended.contains("Cancelled"), "{shown}\n{ended}");
    assert_eq!(rest.state().await, after);
}
