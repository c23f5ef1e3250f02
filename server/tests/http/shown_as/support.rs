//! Three ways to one change: a form, what it shows as REST, and what it shows as PowerShell, each on a server of its own.

use crate::contoso::{EXPECTED, contoso, person, policy};
use crate::support::{Answer, Api, Client, Page, TestServer, run};
use forecourt_model::PersonId;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_service::group::{self, GroupInput};
use forecourt_service::operation::{Runner, Step};
use serde_json::{Value, json};

pub(crate) const SETTINGS: &str = "/external-access/organization-settings";

/// A server with the sample directory, three groups, and one administrator at a browser and with a token.
pub(crate) struct Door {
    pub(crate) server: TestServer,
    pub(crate) client: Client,
    pub(crate) api: Api,
    /// Two people on Global, and two with a direct assignment.
    pub(crate) people: [PersonId; 4],
    /// Alpha has a policy, so has Beta; Gamma has none.
    pub(crate) groups: [String; 3],
}

/// The first two people whose policy is from `source` and who may start chats.
async fn two(server: &TestServer, source: &str) -> Vec<PersonId> {
    let mut reader = csv::Reader::from_reader(EXPECTED.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (who, from, chat) = (
        at("UserPrincipalName"),
        at("Source"),
        at("CanStartWithPersonalAccounts"),
    );
    let rows = reader.records().map(Result::unwrap);
    let fitting =
        rows.filter(|row| row[from].eq_ignore_ascii_case(source) && row[chat].eq_ignore_ascii_case("true"));
    let mut people = Vec::new();
    for row in fitting.take(2) {
        people.push(person(server, &row[who]).await);
    }
    people
}

impl Door {
    pub(crate) async fn open() -> Self {
        let server = contoso().await;
        let (services, context) = (server.services(), server.context());
        let (plain, direct) = (two(&server, "global").await, two(&server, "direct").await);
        let people = [plain[0], plain[1], direct[0], direct[1]];
        let mut groups = Vec::new();
        for name in ["Alpha", "Beta", "Gamma"] {
            let input = GroupInput {
                display_name: name.to_owned(),
                mail: String::new(),
            };
            let id = group::add(services, &context, &input).await.unwrap().id;
            group::add_members(services, &context, id, &people[1..], None)
                .await
                .unwrap();
            groups.push(id);
        }
        for (group, name) in groups.iter().zip(["Outbound only", "NoPersonalChat"]) {
            let expected = services.snapshot().unwrap().ranking_revision;
            let wanted = (*group, policy(&server, name), None);
            group::assign(services, &context, wanted, expected, None)
                .await
                .unwrap();
        }
        let (email, role) = ("ada@contoso.example.com", Role::GlobalAdministrator);
        let ada = server.add_administrator("Ada", email, role).await;
        let api = server.api_of(&ada, Scopes::new(Scope::ALL.iter().copied())).await;
        Self {
            client: server.sign_in_as(email).await,
            api,
            server,
            people,
            groups: [groups[0], groups[1], groups[2]].map(|group| group.to_string()),
        }
    }

    /// Lets what was started come to its end.
    pub(crate) async fn work(&self) {
        let runner = Runner::new(self.server.services());
        while runner.step(self.server.services()).await.unwrap() != Step::Idle {}
    }

    /// Everything that counts, without the numbers of changes.
    pub(crate) async fn state(&self) -> Value {
        let get = async |path: &str| {
            let answer = self.api.get(path).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            answer
        };
        let mut all = json!({
            "settings": get("/api/v1/settings").await.json(),
            "policies": get("/api/v1/policies").await.json(),
            "groups": get("/api/v1/groups").await.json(),
            "users": lines(&get("/api/v1/exports/users").await),
        });
        let mut members = Vec::new();
        for group in &self.groups {
            let answer = self.api.get(&format!("/api/v1/groups/{group}/members")).await;
            members.push(if answer.status == 404 {
                Value::Null
            } else {
                answer.json()
            });
        }
        all["members"] = Value::Array(members);
        // Which number a new policy gets is no part of what it says.
        let policies = all["policies"]["items"].as_array_mut().unwrap();
        for policy in policies {
            policy.as_object_mut().unwrap().remove("id");
        }
        forget(&mut all);
        all
    }
}

fn lines(answer: &Answer) -> Vec<Value> {
    let lines = answer.body.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("revision");
            fields.values_mut().for_each(forget);
        }
        Value::Array(items) => items.iter_mut().for_each(forget),
        _ => {}
    }
}

/// Answers the question on `page` as its button does.
pub(crate) async fn confirm(client: &Client, page: &Page) {
    let document = page.html();
    let fields = scraper::Selector::parse("dialog form input, dialog form button[name]").unwrap();
    let mut sent = Vec::new();
    for element in document.select(&fields) {
        let attribute = |name| element.attr(name).map(str::to_owned);
        if let Some(name) = attribute("name") {
            let value = attribute("value").unwrap_or_else(|| "on".to_owned());
            sent.push((name, value));
        }
    }
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let action = page.attribute("dialog form", "action").unwrap();
    let answer = client.post(&action, &sent).await;
    assert_eq!(answer.status, 303, "{action} {sent:?}: {:?}", answer.messages());
}

pub(crate) async fn by_rest(door: &Door, text: &str) {
    for answer in run(&door.api, text).await {
        assert_eq!(answer.status, 200, "{text}\n{}", answer.body);
        assert_eq!(answer.json()["changed"], true, "{text}\n{}", answer.body);
    }
    door.work().await;
}

pub(crate) async fn by_powershell(door: &Door, text: &str) {
    let page = door.client.post("/console", &[("script", text)]).await;
    assert_eq!(page.status, 200, "{text}\n{:?}", page.messages());
    door.work().await;
}

/// The three ways of one administrator, each on a server of its own.
pub(crate) struct Ways(pub(crate) [Door; 3]);

impl Ways {
    pub(crate) async fn open() -> Self {
        Self([Door::open().await, Door::open().await, Door::open().await])
    }

    /// Posts a form that asks, answers the question with the form, with what it shows as REST, and with what it shows
    /// as PowerShell when `has_cmdlets`; the three agree and something has changed.
    pub(crate) async fn agree(&self, path: &str, fields: &[(&str, &str)], has_cmdlets: bool) {
        let [form, rest, cmdlets] = &self.0;
        let before = form.state().await;
        let (asked, shown) = (ask(form, path, fields).await, ask(rest, path, fields).await);
        confirm(&form.client, &asked).await;
        by_rest(rest, &shown.shown_as("REST", "dialog").concat()).await;
        let after = form.state().await;
        assert_ne!(before, after, "{path}");
        assert_eq!(rest.state().await, after, "{path} {fields:?}");
        let asked = ask(cmdlets, path, fields).await;
        let script = asked.shown_as("PowerShell", "dialog").concat();
        if has_cmdlets {
            by_powershell(cmdlets, &script).await;
            assert_eq!(cmdlets.state().await, after, "{script}");
        } else {
            assert_eq!(script, "", "{path}");
            confirm(&cmdlets.client, &asked).await;
        }
    }

    /// The same request on all three.
    pub(crate) async fn prepare(&self, method: &str, path: &str, body: Option<Value>) {
        for door in &self.0 {
            let done = door
                .api
                .send(method, path, &[("if-match", "*")], body.clone())
                .await;
            assert_eq!(done.status, 200, "{}", done.body);
        }
    }
}

/// The question that a form is answered with, sent from what is stored now.
pub(crate) async fn ask(door: &Door, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = door.client.get(path).await;
    let (mut sent, mut found) = (fields.to_vec(), Vec::new());
    for name in ["revision", "ranking"] {
        let field = format!("input[name='{name}']");
        let here = format!("form[action='{path}'] {field}, form[action^='{path}?'] {field}");
        let value = page.attribute(&here, "value");
        found.push((name, value));
    }
    for (name, value) in &found {
        if let Some(value) = value
            && fields.iter().all(|(sent, _)| sent != name)
        {
            sent.push((name, value));
        }
    }
    let asked = door.client.post(path, &sent).await;
    assert!(
        asked.has("dialog"),
        "{path} {sent:?}: {} {:?}",
        asked.status,
        asked.messages()
    );
    asked
}
