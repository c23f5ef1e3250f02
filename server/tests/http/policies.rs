//! The pages of policies, without script: every step is a page and a form.

use crate::support::{Client, Page, TestServer};
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, PolicySettings};
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_store::person::{self, Person};

const LIST: &str = "/external-access/policies";
const NEW: &str = "/external-access/new-policy";
const SALES: &str = "/external-access/policies/Sales";
const GLOBAL: &str = "/external-access/policies/Global";

/// What a browser sends for a switch that was shown: with `on`, ticked.
fn shown(name: &str, on: bool) -> Vec<(String, String)> {
    let mut fields = vec![(format!("{name}.shown"), "1".to_owned())];
    fields.extend(on.then(|| (name.to_owned(), "on".to_owned())));
    fields
}

async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.post(path, &fields).await
}

/// What could not be done, as the page says it.
fn alert(page: &Page) -> String {
    page.text(".fc-messagebar[role=alert]")
}

/// Saves the form of the page at `path` with `changes`, from the revision that the page names.
async fn save(client: &Client, path: &str, changes: Vec<(String, String)>) -> Page {
    let page = client.get(path).await;
    let mut fields = vec![("revision".to_owned(), page.value("revision").unwrap())];
    fields.extend(changes);
    post(client, path, &fields).await
}

/// Puts people into the directory, the first `direct` of them with `policy`.
async fn add_people(server: &TestServer, names: &[&str], policy: PolicyId) {
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

async fn add_policy(server: &TestServer, name: &str, settings: PolicySettings) -> PolicyId {
    let new = NewPolicy {
        name: name.to_owned(),
        settings,
    };
    let saved = policy::add(server.services(), &server.context(), new, None, None).await;
    saved.unwrap().policy.id
}

fn stored(server: &TestServer, name: &str) -> PolicySettings {
    let snapshot = server.services().snapshot().unwrap();
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name);
    found.unwrap().settings.clone()
}

#[tokio::test]
async fn a_policy_is_added_without_script_and_stands_in_the_list() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get(NEW).await;
    assert_eq!((page.status, page.title().as_str()), (200, "Add policy"));
    let mut fields = vec![("name".to_owned(), "No personal accounts".to_owned())];
    fields.extend(shown("EnableTeamsConsumerAccess", false));
    fields.push(("EnableTeamsConsumerInbound.kept".to_owned(), "on".to_owned()));
    fields.push(("Description".to_owned(), "Contracts & payments".to_owned()));
    let answer = post(&client, NEW, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = client.follow(answer).await;
    assert!(
        page.toast()
            .contains("No personal accounts added. Nobody has it yet."),
        "{}",
        page.toast()
    );
    assert!(!page.has("input[name=EnableTeamsConsumerAccess][checked]"));
    assert!(page.has("input[name=EnableTeamsConsumerInbound][checked][disabled]"));
    assert!(
        page.text("#inbound-reason").contains("Stored value: On"),
        "{}",
        page.text("#inbound-reason")
    );
    let settings = stored(&server, "No personal accounts");
    assert!(!settings.enable_teams_consumer_access && settings.enable_teams_consumer_inbound);
    let list = client.get(LIST).await;
    let rows = list.texts("tbody tr");
    assert!(rows[0].starts_with("Global (Org-wide default)"), "{rows:?}");
    let row = rows
        .iter()
        .find(|row| row.contains("No personal accounts"))
        .unwrap();
    assert!(
        row.contains("Contracts & payments") && row.contains("Off Stored: On"),
        "{row}"
    );
    let found = client.get(&format!("{LIST}?q=PAYMENTS")).await;
    assert_eq!(found.texts("tbody tr").len(), 1);
    let none = client.get(&format!("{LIST}?q=nothing")).await;
    assert!(
        none.text(".fc-empty__text").contains("“nothing”"),
        "{}",
        none.body
    );
}

#[tokio::test]
async fn names_that_cannot_be_taken_keep_what_was_typed() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let revision = server.services().snapshot().unwrap().revision();
    let long = "x".repeat(65);
    for (name, part) in [
        ("sALES", "“Sales” exists already, and capitals make no difference"),
        ("", "Give the policy a name"),
        (long.as_str(), "has 65 characters. At most 64 fit"),
        ("global", "there is only one"),
    ] {
        let mut fields = vec![
            ("name".to_owned(), name.to_owned()),
            ("Description".to_owned(), "kept <b>".to_owned()),
        ];
        fields.extend(shown("EnableTeamsConsumerAccess", false));
        let answer = post(&client, NEW, &fields).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(
            answer.field_error("name").contains(part),
            "{}",
            answer.field_error("name")
        );
        assert_eq!(answer.attribute("#name", "value").unwrap_or_default(), name);
        assert_eq!(answer.text("#Description"), "kept <b>");
        assert!(!answer.has("input[name=EnableTeamsConsumerAccess][checked]"));
    }
    assert_eq!(server.services().snapshot().unwrap().revision(), revision);
}

#[tokio::test]
async fn a_copy_begins_as_the_original_under_a_free_name() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let quiet = PolicySettings {
        enable_teams_consumer_inbound: false,
        federated_bilateral_chats: true,
        ..PolicySettings::default()
    };
    add_policy(&server, "Sales", quiet.clone()).await;
    add_policy(&server, "sales COPY", quiet.clone()).await;
    let answer = client
        .post(LIST, &[("do", "duplicate"), ("policy", "Sales"), ("seen", "9")])
        .await;
    let page = client.follow(answer).await;
    assert_eq!(page.title(), "Duplicate policy");
    assert_eq!(page.value("name").unwrap(), "Sales copy 2");
    assert!(page.has("input[name=FederatedBilateralChats][checked]"));
    assert!(!page.has("input[name=EnableTeamsConsumerInbound][checked]"));
    // A browser sends exactly what the page holds.
    let mut fields = vec![("name".to_owned(), "Field".to_owned())];
    for key in forecourt_model::policy::POLICY_SWITCHES {
        let on = page.has(&format!("input[name={key}][checked]"));
        fields.extend(shown(key.name(), on));
    }
    let answer = post(&client, NEW, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(stored(&server, "Field"), quiet);
    let missing = client.get(&format!("{NEW}?from=Nobody")).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn a_gain_that_reaches_many_and_any_loss_are_asked_for_first() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let outbound = PolicySettings {
        enable_teams_consumer_inbound: false,
        ..PolicySettings::default()
    };
    let sales = add_policy(&server, "Sales", outbound).await;
    add_people(&server, &["Ada", "Ben"], sales).await;
    add_people(&server, &["Cy"], PolicyId::GLOBAL).await;
    let mut gain = shown("EnableTeamsConsumerAccess", true);
    gain.extend(shown("EnableTeamsConsumerInbound", true));
    let asked = save(&client, SALES, gain).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(!asked.has("dialog .fc-button--danger"), "nobody loses anything");
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let answer = post(&client, SALES, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(stored(&server, "Sales").enable_teams_consumer_inbound);

    let loss = shown("EnableTeamsConsumerAccess", false);
    let asked = save(&client, SALES, loss).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert_eq!(
        asked.text("dialog h2"),
        "Turn off chat with personal accounts for 2 people?"
    );
    assert!(
        asked
            .text("dialog")
            .contains("1 person keeps it through policies: 1 through Global.")
    );
    assert!(
        asked
            .text("dialog .fc-diff")
            .contains("EnableTeamsConsumerAccess True False")
    );
    assert!(stored(&server, "Sales").enable_teams_consumer_access);

    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields.push(("reason".to_owned(), "Audit 12".to_owned()));
    let again = post(&client, SALES, &fields).await;
    assert_eq!(again.status, 422);
    assert!(
        again.field_error("acknowledge").contains("Tick this first"),
        "{}",
        again.body
    );
    assert_eq!(again.value("reason").unwrap(), "Audit 12");

    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let done = post(&client, SALES, &fields).await;
    let page = client.follow(done).await;
    assert!(page.toast().contains("Sales saved"), "{}", page.toast());
    assert!(page.has("form[action$='/undo']"), "{}", page.body);
    assert!(
        page.text(".fc-history")
            .contains("EnableTeamsConsumerAccess True False")
    );
    assert!(page.text(".fc-history").contains("Audit 12"));
    let settings = stored(&server, "Sales");
    assert!(!settings.enable_teams_consumer_access && settings.enable_teams_consumer_inbound);
}

/// The hidden fields of the dialog, as a browser sends them.
fn dialog_fields(page: &Page) -> Vec<(String, String)> {
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

#[tokio::test]
async fn an_older_page_shows_both_sides_and_can_be_saved_again() {
    let server = TestServer::start().await;
    let (first, second) = (
        server.sign_in(Role::TeamsAdministrator).await,
        server.sign_in(Role::GlobalAdministrator).await,
    );
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let old = second.get(SALES).await.value("revision").unwrap();
    let answer = save(&first, SALES, shown("FederatedBilateralChats", true)).await;
    assert_eq!(answer.status, 303);
    let mut fields = vec![("revision".to_owned(), old)];
    fields.extend(shown("FederatedBilateralChats", false));
    fields.extend(shown("EnableAcsFederationAccess", false));
    let conflict = post(&second, SALES, &fields).await;
    assert_eq!(conflict.status, 409);
    assert!(
        alert(&conflict).contains("Teams Administrator 1 changed this policy at"),
        "{}",
        alert(&conflict)
    );
    let rows = conflict.texts(".fc-table tbody tr");
    assert_eq!(
        rows,
        [
            "EnableAcsFederationAccess True False",
            "FederatedBilateralChats True False"
        ]
    );
    assert!(!conflict.has("input[name=EnableAcsFederationAccess][checked]"));
    assert!(stored(&server, "Sales").federated_bilateral_chats);
    fields[0].1 = conflict.value("revision").unwrap();
    let answer = post(&second, SALES, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(!stored(&server, "Sales").federated_bilateral_chats);
}

#[tokio::test]
async fn a_list_of_domains_names_the_line_that_is_wrong() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let list = |text: &str| {
        vec![
            (
                "CommunicationWithExternalOrgs".to_owned(),
                "AllowSpecificExternalDomains".to_owned(),
            ),
            ("AllowedExternalDomains".to_owned(), text.to_owned()),
        ]
    };
    let answer = save(&client, SALES, list("a.example\r\nhttp://x\r\nb..example")).await;
    assert_eq!(answer.status, 422);
    let error = answer.field_error("AllowedExternalDomains");
    assert!(error.contains("Line 2: “http://x” is a web address"), "{error}");
    assert!(error.contains("Line 3: “b..example” has two dots"), "{error}");
    assert!(
        answer.body.contains("http://x\r\nb..example"),
        "what was typed is kept"
    );
    let empty = save(&client, SALES, list(" ")).await;
    assert!(
        empty
            .field_error("AllowedExternalDomains")
            .contains("Add at least one domain")
    );
    let many: Vec<_> = (0..4_001).map(|number| format!("d{number}.example")).collect();
    let many = save(&client, SALES, list(&many.join("\n"))).await;
    assert_eq!(many.status, 422);
    assert!(
        many.field_error("AllowedExternalDomains")
            .contains("at most 4000 fit"),
        "{}",
        many.field_error("AllowedExternalDomains")
    );
    let mut both = list("a.example");
    both.push(("BlockedExternalDomains".to_owned(), "A.example".to_owned()));
    let both = save(&client, SALES, both).await;
    assert!(
        both.field_error("BlockedExternalDomains")
            .contains("a.example is in both lists")
    );
    let saved = save(&client, SALES, list("bücher.example")).await;
    let page = client.follow(saved).await;
    assert_eq!(page.text("#AllowedExternalDomains"), "xn--bcher-kva.example");
    assert!(
        page.body.contains("bücher.example"),
        "people see the name as it is written"
    );
}

#[tokio::test]
async fn a_policy_in_use_is_not_deleted_and_names_who_has_it() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let sales = add_policy(&server, "Sales", PolicySettings::default()).await;
    add_policy(&server, "Unused", PolicySettings::default()).await;
    add_people(&server, &["Dee", "Ada", "Cy", "Ben"], sales).await;
    let seen = client.get(LIST).await.value("seen").unwrap();
    let refused = client
        .post(LIST, &[("do", "delete"), ("policy", "Sales"), ("seen", &seen)])
        .await;
    assert_eq!(refused.status, 409);
    let message = alert(&refused);
    assert!(
        message.contains("4 people have it (Ada, Ben, Cy and 1 more)"),
        "{message}"
    );
    assert!(refused.has("a[href='/users?policy=Sales']"));
    assert!(
        refused.has("input[name=policy][value=Sales][checked]"),
        "the row stays ticked"
    );
    let asked = client
        .post(LIST, &[("do", "delete"), ("policy", "Unused"), ("seen", &seen)])
        .await;
    assert_eq!(asked.text("dialog h2"), "Delete the policy Unused?");
    assert!(asked.text("dialog").contains("nobody gains or loses anything"));
    assert_eq!(client.get("/external-access/policies/Unused").await.status, 200);
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    let done = post(&client, LIST, &fields).await;
    let page = client.follow(done).await;
    assert!(
        page.toast().contains("Unused deleted. Nobody had it."),
        "{}",
        page.toast()
    );
    assert!(!page.has("input[value=Unused]"));
    assert_eq!(client.get("/external-access/policies/Unused").await.status, 404);
}

#[tokio::test]
async fn a_list_that_is_older_than_the_policy_does_not_delete_it() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let seen = client.get(LIST).await.value("seen").unwrap();
    save(&client, SALES, shown("FederatedBilateralChats", true)).await;
    let refused = client
        .post(LIST, &[("do", "delete"), ("policy", "Sales"), ("seen", &seen)])
        .await;
    assert_eq!(refused.status, 409);
    assert!(
        alert(&refused).contains("Teams Administrator 1 changed Sales after this list was shown"),
        "{}",
        alert(&refused)
    );
    assert!(stored(&server, "Sales").federated_bilateral_chats);
}

#[tokio::test]
async fn commands_that_cannot_be_done_answer_with_the_reason() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    for (fields, part) in [
        (vec![("do", "edit")], "Nothing is selected"),
        (
            vec![
                ("do", "duplicate"),
                ("policy", "Global"),
                ("policy", "FederationOnly"),
            ],
            "2 policies are selected",
        ),
        (
            vec![("do", "delete"), ("policy", "FederationOnly"), ("seen", "9")],
            "built in and cannot be changed or deleted",
        ),
        (
            vec![("do", "delete"), ("policy", "Global"), ("seen", "9")],
            "Global cannot be deleted",
        ),
        (
            vec![("do", "reset"), ("policy", "FederationOnly")],
            "Only Global can be reset",
        ),
        (vec![("do", "dance"), ("policy", "Global")], "Nothing was done"),
    ] {
        let answer = client.post(LIST, &fields).await;
        assert_eq!(answer.status, 409, "{fields:?}");
        assert!(alert(&answer).contains(part), "{}", alert(&answer));
    }
    let edit = client.post(LIST, &[("do", "edit"), ("policy", "Global")]).await;
    assert_eq!(edit.location().as_deref(), Some(GLOBAL));
    let assign = client
        .post(LIST, &[("do", "assign"), ("policy", "FederationOnly")])
        .await;
    assert_eq!(assign.location().as_deref(), Some("/users?assign=FederationOnly"));
}

#[tokio::test]
async fn global_is_reset_after_the_question_what_that_changes() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get(GLOBAL).await;
    assert!(page.has("select[name=CommunicationWithExternalOrgs][disabled]"));
    assert!(page.has("textarea[name=Description][disabled]"));
    let nothing = client.post(LIST, &[("do", "reset")]).await;
    let nothing = client.follow(nothing).await;
    assert!(
        nothing.toast().contains("has its defaults already"),
        "{}",
        nothing.toast()
    );
    let saved = save(&client, GLOBAL, shown("EnableTeamsConsumerAccess", false)).await;
    assert_eq!(saved.status, 303, "nobody is in the directory yet");
    add_people(&server, &["Ada", "Ben"], PolicyId::GLOBAL).await;
    let asked = client.post(LIST, &[("do", "reset"), ("policy", "Global")]).await;
    assert_eq!(asked.status, 200);
    assert_eq!(
        asked.text("dialog h2"),
        "Reset Global, the policy of 2 people, to its defaults?"
    );
    assert!(
        asked
            .text("dialog .fc-diff")
            .contains("EnableTeamsConsumerAccess False True")
    );
    let mut fields = dialog_fields(&asked);
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    assert_eq!(
        post(&client, LIST, &fields).await.status,
        422,
        "it reaches everybody"
    );
    fields.push(("acknowledge".to_owned(), "on".to_owned()));
    let done = post(&client, LIST, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(stored(&server, "Global"), BuiltIn::Global.settings());
    let stale = post(&client, LIST, &fields).await;
    assert_eq!(stale.status, 409, "the question was about an older Global");
}

#[tokio::test]
async fn a_built_in_policy_can_only_be_read() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let path = "/external-access/policies/FederationOnly";
    let page = client.get(path).await;
    assert_eq!(page.title(), "Policy details");
    assert!(
        page.text(".fc-note").contains("came with the product"),
        "{}",
        page.text(".fc-note")
    );
    assert!(!page.has("main input:not([disabled])"), "{}", page.body);
    assert!(page.has("a[href='/external-access/new-policy?from=FederationOnly']"));
    let revision = server.services().snapshot().unwrap().policies[0]
        .revision
        .to_string();
    let mut fields = vec![("revision".to_owned(), revision)];
    fields.extend(shown("EnableTeamsConsumerAccess", false));
    let refused = post(&client, path, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(alert(&refused).contains("built in"), "{}", alert(&refused));
}

#[tokio::test]
async fn readers_see_everything_and_change_nothing() {
    let server = TestServer::start().await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    for role in [Role::GlobalReader, Role::HelpDesk] {
        let client = server.sign_in(role).await;
        for path in [LIST, SALES, NEW] {
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            let reasons = page.texts(".fc-note").join(" ");
            assert!(reasons.contains("cannot change this"), "{path}: {reasons}");
        }
        let page = client.get(SALES).await;
        assert!(!page.has("main input:not([disabled]), main select:not([disabled])"));
        assert_eq!(page.has(".fc-history"), role == Role::GlobalReader);
        for (path, fields) in [
            (LIST, vec![("do", "delete"), ("policy", "Sales"), ("seen", "9")]),
            (NEW, vec![("name", "Other")]),
            (SALES, vec![("revision", "2")]),
        ] {
            assert_eq!(client.post(path, &fields).await.status, 403, "{role:?} {path}");
        }
    }
    assert_eq!(server.services().snapshot().unwrap().policies.len(), 5);
}

#[tokio::test]
async fn a_script_gets_what_saving_would_do_and_nothing_is_saved() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    add_people(&server, &["Ada"], PolicyId::GLOBAL).await;
    let revision = server.services().snapshot().unwrap().revision();
    let request = crate::support::Request::new()
        .method("POST")
        .uri(GLOBAL)
        .header("origin", "http://forecourt.example")
        .header("accept", "application/x-fragment")
        .header("content-type", "application/x-www-form-urlencoded");
    let part = client
        .send(request, "EnableTeamsConsumerAccess.shown=1".into())
        .await;
    assert_eq!(part.status, 200);
    assert!(
        part.text("#policy-impact")
            .contains("1 person loses chat with personal accounts"),
        "{}",
        part.body
    );
    assert!(
        part.text("#policy-numbers").contains("Can start chats 1 0"),
        "{}",
        part.body
    );
    assert_eq!(server.services().snapshot().unwrap().revision(), revision);
}

#[tokio::test]
async fn a_form_that_was_sent_after_the_session_had_ended_comes_back() {
    let server = TestServer::start().await;
    add_policy(&server, "Sales", PolicySettings::default()).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let revision = client.get(SALES).await.value("revision").unwrap();
    let gone = server.client();
    let mut fields = vec![("revision".to_owned(), revision)];
    fields.extend(shown("FederatedBilateralChats", true));
    let answer = post(&gone, SALES, &fields).await;
    let location = answer.location().unwrap();
    let token = location.split("draft=").nth(1).unwrap();
    let page = client.get(&format!("{SALES}?draft={token}")).await;
    assert!(
        page.has("input[name=FederatedBilateralChats][checked]"),
        "{}",
        page.body
    );
    assert!(
        page.messages()
            .iter()
            .any(|words| words.contains("Not saved yet"))
    );
    assert!(!stored(&server, "Sales").federated_bilateral_chats);
}
