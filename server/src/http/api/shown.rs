//! Changes that pages ask about, as requests: made of the documents that the endpoints take.

use super::assignment::Assignment;
use super::call::{Call, property, segment};
use super::group_members::People;
use super::group_policy::GroupPolicy;
use super::operation_people::{FilterInput, PeopleInput};
use super::operations::{NewOperationInput, StartInput};
use super::policy_documents::PolicyDocument;
use super::rollout::{AnswerInput, DatesBody};
use super::settings_document::Settings;
use forecourt_model::access::SourceKind;
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::rollout::Answer;
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_model::{GroupId, PersonId, PolicyId, Revision};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::rollout::DatesInput;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// What documents of policies say beside the settings.
const NOT_SETTINGS: [&str; 5] = ["id", "name", "kind", "revision", "holders"];

fn fields<T: Serialize>(document: &T) -> Map<String, Value> {
    match serde_json::to_value(document) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|name, _| !NOT_SETTINGS.contains(&name.as_str()));
            fields
        }
        _ => Map::new(),
    }
}

/// The properties of the interface that the setting `key` is.
fn properties(key: SettingKey) -> Vec<String> {
    let mut name = String::new();
    for character in key.name().chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    match key {
        // The original says with two lists and a switch what is one choice with its lists here.
        SettingKey::AllowFederatedUsers => vec!["domain_mode".to_owned()],
        SettingKey::AllowedDomains | SettingKey::BlockedDomains => vec!["domain_mode".to_owned(), name],
        _ => vec![name],
    }
}

/// The lines of a document that set `key` to what it is in `fields`.
fn lines(fields: &Map<String, Value>, key: SettingKey) -> Vec<String> {
    let named = properties(key).into_iter();
    named
        .filter_map(|name| Some(property(&name, fields.get(&name)?)))
        .collect()
}

fn of_settings(settings: &OrganizationSettings) -> Map<String, Value> {
    fields(&Settings::of(settings.clone(), 0))
}

fn of_policy(policy: &Policy, settings: &PolicySettings) -> Map<String, Value> {
    let settings = settings.clone();
    let policy = Policy {
        settings,
        ..policy.clone()
    };
    fields(&PolicyDocument::of(policy, None))
}

/// What differs in `after`.
fn difference(before: &Map<String, Value>, mut after: Map<String, Value>) -> Map<String, Value> {
    after.retain(|name, value| before.get(name) != Some(value));
    after
}

/// The change of settings from `before`, as stored with `revision`, to `after`.
pub(in crate::http) fn settings(
    before: &OrganizationSettings,
    revision: Revision,
    after: &OrganizationSettings,
) -> Call {
    let document = difference(&of_settings(before), of_settings(after));
    Call::new("PATCH", "/settings".to_owned())
        .if_match(revision)
        .body(&document)
}

/// A request with one part for each of these settings.
pub(in crate::http) struct Parts {
    /// What stands around the properties.
    pub(in crate::http) around: (String, String),
    /// The properties of each setting, as lines of the document.
    pub(in crate::http) lines: Vec<(SettingKey, Vec<String>)>,
}

fn parts(call: &Call, fields: &Map<String, Value>, keys: &[SettingKey]) -> Parts {
    let lines = keys.iter().map(|key| (*key, lines(fields, *key)));
    Parts {
        around: call.around(),
        lines: lines.filter(|(_, lines)| !lines.is_empty()).collect(),
    }
}

/// Each of these settings as it is, whatever is stored.
pub(in crate::http) fn each_setting(settings: &OrganizationSettings, keys: &[SettingKey]) -> Parts {
    let call = Call::new("PATCH", "/settings".to_owned()).whatever_is_stored();
    parts(&call.body(&Map::new()), &of_settings(settings), keys)
}

fn policy_path(name: &PolicyName) -> String {
    format!("/policies/{}", segment(name.as_str()))
}

/// The change of a policy to `after`.
pub(in crate::http) fn policy(policy: &Policy, after: &PolicySettings) -> Call {
    let document = difference(&of_policy(policy, &policy.settings), of_policy(policy, after));
    Call::new("PATCH", policy_path(&policy.name))
        .if_match(policy.revision)
        .body(&document)
}

/// A new policy. What has its default is left out.
pub(in crate::http) fn add_policy(name: &PolicyName, settings: &PolicySettings) -> Call {
    let new = Policy {
        id: PolicyId(Uuid::nil()),
        name: name.clone(),
        kind: PolicyKind::Custom,
        settings: PolicySettings::default(),
        revision: Revision::default(),
    };
    let mut document = difference(&of_policy(&new, &new.settings), of_policy(&new, settings));
    document.insert("name".to_owned(), name.as_str().into());
    Call::new("POST", "/policies".to_owned()).body(&document)
}

/// Each setting of a policy as it is in `settings`, whatever is stored.
pub(in crate::http) fn each_setting_of(
    policy: &Policy,
    settings: &PolicySettings,
    keys: &[SettingKey],
) -> Parts {
    let call = Call::new("PATCH", policy_path(&policy.name)).whatever_is_stored();
    parts(&call.body(&Map::new()), &of_policy(policy, settings), keys)
}

/// Deleting a policy.
pub(in crate::http) fn delete_policy(policy: &Policy) -> Call {
    Call::new("DELETE", policy_path(&policy.name)).if_match(policy.revision)
}

/// Resetting Global.
pub(in crate::http) fn reset_policy(global: &Policy) -> Call {
    Call::new("POST", format!("{}/reset", policy_path(&global.name))).if_match(global.revision)
}

/// Another direct assignment of one person. `revision` is what it is made from; without one, what is stored counts.
pub(in crate::http) fn assign(
    person: PersonId,
    revision: Option<Revision>,
    policy: Option<&PolicyName>,
    exception: &ExceptionInput,
) -> Call {
    let path = format!("/users/{person}/assignment");
    let call = |method| {
        let call = Call::new(method, path.clone());
        revision.map_or(call.clone(), |revision| call.if_match(revision))
    };
    let Some(policy) = policy else {
        return call("DELETE");
    };
    call("PUT").body(&Assignment {
        policy: policy.to_string(),
        reason: None,
        owner: said(&exception.owner),
        expires: said(&exception.date),
        expires_time: said(&exception.time),
    })
}

fn said(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Another direct assignment of several people: an operation that is prepared, and started when that was done.
pub(in crate::http) fn assign_many(
    people: &[PersonId],
    policy: Option<&PolicyName>,
    exception: &ExceptionInput,
    reason: &str,
) -> String {
    let ids = people.iter().map(|person| person.0).collect();
    prepare_and_start(whom(Some(ids), None), policy, exception, reason)
}

/// Another direct assignment of everybody who has one of `from` and, when `account_enabled` says so, who can or cannot
/// sign in.
pub(in crate::http) fn assign_matching(
    from: Option<&PolicyName>,
    account_enabled: Option<bool>,
    policy: Option<&PolicyName>,
    reason: &str,
) -> String {
    let filter = FilterInput {
        policies: from.map(|name| vec![name.to_string()]),
        sources: Some(vec![SourceKind::Direct]),
        account_enabled,
        ..FilterInput::default()
    };
    prepare_and_start(
        whom(None, Some(filter)),
        policy,
        &ExceptionInput::default(),
        reason,
    )
}

/// Taking away the direct assignments of everybody in the file of people that Review hands out, `people.csv`.
pub(in crate::http) fn unassign_file(reason: &str) -> String {
    let mut document = vec![format!("people: {{ids: [inputs | {PERSON_OF_LINE}]}}")];
    if !reason.trim().is_empty() {
        document.push(property("reason", &reason.trim().into()));
    }
    let request = Call::new("POST", "/operations".to_owned()).text_with_input();
    let start = start_at("$operation").text();
    format!(
        "operation=$(jq -Rn '{{{}}}' people.csv |\n  {request} | jq -r .result.operation.id)\n{start}",
        document.join(", ")
    )
}

/// The object id in a line of the file, as jq finds it: counted from the end, where the last cell is the name of a policy,
/// which has no quotation marks. What stands before is chosen by people, who could write an id there too.
const PERSON_OF_LINE: &str = r#"capture(",(?<id>[0-9a-f-]{36}),(True|False),(\"[^\"]*\"|[^\",]*)\r?$").id"#;

fn whom(ids: Option<Vec<Uuid>>, filter: Option<FilterInput>) -> PeopleInput {
    PeopleInput {
        ids,
        addresses: None,
        filter,
        policies: None,
    }
}

fn prepare_and_start(
    people: PeopleInput,
    policy: Option<&PolicyName>,
    exception: &ExceptionInput,
    reason: &str,
) -> String {
    let document = NewOperationInput {
        people,
        policy: policy.map(ToString::to_string),
        from: None,
        reason: None,
        owner: said(&exception.owner),
        expires: said(&exception.date),
        expires_time: said(&exception.time),
    };
    let prepare = Call::new("POST", "/operations".to_owned()).body(&document);
    let prepare = prepare.reason(reason).text();
    let start = start_at("$operation").text();
    format!("operation=$({prepare} | jq -r .result.operation.id)\n{start}")
}

fn start_at(operation: &str) -> Call {
    Call::new("POST", format!("/operations/{operation}/start")).body(&StartInput { acknowledge: true })
}

/// Starting an operation that is prepared. It is its author's, so their token has to be sent.
pub(in crate::http) fn start(operation: Uuid) -> Call {
    start_at(&operation.to_string())
}

/// Cancelling an operation.
pub(in crate::http) fn cancel(operation: Uuid) -> Call {
    Call::new("POST", format!("/operations/{operation}/cancel"))
}

/// Preparing an operation for those whom another could not change.
pub(in crate::http) fn retry(operation: Uuid) -> Call {
    Call::new("POST", format!("/operations/{operation}/retry"))
}

/// Giving a group a policy, or moving it to a rank.
pub(in crate::http) fn assign_group(group: GroupId, policy: &PolicyName, rank: Option<i64>) -> Call {
    let document = GroupPolicy {
        policy: policy.to_string(),
        rank,
        reason: None,
    };
    Call::new("PUT", format!("/groups/{group}/policy")).body(&document)
}

/// Taking the policy of a group away.
pub(in crate::http) fn unassign_group(group: GroupId) -> Call {
    Call::new("DELETE", format!("/groups/{group}/policy"))
}

/// Making people members, or ending that.
pub(in crate::http) fn members(group: GroupId, people: &[PersonId], is_end: bool) -> Call {
    let document = People {
        people: people.iter().map(|person| person.0).collect(),
        reason: None,
    };
    let end = if is_end { "/remove" } else { "" };
    Call::new("POST", format!("/groups/{group}/members{end}")).body(&document)
}

/// Taking the direct assignments of a group's members away.
pub(in crate::http) fn free_members(group: GroupId) -> Call {
    Call::new("DELETE", format!("/groups/{group}/members/assignments"))
}

/// Removing a group, as it is with `revision`.
pub(in crate::http) fn remove_group(group: GroupId, revision: Revision) -> Call {
    Call::new("DELETE", format!("/groups/{group}")).if_match(revision)
}

/// Answering the rollout, as it is with `revision`.
pub(in crate::http) fn answer_rollout(answer: Answer, revision: Revision) -> Call {
    let document = AnswerInput {
        answer,
        reason: None,
        acknowledge: true,
    };
    Call::new("PUT", "/rollout/answer".to_owned())
        .if_match(revision)
        .body(&document)
}

/// Moving the dates of the rollout, as it is with `revision`.
pub(in crate::http) fn move_dates(dates: &DatesInput, revision: Revision) -> Call {
    let document = DatesBody {
        window_start: dates.window_start.clone(),
        window_end: dates.window_end.clone(),
        activation: dates.activation.clone(),
        reason: None,
        acknowledge: true,
    };
    Call::new("PUT", "/rollout/dates".to_owned())
        .if_match(revision)
        .body(&document)
}
