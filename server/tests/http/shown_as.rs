//! What pages show as PowerShell and as REST is the change that they ask about: the form, the cmdlets and the requests
//! are each run on a server of their own, and all three find the same.

use crate::contoso::{EXPECTED, contoso, person, policy};
use crate::support::{Answer, Api, Client, Page, TestServer, run};
use forecourt_model::PersonId;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_model::settings::SettingKey;
use forecourt_service::group::{self, GroupInput};
use forecourt_service::hygiene::{Finding, FindingKind, Fix, Place, Repair, findings};
use forecourt_service::import::{Sources, apply};
use forecourt_service::operation::{Runner, Step};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

const SETTINGS: &str = "/external-access/organization-settings";

/// A server with the sample directory, three groups, and one administrator at a browser and with a token.
struct Door {
    server: TestServer,
    client: Client,
    api: Api,
    /// Two people on Global, and two with a direct assignment.
    people: [PersonId; 4],
    /// Alpha has a policy, so has Beta; Gamma has none.
    groups: [String; 3],
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
    async fn open() -> Self {
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
    async fn work(&self) {
        let runner = Runner::new(self.server.services());
        while runner.step(self.server.services()).await.unwrap() != Step::Idle {}
    }

    /// Everything that counts, without the numbers of changes.
    async fn state(&self) -> Value {
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
async fn confirm(client: &Client, page: &Page) {
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

async fn by_rest(door: &Door, text: &str) {
    for answer in run(&door.api, text).await {
        assert_eq!(answer.status, 200, "{text}\n{}", answer.body);
        assert_eq!(answer.json()["changed"], true, "{text}\n{}", answer.body);
    }
    door.work().await;
}

async fn by_powershell(door: &Door, text: &str) {
    let page = door.client.post("/console", &[("script", text)]).await;
    assert_eq!(page.status, 200, "{text}\n{:?}", page.messages());
    door.work().await;
}

/// The three ways of one administrator, each on a server of its own.
struct Ways([Door; 3]);

impl Ways {
    async fn open() -> Self {
        Self([Door::open().await, Door::open().await, Door::open().await])
    }

    /// Posts a form that asks, answers the question with the form, with what it shows as REST, and with what it shows
    /// as PowerShell when `has_cmdlets`; the three agree and something has changed.
    async fn agree(&self, path: &str, fields: &[(&str, &str)], has_cmdlets: bool) {
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
}

impl Ways {
    /// The same request on all three.
    async fn prepare(&self, method: &str, path: &str, body: Option<Value>) {
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
async fn ask(door: &Door, path: &str, fields: &[(&str, &str)]) -> Page {
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

#[tokio::test]
async fn settings_and_policies() {
    let ways = Ways::open().await;
    let switches = [
        ("AllowTeamsConsumerInbound", "off"),
        ("AllowTeamsSms", "off"),
        ("Reason", "It's “why”, $x"),
    ];
    ways.agree(SETTINGS, &[switches[0], switches[2]], true).await;
    let lists = [
        ("AllowTeamsConsumer", "off"),
        ("DomainMode", "block_specific"),
        ("BlockedDomains", "one.example\nb\u{fc}cher.example"),
    ];
    ways.agree(SETTINGS, &lists, true).await;
    ways.agree(
        SETTINGS,
        &[("AllowTeamsConsumer", "on"), ("AllowTeamsConsumerInbound", "on")],
        true,
    )
    .await;
    let global = "/external-access/policies/Global";
    let off = [
        ("EnableTeamsConsumerInbound.shown", "1"),
        ("FederatedBilateralChats", "on"),
    ];
    ways.agree(global, &off, true).await;
    let list = "/external-access/policies";
    ways.agree(list, &[("do", "reset"), ("policy", "Global")], true)
        .await;
    let new = json!({ "name": "O'Neil (all)", "enable_teams_consumer_inbound": false });
    ways.prepare("POST", "/api/v1/policies", Some(new)).await;
    let seen = i64::MAX.to_string();
    let delete = [
        ("do", "delete"),
        ("policy", "O'Neil (all)"),
        ("seen", seen.as_str()),
    ];
    ways.agree(list, &delete, true).await;
}

#[tokio::test]
async fn a_new_policy() {
    let ways = Ways::open().await;
    let [form, rest, cmdlets] = &ways.0;
    let path = "/external-access/new-policy";
    let fields = [
        ("name", "O'Neil (all) $x"),
        ("Description", "It's “new”"),
        ("EnableTeamsConsumerAccess.shown", "1"),
        ("EnableTeamsConsumerAccess", "on"),
        ("EnableTeamsConsumerInbound.shown", "1"),
        ("CommunicationWithExternalOrgs", "BlockSpecificExternalDomains"),
        ("BlockedExternalDomains", "one.example\nb\u{fc}cher.example"),
    ];
    let asking: Vec<_> = fields.into_iter().chain([("do", "show")]).collect();
    let before = form.state().await;
    assert_eq!(form.client.post(path, &fields).await.status, 303);
    let after = form.state().await;
    assert_ne!(before, after);
    for door in [rest, cmdlets] {
        let shown = door.client.post(path, &asking).await;
        assert_eq!(shown.status, 200, "{:?}", shown.messages());
        assert_eq!(door.state().await, before, "nothing is added yet");
        assert_eq!(shown.value("name").as_deref(), Some("O'Neil (all) $x"));
        assert!(
            shown.has("main details[open] figure.fc-codeblock"),
            "open at once"
        );
        if std::ptr::eq(door, rest) {
            by_rest(door, &shown.shown_as("REST", "main").concat()).await;
        } else {
            by_powershell(door, &shown.shown_as("PowerShell", "main").concat()).await;
        }
        assert_eq!(door.state().await, after);
    }
    // What could not be added is not shown either.
    for (name, sentence) in [("", "name"), ("o'neil (ALL) $x", "already")] {
        let asking = [("name", name), ("do", "show")];
        let refused = form.client.post(path, &asking).await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(
            refused.field_error("name").contains(sentence),
            "{}",
            refused.field_error("name")
        );
    }
    // A copy has a name, so it is shown at once.
    let copy = form
        .client
        .get(&format!("{path}?from=O%27Neil%20%28all%29%20%24x"))
        .await;
    by_rest(form, &copy.shown_as("REST", "main").concat()).await;
    let copied = form
        .api
        .get("/api/v1/policies/O%27Neil%20(all)%20%24x%20copy")
        .await
        .json();
    assert_eq!(copied["blocked_external_domains"][0], "one.example", "{copied}");
    let empty = form.client.get(path).await;
    assert_eq!(empty.shown_as("REST", "main"), [""; 0]);
}

impl Ways {
    /// Puts one finding right on the page, with what the page shows as REST, and with what it shows as PowerShell.
    async fn put_right(&self, finding: &Finding) {
        let [form, rest, cmdlets] = &self.0;
        let path = format!("/review/fix?what={}", finding.fix.code());
        let press = async |door: &Door| {
            let expected = door.client.get(&path).await.value("expected").unwrap();
            let fields = [("expected", expected.as_str()), ("acknowledge", "on")];
            let done = door.client.post(&path, &fields).await;
            assert_eq!(done.status, 303, "{finding:?}: {:?}", done.messages());
        };
        let before = form.state().await;
        press(form).await;
        let after = form.state().await;
        assert_ne!(before, after, "{finding:?}");
        let shown = rest.client.get(&path).await.shown_as("REST", "main").concat();
        by_rest(rest, &shown).await;
        assert_eq!(rest.state().await, after, "{finding:?}\n{shown}");
        let shown = cmdlets
            .client
            .get(&path)
            .await
            .shown_as("PowerShell", "main")
            .concat();
        // No cmdlet sees a list of the organization that is stored and not in use.
        if shown.is_empty() {
            let is_stored_list = match finding.fix {
                Fix::Edit(Place::Organization, Repair::Clear(key)) => key == SettingKey::AllowedDomains,
                Fix::Edit(Place::Organization, repair) => repair == Repair::OneList,
                _ => false,
            };
            assert!(is_stored_list, "{finding:?}");
            press(cmdlets).await;
        } else {
            by_powershell(cmdlets, &shown).await;
        }
        assert_eq!(cmdlets.state().await, after, "{finding:?}\n{shown}");
    }
}

impl Ways {
    /// Puts right what there is, and notes what it was.
    async fn put_all_right(&self, kinds: &mut BTreeSet<FindingKind>) {
        let (server, mut seen) = (&self.0[0].server, Vec::new());
        loop {
            let found = findings(server.services(), &server.context()).await.unwrap();
            // The least pressing first: what repeats a list is found only while the list is as it is.
            let Some(next) = found.list.iter().rev().find(|next| !seen.contains(&next.fix)) else {
                break;
            };
            seen.push(next.fix);
            kinds.insert(next.kind);
            self.put_right(next).await;
        }
    }
}

#[tokio::test]
async fn fixes_of_review() {
    let ways = Ways::open().await;
    let [plain, member, direct, last] = ways.0[0].people;
    let gamma = ways.0[0].groups[2].clone();
    let own = json!({
        "name": "Own list",
        "communication_with_external_orgs": "BlockSpecificExternalDomains",
        "blocked_external_domains": ["evil.example", "mail.evil.example"],
        "federated_bilateral_chats": true,
    });
    let idle = json!({ "name": "It's idle", "enable_outside_access": false });
    let twin =
        json!({ "name": "Twin", "enable_teams_consumer_inbound": false, "enable_federation_access": false });
    let double = json!({ "name": "Double", "enable_teams_consumer_inbound": false, "enable_federation_access": false });
    for policy in [own, idle, twin, double] {
        ways.prepare("POST", "/api/v1/policies", Some(policy)).await;
    }
    for (person, policy) in [
        (plain, "Own list"),
        (member, "FederationAndPICDefault"),
        (direct, "Outbound only"),
        (last, "Twin"),
    ] {
        let path = format!("/api/v1/users/{person}/assignment");
        ways.prepare("PUT", &path, Some(json!({ "policy": policy })))
            .await;
    }
    // Alpha's people have more than Beta's policy, so it reaches nobody; Gamma's gives the double to nobody.
    let gone = json!({ "people": [member.0, direct.0, last.0] });
    ways.prepare(
        "POST",
        &format!("/api/v1/groups/{gamma}/members/remove"),
        Some(gone),
    )
    .await;
    let double = json!({ "policy": "Double" });
    ways.prepare("PUT", &format!("/api/v1/groups/{gamma}/policy"), Some(double))
        .await;
    let stored = json!({
        "allow_teams_consumer": false,
        "allow_teams_consumer_inbound": true,
        "domain_mode": "block_specific",
        "allowed_domains": ["good.example"],
        "blocked_domains": ["evil.example", "mail.evil.example"],
        "block_all_subdomains": true,
    });
    ways.prepare("PATCH", "/api/v1/settings", Some(stored)).await;
    let closed = json!({ "enable_teams_consumer_inbound": false });
    ways.prepare("PATCH", "/api/v1/policies/Global", Some(closed))
        .await;
    let mut kinds = BTreeSet::new();
    ways.put_all_right(&mut kinds).await;
    for door in &ways.0 {
        contradict(&door.server).await;
    }
    // What was stored beside the servers counts for them once a policy comes.
    let unrelated = json!({ "name": "Unrelated", "enable_outside_access": false });
    ways.prepare("POST", "/api/v1/policies", Some(unrelated)).await;
    let server = &ways.0[0].server;
    let found = findings(server.services(), &server.context()).await.unwrap();
    let mut contradictions = found.list.iter();
    let contradiction = contradictions.find(|next| next.kind == FindingKind::DomainInBothLists);
    ways.put_right(contradiction.unwrap()).await;
    kinds.insert(FindingKind::DomainInBothLists);
    assert_eq!(kinds, FindingKind::ALL.into_iter().collect());
}

#[tokio::test]
async fn fixes_for_more_people_than_a_command_names() {
    let doors = [Door::open().await, Door::open().await];
    let mut list =
        String::from("UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy\n");
    let stranger = |number: u128| PersonId(Uuid::from_u128(0x5000 + number));
    for number in 0..2_004_u128 {
        let (policy, enabled) = match number / 501 {
            0 => ("Double", "True"),
            1 => ("Twin", "False"),
            2 => ("FederationAndPICDefault", "True"),
            _ => ("Twin", "True"),
        };
        let id = stranger(number);
        list.push_str(&format!(
            "n{number}@contoso.example,\"N, {number}\",{id},{enabled},{policy}\n"
        ));
    }
    for door in &doors {
        let twins = ["Twin", "Double"].map(
            |name| json!({ "name": name, "federated_bilateral_chats": true, "enable_xmpp_access": true }),
        );
        for twin in twins {
            let added = door.api.send("POST", "/api/v1/policies", &[], Some(twin)).await;
            assert_eq!(added.status, 200, "{}", added.body);
        }
        let sources = Sources {
            users: Some(list.clone()),
            ..Sources::default()
        };
        let (services, context) = (door.server.services(), door.server.context());
        apply(services, &context, &sources, None, &|_, _| ())
            .await
            .unwrap();
        let masked: Vec<_> = (1_002..1_503).map(stranger).collect();
        let group = door.groups[0].parse().unwrap();
        group::add_members(services, &context, group, &masked, None)
            .await
            .unwrap();
    }
    let [form, rest] = &doors;
    let double = policy(&form.server, "Double");
    let twin = policy(&form.server, "Twin");
    let stock = policy(&form.server, "FederationAndPICDefault");
    for fix in [Fix::Merge(double, twin), Fix::RemoveOfDisabled] {
        let path = format!("/review/fix?what={}", fix.code());
        let expected = form.client.get(&path).await.value("expected").unwrap();
        let shown = rest.client.get(&path).await.shown_as("REST", "main").concat();
        assert!(shown.contains("\"filter\""), "{shown}");
        let fields = [("expected", expected.as_str()), ("acknowledge", "on")];
        assert_eq!(form.client.post(&path, &fields).await.status, 303, "{fix:?}");
        by_rest(rest, &shown).await;
        assert_eq!(rest.state().await, form.state().await, "{fix:?}");
    }
    // Whom no filter finds is named by the file.
    let masking = Fix::RemoveMasking(stock);
    let page = form
        .client
        .get(&format!("/review/fix?what={}", masking.code()))
        .await;
    let shown = page.shown_as("REST", "main").concat();
    assert!(
        shown.starts_with("# 5") && shown.contains("too many to name them here"),
        "{shown}"
    );
    assert!(
        shown.contains("(?<id>[0-9a-f-]{36}),(True|False),\").id]}}' people.csv"),
        "{shown}"
    );
    let file = form
        .client
        .get(&format!("/review/people.csv?what={}", masking.code()))
        .await;
    for number in 1_002..1_503 {
        assert!(
            file.body.contains(&format!(",{},True,", stranger(number))),
            "{number}"
        );
    }
    let shown = page.shown_as("PowerShell", "main").concat();
    assert!(
        shown.contains("forecourt assign --remove --users people.csv"),
        "{shown}"
    );
}

/// Stores lists that contradict each other, as no form takes them.
async fn contradict(server: &TestServer) {
    let services = server.services();
    let (mut settings, revision) = {
        let snapshot = services.snapshot().unwrap();
        (snapshot.settings.clone(), snapshot.settings_revision)
    };
    settings.domains.allowed = settings.domains.blocked.clone();
    let mut transaction = services.database().begin().await.unwrap();
    let (tenant, now) = (services.tenant(), server.context().now);
    forecourt_store::settings::save(&mut transaction.connection(), tenant, &settings, revision, now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn the_dates_of_the_rollout() {
    let ways = Ways::open().await;
    let [form, rest, _] = &ways.0;
    let path = "/message-center/MC296208";
    let fields = [
        ("window_start", "2022-01-03"),
        ("window_end", "2022-01-14"),
        ("activation", "2022-01-10T07:00"),
        ("reason", "It's “late”, $x"),
    ];
    let ask = async |door: &Door| {
        let page = door.client.get(path).await;
        let revision = page
            .attribute("form[action$='/dates'] input[name=revision]", "value")
            .unwrap();
        let fields: Vec<_> = fields
            .into_iter()
            .chain([("revision", revision.as_str())])
            .collect();
        door.client.post(&format!("{path}/dates"), &fields).await
    };
    confirm(&form.client, &ask(form).await).await;
    by_rest(rest, &ask(rest).await.shown_as("REST", "dialog").concat()).await;
    let dates = async |door: &Door| {
        let rollout = door.api.get("/api/v1/rollout").await.json();
        ["window_start", "window_end", "activation", "can_start"].map(|name| rollout[name].clone())
    };
    assert_eq!(dates(form).await[..2], [json!("2022-01-03"), json!("2022-01-14")]);
    assert_eq!(dates(form).await, dates(rest).await);
    for door in [form, rest] {
        let history = door.client.get(path).await.text(".fc-panel .fc-history");
        assert!(history.contains("It's “late”, $x"), "{history}");
    }
    // Beside the form stands what is stored; what cannot be taken is not shown.
    let shown = rest
        .client
        .get(path)
        .await
        .shown_as("REST", "form[action$='/dates']")
        .concat();
    let [answer] = &run(&rest.api, &shown).await[..] else {
        panic!("one request: {shown}");
    };
    assert_eq!(
        (answer.status, &answer.json()["changed"]),
        (200, &json!(false)),
        "{shown}"
    );
    let wrong = [("window_start", "2022-01-14"), ("window_end", "2022-01-03")];
    let refused = rest.client.post(&format!("{path}/dates"), &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.shown_as("REST", "main"), [""; 0]);
}

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

#[tokio::test]
async fn what_pages_show_of_what_is_stored_changes_nothing() {
    let door = Door::open().await;
    let before = door.state().await;
    let pages = [
        SETTINGS.to_owned(),
        "/external-access/policies/Outbound%20only".to_owned(),
        "/external-access/policies/Global".to_owned(),
        format!("/users/{}", door.people[2]),
        format!("/users/{}", door.people[0]),
        format!("/groups/{}", door.groups[1]),
    ];
    let mut number = 0;
    for path in pages {
        let page = door.client.get(&path).await;
        assert!(!page.shown_as("REST", "main").is_empty(), "{path}");
        for text in page.shown_as("REST", "main") {
            number += 1;
            for answer in run(&door.api, &text).await {
                assert_eq!(answer.status, 200, "{text}\n{}", answer.body);
                assert_eq!(answer.json()["changed"], false, "{text}\n{}", answer.body);
            }
        }
        for text in page.shown_as("PowerShell", "main") {
            let done = door.client.post("/console", &[("script", text.as_str())]).await;
            let said = done.messages().join(" ");
            assert!(done.status == 200 || said.contains("already"), "{text}\n{said}");
        }
        assert_eq!(door.state().await, before, "{path}");
    }
    assert!(number > 30, "{number}");
}

#[tokio::test]
async fn the_answer_to_the_rollout() {
    let ways = Ways::open().await;
    let [form, rest, _] = &ways.0;
    for door in [form, rest] {
        let on = json!({ "allow_teams_consumer": true, "allow_teams_consumer_inbound": true });
        door.api
            .send("PATCH", "/api/v1/settings", &[("if-match", "*")], Some(on))
            .await;
    }
    let ask = async |door: &Door| {
        let page = door.client.get("/message-center/MC296208").await;
        let revision = page
            .attribute("form[action$='/answer'] input[name=revision]", "value")
            .unwrap();
        let fields = [
            ("answer", "only_our_people_start"),
            ("revision", revision.as_str()),
        ];
        door.client.post("/message-center/MC296208/answer", &fields).await
    };
    confirm(&form.client, &ask(form).await).await;
    by_rest(rest, &ask(rest).await.shown_as("REST", "dialog").concat()).await;
    let answered = |value: Value| (value["answer"].clone(), value["can_be_contacted"].clone());
    let (one, other) = (
        form.api.get("/api/v1/rollout").await,
        rest.api.get("/api/v1/rollout").await,
    );
    assert_eq!(answered(one.json()), answered(other.json()));
    assert_eq!(one.json()["answer"], "only_our_people_start");
    assert_eq!(form.state().await, rest.state().await);
}
