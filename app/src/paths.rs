//! Every link of the product. Nothing else spells a path.

use forecourt_model::policy::PolicyName;
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision, TokenId, WebhookId};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use uuid::Uuid;

/// What a path segment may not hold as it is.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// `path` with a query of these fields; fields without a value are left out.
pub fn with_query(path: &str, fields: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The dashboard.
pub fn home() -> String {
    "/".to_owned()
}

/// First start.
pub fn setup() -> String {
    "/setup".to_owned()
}

/// First start with the code filled in.
pub fn setup_with(code: &str) -> String {
    with_query("/setup", &[("code", code)])
}

/// Signing in, and where to go afterwards: a path of this site, and the form that was about to be sent.
pub fn sign_in(next: Option<&str>, draft: Option<&str>) -> String {
    with_query(
        "/sign-in",
        &[
            ("next", next.unwrap_or_default()),
            ("draft", draft.unwrap_or_default()),
        ],
    )
}

/// Signing out (POST).
pub fn sign_out() -> String {
    "/sign-out".to_owned()
}

/// One's own account.
pub fn account() -> String {
    "/account".to_owned()
}

/// What outside addresses are; its list of servers (POST).
pub fn outside() -> String {
    "/outside".to_owned()
}

/// What refused people read (POST).
pub fn outside_refusal() -> String {
    "/outside/refusal".to_owned()
}

/// Adding identities (POST).
pub fn outside_identities() -> String {
    "/outside/identities".to_owned()
}

/// Taking a person out of the directory.
pub fn remove_user(person: PersonId) -> String {
    format!("/users/{person}/remove")
}

/// What chat servers know a person by.
pub fn user_identities(person: PersonId) -> String {
    format!("/users/{person}/identities")
}

/// What chat servers were told.
pub fn decisions() -> String {
    "/decisions".to_owned()
}

/// Settings that are tried (POST).
pub fn decisions_draft() -> String {
    "/decisions/draft".to_owned()
}

/// Trying an allow list made of domains (POST).
pub fn decisions_allow_list() -> String {
    "/decisions/allow-list".to_owned()
}

/// The chat servers that ask.
pub fn connectors() -> String {
    "/connectors".to_owned()
}

/// What a chat server would be told.
pub fn test_access() -> String {
    "/test-access".to_owned()
}

/// The same for programs.
pub fn test_access_json() -> String {
    "/test-access.json".to_owned()
}

/// Organization settings of external access.
pub fn organization_settings() -> String {
    "/external-access/organization-settings".to_owned()
}

/// What saving organization settings would do, for the form while it is edited (POST).
pub fn organization_settings_impact() -> String {
    "/external-access/organization-settings/impact".to_owned()
}

/// Whom saving organization settings would reach, as a file (POST the form).
pub fn organization_settings_impact_csv() -> String {
    "/external-access/organization-settings/impact.csv".to_owned()
}

/// From which share of everybody on Forecourt asks for an acknowledgement (POST).
pub fn asking() -> String {
    "/external-access/organization-settings/asking".to_owned()
}

/// The list of policies.
pub fn policies() -> String {
    "/external-access/policies".to_owned()
}

/// A page for a new policy.
pub fn new_policy() -> String {
    "/external-access/new-policy".to_owned()
}

/// One policy.
pub fn policy(name: &PolicyName) -> String {
    format!("/external-access/policies/{}", segment(name.as_str()))
}

/// Whom saving a policy would reach, as a file (POST the form).
pub fn policy_impact_csv(name: &PolicyName) -> String {
    format!("{}/impact.csv", policy(name))
}

/// Whom resetting Global would reach, as a file (POST).
pub fn reset_policy_impact_csv() -> String {
    "/external-access/reset-policy/impact.csv".to_owned()
}

/// Importing from files.
pub fn import() -> String {
    "/import".to_owned()
}

/// The configuration as a file.
pub fn files() -> String {
    "/files".to_owned()
}

/// The state as a file: `yaml`, `json` or `powershell`.
pub fn files_export(format: &str) -> String {
    with_query("/files/export", &[("format", format)])
}

/// One uploaded configuration file: what it would change, and applying it.
pub fn file_plan(id: &str) -> String {
    format!("/files/{}", segment(id))
}

/// The same as a script for a Microsoft tenant.
pub fn file_script(id: &str) -> String {
    format!("/files/{}/script.ps1", segment(id))
}

/// One change as a script for a Microsoft tenant.
pub fn change_script(revision: Revision) -> String {
    format!("/activity/{revision}/script.ps1")
}

/// The compliance report.
pub fn compliance() -> String {
    "/compliance".to_owned()
}

/// The report as a file: `json` or `csv`.
pub fn compliance_file(format: &str) -> String {
    format!("/compliance.{}", segment(format))
}

/// The people who get around a control, as CSV.
pub fn compliance_people() -> String {
    "/compliance/people.csv".to_owned()
}

/// One import: its preview, its progress, its result.
pub fn import_plan(id: &str) -> String {
    format!("/import/{}", segment(id))
}

/// The list of people.
pub fn users() -> String {
    "/users".to_owned()
}

/// The list of people as a file for spreadsheets.
pub fn users_export() -> String {
    "/users/export.csv".to_owned()
}

/// Whom an assignment to a selection would reach, as a file (POST the form).
pub fn users_impact_csv() -> String {
    "/users/impact.csv".to_owned()
}

/// The console.
pub fn console() -> String {
    "/console".to_owned()
}

/// The operations over many people.
pub fn operations() -> String {
    "/operations".to_owned()
}

/// A page for a new operation.
pub fn new_operation() -> String {
    "/operations/new".to_owned()
}

/// One operation: its preview, its progress, its result.
pub fn operation(id: Uuid) -> String {
    format!("/operations/{id}")
}

/// The same with the lines that have an outcome, after a position.
pub fn operation_lines(id: Uuid, outcome: &str, after: Option<i64>) -> String {
    let after = after.map(|after| after.to_string()).unwrap_or_default();
    with_query(&operation(id), &[("outcome", outcome), ("after", &after)])
}

/// The lines of an operation as a file for spreadsheets.
pub fn operation_csv(id: Uuid, outcome: &str) -> String {
    with_query(&format!("/operations/{id}/people.csv"), &[("outcome", outcome)])
}

/// One person.
pub fn user(id: PersonId) -> String {
    format!("/users/{id}")
}

/// What is known of a person.
pub fn user_details(id: PersonId) -> String {
    format!("/users/{id}?tab=details")
}

/// Whom an assignment to a person would reach, as a file (POST the form).
pub fn user_impact_csv(id: PersonId) -> String {
    format!("/users/{id}/impact.csv")
}

/// A person's page with `policy` picked for a direct assignment; `None` picks taking it away.
pub fn user_assign(id: PersonId, policy: Option<PolicyId>) -> String {
    let policy = policy.map_or_else(|| "none".to_owned(), |policy| policy.to_string());
    format!("/users/{id}?policy={policy}#assign")
}

/// Another end for a person's exception (POST).
pub fn user_exception(id: PersonId) -> String {
    format!("/users/{id}/exception")
}

/// The assignments that end by themselves.
pub fn exceptions() -> String {
    "/exceptions".to_owned()
}

/// The same as a file for spreadsheets.
pub fn exceptions_export() -> String {
    "/exceptions/export.csv".to_owned()
}

/// What can be tidied up.
pub fn review() -> String {
    "/review".to_owned()
}

/// Putting one thing right: first what it would do (GET), then doing it (POST).
pub fn review_fix(code: &str) -> String {
    with_query("/review/fix", &[("what", code)])
}

/// The people whose assignment that changes, as a file for spreadsheets.
pub fn review_people(code: &str) -> String {
    with_query("/review/people.csv", &[("what", code)])
}

/// The answer to a conversation with a person as JSON.
pub fn user_explain(id: PersonId) -> String {
    format!("/users/{id}/explain.json")
}

/// The message center.
pub fn messages() -> String {
    "/message-center".to_owned()
}

/// One message.
pub fn message(id: &str) -> String {
    format!("/message-center/{}", segment(id))
}

/// Answering the rollout that a message announces (POST).
pub fn message_answer(id: &str) -> String {
    format!("{}/answer", message(id))
}

/// Moving the dates of that rollout (POST).
pub fn message_dates(id: &str) -> String {
    format!("{}/dates", message(id))
}

/// Reading, archiving and the like (POST).
pub fn message_mark(id: &str) -> String {
    format!("{}/mark", message(id))
}

/// Hiding the banner of a message for oneself (POST).
pub fn message_hide(id: &str) -> String {
    format!("{}/hide", message(id))
}

/// The groups.
pub fn groups() -> String {
    "/groups".to_owned()
}

/// A page for a new group.
pub fn new_group() -> String {
    "/groups/new".to_owned()
}

/// The people whom a change of a group would concern, as a file (POST: the fields of the change).
pub fn group_concerned(id: GroupId) -> String {
    format!("/groups/{id}/concerned.csv")
}

/// One group.
pub fn group(id: GroupId) -> String {
    format!("/groups/{id}")
}

/// A part of the page of a group: its tab, and the place in its list; both may be empty.
pub fn group_part(id: GroupId, tab: &str, after: &str) -> String {
    with_query(&group(id), &[("tab", tab), ("after", after)])
}

/// Every change.
pub fn activity() -> String {
    "/activity".to_owned()
}

/// One change.
pub fn change(revision: Revision) -> String {
    format!("/activity/{revision}")
}

/// Every change of one thing: its kind as a code, and its key.
pub fn changes_of(kind: &str, id: &str) -> String {
    with_query("/activity", &[("kind", kind), ("target", id)])
}

/// The people whom a change touched, as a file for spreadsheets.
pub fn change_people(revision: Revision) -> String {
    format!("/activity/{revision}/people.csv")
}

/// The state at any moment of the past.
pub fn as_of() -> String {
    "/activity/as-of".to_owned()
}

/// The state once a change had been made, and what counted for one person then.
pub fn as_of_change(revision: Revision, person: Option<PersonId>) -> String {
    let (revision, person) = (
        revision.to_string(),
        person.map(|id| id.to_string()).unwrap_or_default(),
    );
    with_query("/activity/as-of", &[("revision", &revision), ("user", &person)])
}

/// The form that looks back at one person.
pub fn as_of_person(person: PersonId) -> String {
    with_query("/activity/as-of", &[("user", &person.to_string())])
}

/// Taking a change back: first what it would do (GET), then doing it (POST).
pub fn undo(revision: Revision) -> String {
    format!("/activity/{revision}/undo")
}

/// Administrators.
pub fn administrators() -> String {
    "/administrators".to_owned()
}

/// One administrator.
pub fn administrator(id: AdministratorId) -> String {
    format!("/administrators/{id}")
}

/// Access tokens of service accounts.
pub fn access_tokens() -> String {
    "/access-tokens".to_owned()
}

/// Revoking an access token (POST).
pub fn access_token(id: TokenId) -> String {
    format!("/access-tokens/{id}")
}

/// The question whether to revoke an access token.
pub fn access_token_revocation(id: TokenId) -> String {
    with_query("/access-tokens", &[("revoke", &id.to_string())])
}

/// Webhooks.
pub fn webhooks() -> String {
    "/webhooks".to_owned()
}

/// One webhook, and what it was told.
pub fn webhook(id: WebhookId) -> String {
    format!("/webhooks/{id}")
}

/// The description of the interface for programs.
pub fn api() -> String {
    "/api".to_owned()
}

/// The stream of changes that open pages listen to.
pub fn events() -> String {
    "/events".to_owned()
}

/// `text` if it is a path of this site, else the dashboard: nobody is sent elsewhere after signing in.
pub fn local(text: &str) -> String {
    let is_local = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !text.chars().any(char::is_control);
    if is_local { text.to_owned() } else { home() }
}

#[cfg(test)]
mod tests {
    use super::{local, policy, with_query};
    use forecourt_model::policy::PolicyName;

    #[test]
    fn names_and_values_are_encoded() {
        let name = PolicyName::parse("Führung 100 & mehr").unwrap();
        assert_eq!(
            policy(&name),
            "/external-access/policies/F%C3%BChrung%20100%20&%20mehr"
        );
        assert_eq!(
            with_query("/users", &[("q", "a&b"), ("sort", "")]),
            "/users?q=a%26b"
        );
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "evil",
            "/a\nb",
            "",
        ] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(local("/users?q=a"), "/users?q=a");
    }
}
