//! What the review of a change says is what then happens to people.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::PolicyId;
use forecourt_model::access::{Access, SourceKind};
use forecourt_model::authority::Role;
use forecourt_service::group::{self, GroupInput};
use forecourt_service::people::{Filter, ListedPerson, Order, slice};
use std::collections::BTreeMap;

const SETTINGS: &str = "/external-access/organization-settings";
const GLOBAL: &str = "/external-access/policies/Global";
const POLICIES: &str = "/external-access/policies";

type Fields = Vec<(String, String)>;

/// Everybody by sign-in name, as the list of people shows them.
async fn everybody(server: &TestServer) -> BTreeMap<String, ListedPerson> {
    let (mut all, mut after) = (BTreeMap::new(), None);
    loop {
        let filter = Filter::default();
        let (services, context) = (server.services(), server.context());
        let (people, next) = slice(services, &context, &filter, Order::default(), after, 200)
            .await
            .unwrap();
        all.extend(
            people
                .into_iter()
                .map(|listed| (listed.person.user_principal_name.clone(), listed)),
        );
        match next {
            Some(key) => after = Some(key),
            None => return all,
        }
    }
}

fn owned(fields: &[(&str, &str)]) -> Fields {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.post(path, &fields).await
}

/// What a browser sends of the dialog's form.
fn dialog_fields(page: &Page) -> Fields {
    let document = page.html();
    let hidden = scraper::Selector::parse("dialog input[type=hidden]").unwrap();
    document
        .select(&hidden)
        .map(|input| {
            let value = |name| input.attr(name).unwrap_or_default().to_owned();
            (value("name"), value("value"))
        })
        .collect()
}

/// The lines of a CSV of which no cell holds a line break, as cells.
fn lines(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut characters) = (false, csv.trim_start_matches('\u{feff}').chars().peekable());
    while let Some(character) = characters.next() {
        let row = rows.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                row.last_mut().unwrap().push('"');
                characters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => row.last_mut().unwrap().push(other),
        }
    }
    rows.pop();
    rows.drain(1..).collect()
}

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
    let told: Vec<_> = asked.texts("dialog .fc-compare tbody tr");
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

/// The form of the settings with `changes`.
async fn settings(client: &Client, changes: &[(&str, &str)]) -> Fields {
    let field = format!("form[action='{SETTINGS}'] input[name='revision']");
    let mut fields = owned(changes);
    let revision = client.get(SETTINGS).await.attribute(&field, "value").unwrap();
    fields.push(("revision".to_owned(), revision));
    fields
}

/// The form of a policy with these two switches.
async fn switches(client: &Client, path: &str, access: bool, inbound: bool) -> Fields {
    let revision = client.get(path).await.value("revision").unwrap();
    let mut fields = vec![("revision".to_owned(), revision)];
    for (name, on) in [
        ("EnableTeamsConsumerAccess", access),
        ("EnableTeamsConsumerInbound", inbound),
    ] {
        fields.push((format!("{name}.shown"), "1".to_owned()));
        if on {
            fields.push((name.to_owned(), "on".to_owned()));
        }
    }
    fields
}

async fn selection(server: &TestServer, count: usize, policy: Option<PolicyId>) -> Fields {
    let everybody = everybody(server).await;
    let mut fields: Fields = everybody
        .values()
        .step_by(5)
        .take(count)
        .map(|listed| ("user".to_owned(), listed.person.id.to_string()))
        .collect();
    let policy = policy.map_or_else(|| "none".to_owned(), |policy| policy.to_string());
    fields.push(("policy".to_owned(), policy));
    fields
}

/// Two groups with a policy each, of which some members have a direct assignment and some are in both.
async fn with_groups(server: &TestServer) {
    let (services, context) = (server.services(), server.context());
    let people: Vec<_> = everybody(server)
        .await
        .values()
        .map(|listed| listed.person.id)
        .collect();
    for (name, policy_name, members) in [
        ("Sales", "Outbound only", &people[0..120]),
        ("Field", "NoPersonalChat", &people[80..200]),
    ] {
        let input = GroupInput {
            display_name: name.to_owned(),
            ..GroupInput::default()
        };
        let group = group::add(services, &context, &input).await.unwrap();
        group::add_members(services, &context, group.id, members, None)
            .await
            .unwrap();
        let revision = services.snapshot().unwrap().ranking_revision;
        let assigned = (group.id, policy(server, policy_name), None);
        group::assign(services, &context, assigned, revision, None)
            .await
            .unwrap();
    }
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

#[tokio::test]
async fn a_long_file_is_whole_and_runs_nothing() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let fields = owned(&[("AllowTeamsConsumer", "off")]);
    let file = post(
        &client,
        "/external-access/organization-settings/impact.csv",
        &fields,
    )
    .await;
    let rows = lines(&file.body);
    let reached = everybody(&server).await;
    assert_eq!(
        rows.len(),
        reached.values().filter(|listed| listed.access.chat).count()
    );
    for row in &rows {
        assert_eq!(row.len(), 13, "{row:?}");
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
    }
    assert!(
        rows.iter().any(|row| row[1].starts_with("'=")),
        "the sample has such a name"
    );
    assert!(
        everybody(&server).await.values().any(|listed| listed.access.chat),
        "asking for the file changes nothing"
    );
}

#[tokio::test]
async fn what_changed_between_review_and_confirm_is_a_conflict() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let other = server.sign_in(Role::GlobalAdministrator).await;
    let path = "/external-access/policies/Outbound%20only";

    // A policy, and the settings, by their revision.
    let fields = switches(&client, path, false, false).await;
    let asked = post(&client, path, &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "yes"), ("acknowledge", "on")]));
    let in_between = [
        (
            "revision".to_owned(),
            other.get(path).await.value("revision").unwrap(),
        ),
        ("FederatedBilateralChats.shown".to_owned(), "1".to_owned()),
        ("FederatedBilateralChats".to_owned(), "on".to_owned()),
    ];
    assert_eq!(post(&other, path, &in_between).await.status, 303);
    assert_eq!(post(&client, path, &confirm).await.status, 409);

    let fields = settings(&client, &[("AllowTeamsConsumer", "off")]).await;
    let asked = post(&client, SETTINGS, &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("do", "confirm"), ("acknowledge", "on")]));
    let in_between = settings(&other, &[("SharedSipAddressSpace", "on")]).await;
    assert_eq!(post(&other, SETTINGS, &in_between).await.status, 303);
    assert_eq!(post(&client, SETTINGS, &confirm).await.status, 409);

    // One person, by theirs.
    let id = person(&server, "alice.ashdown@contoso.example.com").await;
    let user = format!("/users/{id}");
    let none = policy(&server, "NoPersonalChat").to_string();
    let revision = client.get(&user).await.value("revision").unwrap();
    let fields = owned(&[("revision", &revision), ("policy", &none), ("do", "assign")]);
    let asked = post(&client, &user, &fields).await;
    assert!(asked.has("dialog[open]"));
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "true")]));
    let picked = policy(&server, "FederationOnly").to_string();
    let in_between = owned(&[("revision", &revision), ("policy", &picked), ("do", "assign")]);
    assert_eq!(post(&other, &user, &in_between).await.status, 303);
    assert_eq!(post(&client, &user, &confirm).await.status, 409);
    assert_eq!(
        post(&client, &user, &fields).await.status,
        409,
        "nor is an old form asked about"
    );

    // A selection, by its numbers.
    let fields = selection(&server, 3, Some(policy(&server, "NoPersonalChat"))).await;
    let asked = post(&client, "/users", &fields).await;
    let mut confirm = dialog_fields(&asked);
    confirm.extend(owned(&[("confirmed", "true")]));
    let one: Fields = fields
        .iter()
        .take(1)
        .chain(fields.iter().skip(3))
        .cloned()
        .collect();
    let mut in_between = one;
    in_between.extend(owned(&[("confirmed", "true")]));
    assert_eq!(post(&other, "/users", &in_between).await.status, 303);
    let stale = post(&client, "/users", &confirm).await;
    assert_eq!(stale.status, 409);
    assert!(
        stale.text("dialog").contains("different by now"),
        "{}",
        stale.text("dialog")
    );
    let mut confirm = dialog_fields(&stale);
    confirm.extend(owned(&[("confirmed", "true")]));
    assert_eq!(post(&client, "/users", &confirm).await.status, 303);
}

#[tokio::test]
async fn a_policy_that_only_a_group_has_is_not_deleted_and_links_who_has_it() {
    let server = contoso().await;
    with_groups(&server).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let seen = client.get(POLICIES).await.value("seen").unwrap();
    let fields = owned(&[("do", "delete"), ("policy", "Outbound only"), ("seen", &seen)]);
    let refused = post(&client, POLICIES, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(!refused.has("dialog"));
    assert!(
        refused.has("a[href='/users?policy=Outbound+only']"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn who_signs_in_again_before_a_file_comes_back_to_its_page() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    for (path, page) in [
        ("/users/impact.csv", "/users"),
        (
            "/external-access/policies/Outbound%20only/impact.csv",
            "/external-access/policies/Outbound%20only",
        ),
        ("/external-access/reset-policy/impact.csv", POLICIES),
    ] {
        assert_eq!(client.get(path).await.location().as_deref(), Some(page));
    }
}
