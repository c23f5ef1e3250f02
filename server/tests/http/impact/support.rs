//! Everybody in the directory, and the forms of what can be changed.

use crate::contoso::policy;
use crate::support::{Client, TestServer};
use forecourt_model::PolicyId;
use forecourt_service::group::{self, GroupInput};
use forecourt_service::people::{Filter, ListedPerson, Order, slice};
use std::collections::BTreeMap;

pub(crate) const SETTINGS: &str = "/external-access/organization-settings";
pub(crate) const GLOBAL: &str = "/external-access/policies/Global";
pub(crate) const POLICIES: &str = "/external-access/policies";
pub(crate) type Fields = Vec<(String, String)>;

/// Everybody by sign-in name, as the list of people shows them.
pub(crate) async fn everybody(server: &TestServer) -> BTreeMap<String, ListedPerson> {
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

pub(crate) fn owned(fields: &[(&str, &str)]) -> Fields {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The lines of a CSV of which no cell holds a line break, as cells.
pub(crate) fn lines(csv: &str) -> Vec<Vec<String>> {
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

/// The form of the settings with `changes`.
pub(crate) async fn settings(client: &Client, changes: &[(&str, &str)]) -> Fields {
    let field = format!("form[action='{SETTINGS}'] input[name='revision']");
    let mut fields = owned(changes);
    let revision = client.get(SETTINGS).await.attribute(&field, "value").unwrap();
    fields.push(("revision".to_owned(), revision));
    fields
}

/// The form of a policy with these two switches.
pub(crate) async fn switches(client: &Client, path: &str, access: bool, inbound: bool) -> Fields {
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

pub(crate) async fn selection(server: &TestServer, count: usize, policy: Option<PolicyId>) -> Fields {
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
pub(crate) async fn with_groups(server: &TestServer) {
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
