//! The numbers, the names and the reasons of a review, against what confirming it does to everybody.

use super::support::{
    Fields, GLOBAL, POLICIES, SETTINGS, everybody, lines, owned, selection, settings, switches, with_groups,
};
use crate::contoso::{contoso, person, policy};
use crate::policies::{dialog_fields, post};
use crate::support::{Client, Page, TestServer};
use forecourt_model::access::{Access, SourceKind};
use forecourt_model::authority::Role;
use forecourt_service::people::ListedPerson;
use std::collections::BTreeMap;

/// Asks for a change, checks its review against what confirming it does to everybody, and returns the words of the
/// dialog; nothing when it was saved at once.
async fn reviewed(server: &TestServer, client: &Client, path: &str, fields: Fields) -> String {
    let before = everybody(server).await;
    let asked = post(client, path, &fields).await;
    if asked.status == 303 {
        let after = everybody(server).await;
        let lost = before.iter().filter(|(name, was)| {
            let now = after[*name].access;
            (was.access.chat && !now.chat) || (was.access.inbound && !now.inbound)
        });
        assert_eq!(lost.count(), 0, "saved without a question");
        return String::new();
    }
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert_eq!(
        unchanged(&before, &everybody(server).await),
        before.len(),
        "a question changes nothing"
    );
    let form = asked.attribute("dialog form", "action").unwrap();
    let csv = asked
        .attribute("dialog button[formaction]", "formaction")
        .unwrap();
    let mut sent = dialog_fields(&asked);
    let file = post(client, &csv, &sent).await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert!(file.header("content-type").starts_with("text/csv"));

    let document = asked.html();
    let button = scraper::Selector::parse("dialog .fc-dialog__foot button").unwrap();
    let button = document.select(&button).next().unwrap();
    let name = button.attr("name").unwrap_or_default().to_owned();
    sent.push((name, button.attr("value").unwrap_or_default().to_owned()));
    sent.push(("acknowledge".to_owned(), "on".to_owned()));
    let done = post(client, &form, &sent).await;
    assert_eq!(done.status, 303, "{}", done.body);
    compare(&asked, &file.body, &before, &everybody(server).await);
    asked.text("dialog")
}

fn unchanged(before: &BTreeMap<String, ListedPerson>, after: &BTreeMap<String, ListedPerson>) -> usize {
    let same = |(name, was): &(&String, &ListedPerson)| after[*name].access == was.access;
    before.iter().filter(same).count()
}

fn compare(
    asked: &Page,
    file: &str,
    before: &BTreeMap<String, ListedPerson>,
    after: &BTreeMap<String, ListedPerson>,
) {
    // The numbers, by where the policy came from.
    let mut counted: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (name, was) in before {
        let now = after[name].access;
        let source = match was.person.effective_source {
            SourceKind::Direct => "Direct assignment",
            SourceKind::Group => "Group assignment",
            SourceKind::Global => "Global policy",
        };
        for row in [source, "Everybody"] {
            let counts = counted.entry(row).or_default();
            counts[0] += usize::from(was.access.chat && !now.chat);
            counts[1] += usize::from(!was.access.chat && now.chat);
            counts[2] += usize::from(was.access.inbound && !now.inbound);
            counts[3] += usize::from(!was.access.inbound && now.inbound);
        }
    }
    let told: Vec<_> = asked.texts("dialog .fc-compare tbody tr, dialog .fc-table tbody tr");
    for (row, counts) in &counted {
        let [chat_lost, chat_won, inbound_lost, inbound_won] = counts;
        let line = format!("{row} {chat_lost} {chat_won} {inbound_lost} {inbound_won}");
        assert!(told.contains(&line), "{line} in {told:?}");
    }
    let reach = |people: &BTreeMap<String, ListedPerson>, ask: fn(&Access) -> bool| {
        people.values().filter(|listed| ask(&listed.access)).count()
    };
    for (words, ask) in [
        (
            "Can start chats",
            (|access: &Access| access.chat) as fn(&Access) -> bool,
        ),
        ("Can be found and contacted", |access: &Access| access.inbound),
    ] {
        let line = format!("{words} {} {}", reach(before, ask), reach(after, ask));
        assert!(told.contains(&line), "{line} in {told:?}");
    }

    // The file has exactly those whose answers changed, with what counted for them before and after.
    let rows = lines(file);
    let listed: BTreeMap<_, _> = rows
        .iter()
        .map(|row| (row[0].trim_start_matches('\''), row))
        .collect();
    assert_eq!(listed.len(), rows.len(), "nobody twice");
    let truth = |value: bool| if value { "True" } else { "False" };
    for (name, was) in before {
        let now = &after[name];
        let row = listed.get(name.as_str());
        assert_eq!(row.is_some(), was.access != now.access, "{name}");
        let Some(row) = row else { continue };
        let answers = [
            was.access.chat,
            now.access.chat,
            was.access.inbound,
            now.access.inbound,
        ];
        assert_eq!(row[8..12].to_vec(), answers.map(truth), "{name}");
        assert_eq!(row[5], was.person.effective_source.code(), "{name}");
        assert_eq!(row[7], now.person.effective_source.code(), "{name}");
        assert!(!row[12].is_empty(), "{name}");
    }
    // The page names the first of them, in the same order.
    let named = asked.texts("dialog .fc-table tbody th .fc-table__sub");
    let first: Vec<_> = rows
        .iter()
        .take(20)
        .map(|row| row[0].trim_start_matches('\''))
        .collect();
    assert_eq!(named, first);
    // Everybody else has a reason.
    let why: usize = asked
        .texts("dialog ul[aria-label] li")
        .iter()
        .filter_map(|words| words.strip_prefix("Nothing changes for "))
        .map(|words| {
            words
                .split(' ')
                .next()
                .unwrap()
                .replace(',', "")
                .parse::<usize>()
                .unwrap()
        })
        .sum();
    assert_eq!(why + rows.len(), before.len());
}

#[tokio::test]
async fn the_numbers_and_the_people_of_a_review_are_what_then_happens() {
    let server = contoso().await;
    with_groups(&server).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let off = [("AllowTeamsConsumer", "off")];
    let on = [("AllowTeamsConsumer", "off"), ("AllowTeamsConsumer", "on")];

    let fields = settings(&client, &[("AllowTeamsConsumerInbound", "off")]).await;
    let words = reviewed(&server, &client, SETTINGS, fields).await;
    assert!(words.contains("their policy does not allow it"), "{words}");
    let inbound = [
        ("AllowTeamsConsumerInbound", "off"),
        ("AllowTeamsConsumerInbound", "on"),
    ];
    let fields = settings(&client, &inbound).await;
    assert!(
        !reviewed(&server, &client, SETTINGS, fields)
            .await
            .contains("contacted again")
    );
    let fields = settings(&client, &off).await;
    reviewed(&server, &client, SETTINGS, fields).await;
    let fields = settings(&client, &on).await;
    let words = reviewed(&server, &client, SETTINGS, fields).await;
    assert!(
        words.contains("can be contacted again, because the inbound switch"),
        "{words}"
    );

    // A policy whose inbound switch is stored on below its parent wakes up with it.
    let path = "/external-access/policies/NoPersonalChat";
    let fields = switches(&client, path, true, true).await;
    let words = reviewed(&server, &client, path, fields).await;
    assert!(words.contains("can be contacted again"), "{words}");
    assert!(words.contains("a direct assignment comes first"), "{words}");
    assert!(
        words.contains("a group with a better rank decides for them"),
        "{words}"
    );
    let fields = switches(&client, path, false, true).await;
    reviewed(&server, &client, path, fields).await;

    let fields = switches(&client, GLOBAL, true, false).await;
    let words = reviewed(&server, &client, GLOBAL, fields).await;
    assert!(words.contains("a direct assignment comes first"), "{words}");
    let reset = owned(&[("do", "reset"), ("policy", "Global")]);
    reviewed(&server, &client, POLICIES, reset).await;

    let none = policy(&server, "NoPersonalChat");
    let fields = selection(&server, 60, Some(none)).await;
    reviewed(&server, &client, "/users", fields).await;
    let mut fields = selection(&server, 60, None).await;
    fields.push(("do".to_owned(), "unassign".to_owned()));
    reviewed(&server, &client, "/users", fields).await;

    let id = person(&server, "alice.ashdown@contoso.example.com").await;
    let path = format!("/users/{id}");
    for picked in [
        policy(&server, "Outbound only").to_string(),
        none.to_string(),
        "none".to_owned(),
    ] {
        let revision = client.get(&path).await.value("revision").unwrap();
        let fields = owned(&[("revision", &revision), ("policy", &picked), ("do", "assign")]);
        reviewed(&server, &client, &path, fields).await;
    }
}

#[tokio::test]
async fn while_the_organization_has_it_off_a_policy_changes_nothing_and_nothing_is_asked() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let fields = settings(&client, &[("AllowTeamsConsumer", "off")]).await;
    reviewed(&server, &client, SETTINGS, fields).await;
    let fields = switches(&client, GLOBAL, false, true).await;
    assert_eq!(reviewed(&server, &client, GLOBAL, fields).await, "");
}
