//! The list of people, without script.

use crate::contoso::{EXPECTED, USERS, contoso, filled, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::authority::Role;
use forecourt_service::organization::{get_settings, save_settings};
use std::collections::{BTreeMap, BTreeSet};

const ALICE: &str = "alice.ashdown@contoso.example.com";
const ALIREZA: &str = "alireza.pourmand@contoso.example.com";

/// Whether a row of the file belongs into a list.
type Wanted = fn(&csv::StringRecord) -> bool;

/// The sign-in names on a page, in their order.
fn listed(page: &Page) -> Vec<String> {
    page.texts("tbody .fc-person__id")
}

fn link(page: &Page, words: &str) -> Option<String> {
    let document = page.html();
    let links = scraper::Selector::parse(".fc-pagination a").unwrap();
    let found = document
        .select(&links)
        .find(|link| link.text().collect::<String>() == words)?;
    found.attr("href").map(str::to_owned)
}

/// The pages from `first` on, following the link with these words.
async fn pages(client: &Client, first: Page, words: &str) -> Vec<Page> {
    let mut pages = vec![first];
    while let Some(next) = pages.last().and_then(|page| link(page, words)) {
        pages.push(client.get(&next).await);
        assert!(pages.len() < 20, "the pages go in circles");
    }
    pages
}

#[tokio::test]
async fn every_order_pages_through_everybody_exactly_once_both_ways() {
    for server in [
        contoso().await,
        filled(TestServer::start_on_postgres().await).await,
    ] {
        let client = server.sign_in(Role::HelpDesk).await;
        for sort in [
            "",
            "-name",
            "department",
            "-department",
            "policy",
            "-sign-in-name",
        ] {
            let first = client.get(&format!("/users?sort={sort}")).await;
            assert_eq!(first.status, 200);
            assert_eq!(
                first.text(".fc-pagination span"),
                "1 to 50 of 500 people",
                "{sort}"
            );
            let forwards = pages(&client, first, "Next page").await;
            assert_eq!(forwards.len(), 10, "{sort}");
            let last = forwards.last().unwrap().clone();
            assert_eq!(
                last.text(".fc-pagination span"),
                "451 to 500 of 500 people",
                "{sort}"
            );
            let names: Vec<String> = forwards.iter().flat_map(listed).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 500, "{sort}");
            let backwards = pages(&client, last, "Previous page").await;
            let back: Vec<String> = backwards.iter().rev().flat_map(listed).collect();
            assert_eq!(back, names, "{sort}");
            assert_eq!(
                backwards.last().unwrap().text(".fc-pagination span"),
                "1 to 50 of 500 people"
            );
        }
    }
}

#[tokio::test]
async fn each_filter_lists_exactly_whom_the_files_say() {
    let server = contoso().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let mut rows = csv::Reader::from_reader(USERS.trim_start_matches('\u{feff}').as_bytes());
    let people: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
    let sets: [(&str, Wanted); 8] = [
        ("source=direct", |row| !row[6].is_empty()),
        ("source=global", |row| row[6].is_empty()),
        ("source=global&source=direct", |_| true),
        ("policy=NoPersonalChat", |row| &row[6] == "NoPersonalChat"),
        ("chat=no", |row| &row[6] == "NoPersonalChat"),
        ("chat=yes&inbound=no", |row| &row[6] == "Outbound only"),
        ("account=disabled", |row| &row[4] == "False"),
        ("department=r%26d&account=enabled", |row| {
            row[5].trim() == "R&D" && &row[4] == "True"
        }),
    ];
    for (query, wanted) in sets {
        let expected: BTreeSet<String> = people
            .iter()
            .filter(|row| wanted(row))
            .map(|row| row[0].to_owned())
            .collect();
        assert!(!expected.is_empty(), "{query}");
        let first = client.get(&format!("/users?{query}")).await;
        let total = format!("of {} people", expected.len());
        assert!(
            first.text(".fc-pagination span").contains(&total),
            "{query}: {total}"
        );
        let found: BTreeSet<String> = pages(&client, first, "Next page")
            .await
            .iter()
            .flat_map(listed)
            .collect();
        assert_eq!(found, expected, "{query}");
    }
    let nobody = client.get("/users?policy=There%20is%20none").await;
    assert_eq!(nobody.text(".fc-empty__title"), "Nobody matches");
}

#[tokio::test]
async fn people_have_the_access_that_the_sample_expects() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let export = client.get("/users/export.csv").await;
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    let mut rows = csv::Reader::from_reader(export.body.trim_start_matches('\u{feff}').as_bytes());
    let exported: BTreeMap<String, csv::StringRecord> = rows
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[3].to_owned(), row))
        .collect();
    assert_eq!(exported.len(), 500);
    let mut by_name = csv::Reader::from_reader(USERS.trim_start_matches('\u{feff}').as_bytes());
    let ids: BTreeMap<String, String> = by_name
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[3].to_owned()))
        .collect();
    let mut compared = 0;
    let mut expected = csv::Reader::from_reader(EXPECTED.trim_start_matches('\u{feff}').as_bytes());
    // Groups are not assigned to here, so only those who have none of their policies can be compared.
    for row in expected
        .records()
        .map(|row| row.unwrap())
        .filter(|row| &row[2] != "Group")
    {
        let found = &exported[&ids[&row[0]]];
        let answer = (&found[7], found[8].to_owned(), &found[9], &found[10]);
        let wanted = (&row[1], row[2].to_lowercase(), &row[4], &row[5]);
        assert_eq!(answer, wanted, "{}", &row[0]);
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[tokio::test]
async fn an_export_is_what_the_list_shows_and_runs_nothing() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let export = client.get("/users/export.csv?source=direct&sort=-name").await;
    let mut rows = csv::Reader::from_reader(export.body.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let first = client.get("/users?source=direct&sort=-name").await;
    let shown: Vec<_> = pages(&client, first, "Next page")
        .await
        .iter()
        .flat_map(listed)
        .collect();
    assert_eq!(names, shown);
    let everybody = client.get("/users/export.csv").await;
    let mut rows = csv::Reader::from_reader(everybody.body.trim_start_matches('\u{feff}').as_bytes());
    let mut made_harmless = 0;
    for row in rows.records().map(|row| row.unwrap()) {
        for cell in &row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
            made_harmless += usize::from(cell.starts_with("'=") || cell.starts_with("'@"));
        }
    }
    assert!(made_harmless > 0);
}

#[tokio::test]
async fn a_search_finds_what_was_typed_and_keeps_it() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    for (typed, first) in [
        ("ALICE%20ashdown", ALICE),
        ("elodie%20beranger", "elodie.beranger@contoso.example.com"),
        ("%D8%B9%D9%84%DB%8C%E2%80%8C%D8%B1%D8%B6%D8%A7", ALIREZA),
    ] {
        let page = client.get(&format!("/users?q={typed}")).await;
        assert!(
            listed(&page).contains(&first.to_owned()),
            "{typed}: {:?}",
            listed(&page)
        );
    }
    for typed in [
        "%25%25%25",
        "_____",
        "%00%01",
        &"x".repeat(2_000),
        "a%20b%20c%20zzzz",
    ] {
        let page = client.get(&format!("/users?q={typed}")).await;
        assert_eq!(page.status, 200, "{typed}");
    }
    let nothing = client.get("/users?q=%25%25%25&source=direct").await;
    assert_eq!(listed(&nothing).len(), 0, "a percent sign stands for itself");
    assert_eq!(nothing.value("q").as_deref(), Some("%%%"));
    assert!(nothing.text(".fc-empty").contains("%%%"));
    let markup = client.get("/users?q=%3Cscript%3Ealert(1)").await;
    assert!(!markup.body.contains("<script>alert"));
}

#[tokio::test]
async fn a_place_of_another_list_gives_the_first_page_and_says_so() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let first = client.get("/users").await;
    let next = link(&first, "Next page").unwrap();
    let cursor = next.split("cursor=").nth(1).unwrap();
    for query in [
        format!("sort=-name&cursor={cursor}"),
        format!("q=a&cursor={cursor}"),
        "cursor=%F0nonsense".to_owned(),
    ] {
        let page = client.get(&format!("/users?{query}")).await;
        assert_eq!(page.status, 200);
        let notice = page.text(".fc-messagebar[role=alert]");
        assert!(notice.contains("place in another list"), "{query}: {notice}");
        assert!(page.text(".fc-pagination span").starts_with("1 to "), "{query}");
    }
}

#[tokio::test]
async fn names_that_play_tricks_are_shown_as_they_are() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let pages = pages(&client, client.get("/users").await, "Next page").await;
    let all: String = pages.iter().map(|page| page.body.as_str()).collect();
    assert!(
        !all.contains('\u{202e}'),
        "a reversing character reaches the page"
    );
    assert!(all.contains("Holds characters that cannot be seen: U+202E"));
    assert!(!all.contains("<script>alert") && !all.contains("<img src=x"));
}

#[tokio::test]
async fn the_policy_is_said_where_the_organization_overrides_it() {
    let server = contoso().await;
    let (services, context) = (server.services(), server.context());
    let view = get_settings(services, &context).unwrap();
    let mut off = view.settings.clone();
    off.allow_teams_consumer = false;
    save_settings(services, &context, view.revision, &off, None, None)
        .await
        .unwrap();
    let client = server.sign_in(Role::HelpDesk).await;
    let page = client.get("/users?policy=Global").await;
    assert_eq!(
        page.text("tbody td[data-label='Can start chats']"),
        "No Policy: On"
    );
    let none = client.get("/users?chat=yes").await;
    assert_eq!(none.text(".fc-empty__title"), "Nobody matches");
}

#[tokio::test]
async fn ticked_people_get_a_policy_in_one_change_after_a_loss_is_confirmed() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let alice = person(&server, ALICE).await.to_string();
    let alireza = person(&server, ALIREZA).await.to_string();
    let nothing_there = "00000000-0000-0000-0000-00000000dead";
    let target = policy(&server, "NoPersonalChat").to_string();
    let path = "/users?q=al&sort=-name";
    let ticked = [
        ("do", "assign"),
        ("user", &alice),
        ("user", &alireza),
        ("user", nothing_there),
    ];
    let choose = client.post(path, &ticked).await;
    assert_eq!(choose.status, 200);
    assert_eq!(choose.text("dialog h2"), "Assign a policy to 3 people");
    assert_eq!(
        choose.value("q").as_deref(),
        Some("al"),
        "the list stays as it was"
    );
    let mut fields = ticked.to_vec();
    fields.extend([("policy", target.as_str()), ("reason", "Audit")]);
    let before = server.services().snapshot().unwrap().revision();
    let confirm = client.post(path, &fields).await;
    assert_eq!(confirm.status, 200);
    assert_eq!(
        confirm.text("dialog h2"),
        "1 person loses chat with personal accounts?"
    );
    assert_eq!(
        server.services().snapshot().unwrap().revision(),
        before,
        "asking changes nothing"
    );
    fields.push(("confirmed", "true"));
    let done = client.post(path, &fields).await;
    assert_eq!((done.status, done.location().as_deref()), (303, Some(path)));
    let snapshot = server.services().snapshot().unwrap();
    assert_eq!(snapshot.revision().0, before.0 + 1, "one change");
    let after = client.follow(done).await;
    let toast = after.toast();
    assert!(toast.contains("1 person has NoPersonalChat now"), "{toast}");
    assert!(toast.contains("1 person could not be changed"), "{toast}");
    let again = client.follow(client.post(path, &fields).await).await;
    assert!(again.toast().contains("Nothing was changed"), "{}", again.toast());
    let removed = client
        .post("/users", &[("do", "unassign"), ("user", &alice)])
        .await;
    let removed = client.follow(removed).await;
    assert!(removed.toast().contains("was removed"), "{}", removed.toast());
}

/// The people ticked on a page.
fn ticked(page: &Page) -> Vec<String> {
    page.attributes("input[name='user'][checked]", "value")
}

#[tokio::test]
async fn whoever_assigns_or_cancels_comes_back_to_the_same_page() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let first = client.get("/users?sort=-name").await;
    let second = client.get(&link(&first, "Next page").unwrap()).await;
    let boxes = second.attributes("input[name='user']", "value");
    let (one, other) = (boxes[0].as_str(), boxes[2].as_str());
    let action = second.attribute("form#selection", "action").unwrap();
    let asked = client
        .post(&action, &[("do", "assign"), ("user", one), ("user", other)])
        .await;
    assert_eq!(listed(&asked), listed(&second), "below the question");
    assert_eq!(ticked(&asked), [one, other]);
    let cancel = asked.attribute("dialog a[data-cancel]", "href").unwrap();
    let cancelled = client.get(&cancel).await;
    assert!(!cancelled.has("dialog"));
    assert_eq!(listed(&cancelled), listed(&second));
    assert_eq!(ticked(&cancelled), [one, other]);
    let answer = asked.attribute("dialog form", "action").unwrap();
    let target = policy(&server, "NoPersonalChat").to_string();
    let fields = [
        ("do", "assign"),
        ("user", one),
        ("policy", &target),
        ("confirmed", "true"),
        ("acknowledge", "true"),
    ];
    let done = client.follow(client.post(&answer, &fields).await).await;
    assert_eq!(listed(&done), listed(&second));
    assert!(done.toast().contains("1 person"), "{}", done.toast());
}

#[tokio::test]
async fn a_loss_for_many_has_to_be_acknowledged() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let target = policy(&server, "NoPersonalChat").to_string();
    let mut ids = Vec::new();
    for page in pages(&client, client.get("/users?source=global").await, "Next page")
        .await
        .iter()
        .take(2)
    {
        let document = page.html();
        let boxes = scraper::Selector::parse("tbody input[name=user]").unwrap();
        ids.extend(
            document
                .select(&boxes)
                .filter_map(|ticked| ticked.attr("value").map(str::to_owned)),
        );
    }
    assert_eq!(ids.len(), 100);
    let mut fields = vec![
        ("do", "assign"),
        ("policy", target.as_str()),
        ("confirmed", "true"),
    ];
    fields.extend(ids.iter().map(|id| ("user", id.as_str())));
    let refused = client.post("/users", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.field_error("acknowledge").contains("Tick this"),
        "{}",
        refused.text("dialog")
    );
    fields.push(("acknowledge", "on"));
    let done = client.follow(client.post("/users", &fields).await).await;
    assert!(
        done.toast().contains("100 people have NoPersonalChat now"),
        "{}",
        done.toast()
    );
}

#[tokio::test]
async fn what_cannot_be_assigned_says_why_and_changes_nothing() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let before = server.services().snapshot().unwrap().revision();
    let nobody = client.post("/users", &[("do", "assign")]).await;
    assert_eq!(nobody.status, 422);
    assert!(
        nobody
            .text(".fc-messagebar[role=alert]")
            .contains("Tick the people first")
    );
    let alice = person(&server, ALICE).await.to_string();
    let gone = [
        ("do", "assign"),
        ("user", alice.as_str()),
        ("policy", "00000000-0000-0000-0000-00000000dead"),
    ];
    let gone = client.post("/users", &gone).await;
    assert_eq!(gone.status, 404);
    assert!(gone.text(".fc-messagebar[role=alert]").contains("no such policy"));
    let reader = server.sign_in(Role::GlobalReader).await;
    let shown = reader.get("/users").await;
    assert_eq!(
        shown
            .attribute("button[value=assign]", "aria-disabled")
            .as_deref(),
        Some("true")
    );
    assert!(
        shown
            .attribute("button[value=assign]", "title")
            .unwrap()
            .contains("Global Reader")
    );
    let refused = reader
        .post("/users", &[("do", "unassign"), ("user", &alice)])
        .await;
    assert_eq!(refused.status, 403);
    assert_eq!(server.services().snapshot().unwrap().revision(), before);
}

#[tokio::test]
async fn an_empty_directory_says_how_people_come_in() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/users").await;
    assert_eq!(page.text(".fc-empty__title"), "Nobody is in the directory yet");
    assert!(page.has(".fc-empty a[href='/import']"));
}
