//! Groups to test with, and what their pages say.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::authority::Role;
use forecourt_model::{GroupId, PersonId};
use forecourt_service::group::{self, GroupInput};

/// The first `count` people whose policy comes from `source`, by name.
pub(crate) async fn people(server: &TestServer, source: &str, count: usize) -> Vec<String> {
    let client = server.sign_in(Role::HelpDesk).await;
    let page = client
        .get(&format!("/users?source={source}&account=enabled"))
        .await;
    let names = page.texts("tbody .fc-person__id");
    assert!(names.len() >= count, "{source}: {}", names.len());
    names.into_iter().take(count).collect()
}

async fn ids(server: &TestServer, names: &[String]) -> Vec<PersonId> {
    let mut found = Vec::new();
    for name in names {
        found.push(person(server, name).await);
    }
    found
}

pub(crate) async fn add_group(server: &TestServer, name: &str) -> GroupId {
    let input = GroupInput {
        display_name: name.to_owned(),
        mail: String::new(),
    };
    let added = group::add(server.services(), &server.context(), &input).await;
    added.unwrap().id
}

pub(crate) async fn add_members(server: &TestServer, group: GroupId, names: &[String]) {
    let people = ids(server, names).await;
    group::add_members(server.services(), &server.context(), group, &people, None)
        .await
        .unwrap();
}

pub(crate) async fn assign(server: &TestServer, group: GroupId, name: &str, rank: Option<i64>) {
    let expected = server.services().snapshot().unwrap().ranking_revision;
    let wanted = (group, policy(server, name), rank);
    group::assign(server.services(), &server.context(), wanted, expected, None)
        .await
        .unwrap();
}

pub(crate) fn ranking(server: &TestServer) -> String {
    let snapshot = server.services().snapshot().unwrap();
    snapshot.ranking_revision.to_string()
}

/// What the page says about what was sent.
pub(crate) fn alert(page: &Page) -> String {
    page.texts(".fc-messagebar[role=alert]").join(" ")
}

/// The names of the groups with a policy, best rank first.
pub(crate) fn order(page: &Page) -> Vec<String> {
    page.texts("[aria-labelledby=ranking-h] tbody .fc-table__name")
}

/// Three groups with policies: Alpha, Beta, Gamma, in this order.
pub(crate) async fn ranked() -> (TestServer, Client, [GroupId; 3]) {
    let server = contoso().await;
    let alpha = add_group(&server, "Alpha").await;
    let beta = add_group(&server, "Beta").await;
    let gamma = add_group(&server, "Gamma").await;
    assign(&server, alpha, "Outbound only", None).await;
    assign(&server, beta, "NoPersonalChat", None).await;
    assign(&server, gamma, "Outbound only", None).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    (server, client, [alpha, beta, gamma])
}

/// The fields of the form of a dialog, with what its last button says.
pub(crate) fn dialog(page: &Page) -> Vec<(String, String)> {
    assert!(page.has("dialog"), "no question: {:?}", alert(page));
    let document = page.html();
    let inputs = scraper::Selector::parse("dialog input[type=hidden]").unwrap();
    let field = |element: scraper::ElementRef<'_>| {
        let attribute = |name| element.attr(name).unwrap_or_default().to_owned();
        (attribute("name"), attribute("value"))
    };
    let mut fields: Vec<_> = document.select(&inputs).map(field).collect();
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields
}

pub(crate) async fn answer(client: &Client, page: &Page, more: &[(&str, &str)]) -> Page {
    let action = page.attribute("dialog form", "action").unwrap();
    let fields = dialog(page);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(more.iter().copied())
        .collect();
    client.post(&action, &fields).await
}
