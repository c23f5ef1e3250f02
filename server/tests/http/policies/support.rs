//! Policies, people who have them, and the form of a policy.

use crate::support::{Client, Page, TestServer};
use forecourt_model::access::SourceKind;
use forecourt_model::policy::PolicySettings;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_store::person::{self, Person};

pub(crate) const LIST: &str = "/external-access/policies";
pub(crate) const NEW: &str = "/external-access/new-policy";
pub(crate) const SALES: &str = "/external-access/policies/Sales";
pub(crate) const GLOBAL: &str = "/external-access/policies/Global";

/// What a browser sends for a switch that was shown: with `on`, ticked.
pub(crate) fn shown(name: &str, on: bool) -> Vec<(String, String)> {
    let mut fields = vec![(format!("{name}.shown"), "1".to_owned())];
    fields.extend(on.then(|| (name.to_owned(), "on".to_owned())));
    fields
}

pub(crate) async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.post(path, &fields).await
}

/// What could not be done, as the page says it.
pub(crate) fn alert(page: &Page) -> String {
    page.text(".fc-messagebar[role=alert]")
}

/// Saves the form of the page at `path` with `changes`, from the revision that the page names.
pub(crate) async fn save(client: &Client, path: &str, changes: Vec<(String, String)>) -> Page {
    let page = client.get(path).await;
    let mut fields = vec![("revision".to_owned(), page.value("revision").unwrap())];
    fields.extend(changes);
    post(client, path, &fields).await
}

/// Puts people into the directory, the first `direct` of them with `policy`.
pub(crate) async fn add_people(server: &TestServer, names: &[&str], policy: PolicyId) {
    let (services, context) = (server.services(), server.context());
    let mut transaction = services.database().begin().await.unwrap();
    let mut connection = transaction.connection();
    for (number, name) in names.iter().enumerate() {
        let id = PersonId(services.random().identifier(context.now));
        let person = Person {
            id,
            user_principal_name: format!("{}{number}.{policy}@aldergrove.example", name.to_lowercase()),
            display_name: (*name).to_owned(),
            sip_address: None,
            mail: None,
            department: None,
            account_enabled: true,
            direct_policy: None,
            effective_policy: PolicyId::GLOBAL,
            effective_source: SourceKind::Global,
            effective_group: None,
            revision: Revision(1),
        };
        person::upsert(&mut connection, context.tenant, &person, context.now)
            .await
            .unwrap();
        if policy != PolicyId::GLOBAL {
            forecourt_store::assignment::set_direct(
                &mut connection,
                context.tenant,
                &[id],
                Some(policy),
                Revision(1),
            )
            .await
            .unwrap();
        }
    }
    transaction.commit().await.unwrap();
    // The people came behind the back of the use cases; a change makes the snapshot read them.
    let name = format!("Counted {}", services.snapshot().unwrap().revision());
    add_policy(server, &name, PolicySettings::default()).await;
}

pub(crate) async fn add_policy(server: &TestServer, name: &str, settings: PolicySettings) -> PolicyId {
    let new = NewPolicy {
        name: name.to_owned(),
        settings,
    };
    let saved = policy::add(server.services(), &server.context(), new, None, None).await;
    saved.unwrap().policy.id
}

pub(crate) fn stored(server: &TestServer, name: &str) -> PolicySettings {
    let snapshot = server.services().snapshot().unwrap();
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name);
    found.unwrap().settings.clone()
}

/// The hidden fields of the dialog, as a browser sends them.
pub(crate) fn dialog_fields(page: &Page) -> Vec<(String, String)> {
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
