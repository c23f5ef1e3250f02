//! Writing a document: the same state gives the same bytes.

use super::{
    Document, DocumentAssignment, DocumentGroup, DocumentPolicy, DocumentRollout, DocumentSettings, SCHEMA,
    yaml,
};
use crate::value::{ReadSetting, SettingValue};
use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;

/// How a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// YAML.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

impl Format {
    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }
}

/// The text of `document`, with a line break at its end.
pub fn write_document(document: &Document, format: Format) -> String {
    let value = Value::Object(tree(document));
    match format {
        Format::Yaml => format!(
            "# External access, as Forecourt exports it. A section that is here is complete; one that is not stays as it is.\n{}",
            yaml::write(&value)
        ),
        Format::Json => format!("{value:#}\n"),
    }
}

fn tree(document: &Document) -> Map<String, Value> {
    let mut whole = Map::new();
    whole.insert("schema".to_owned(), json!(SCHEMA));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            whole.insert(name.to_owned(), value);
        }
    };
    put(
        "organization",
        document.organization.as_ref().map(|name| json!(name)),
    );
    put("settings", document.settings.as_ref().map(settings));
    put(
        "policies",
        document
            .policies
            .as_ref()
            .map(|all| all.iter().map(policy).collect()),
    );
    put(
        "group_assignments",
        document.group_assignments.as_ref().map(|all| {
            (1_u64..)
                .zip(all)
                .map(|(rank, entry)| group(rank, entry))
                .collect()
        }),
    );
    put(
        "assignments",
        document
            .assignments
            .as_ref()
            .map(|all| all.iter().map(assignment).collect()),
    );
    put(
        "rollouts",
        document
            .rollouts
            .as_ref()
            .map(|all| all.iter().map(rollout).collect()),
    );
    whole
}

fn value(value: &SettingValue) -> Value {
    match value {
        SettingValue::Switch(on) => json!(on),
        SettingValue::Choice(text) | SettingValue::Text(text) => json!(text),
        SettingValue::AllKnownDomains => json!("AllowAllKnownDomains"),
        SettingValue::Domains(list) => list.iter().map(ToString::to_string).collect(),
        SettingValue::People(list) => list.iter().map(ToString::to_string).collect(),
        SettingValue::Texts(list) => list.iter().cloned().collect(),
    }
}

fn stated(all: &[ReadSetting]) -> Map<String, Value> {
    all.iter()
        .map(|read| (read.key.name().to_owned(), value(&read.value)))
        .collect()
}

fn settings(settings: &DocumentSettings) -> Value {
    let mut map = stated(&settings.stated);
    if let Some(rule) = &settings.domains {
        let list = |list: &[forecourt_model::DomainName]| -> Value {
            list.iter().map(ToString::to_string).collect()
        };
        map.insert(
            "Domains".to_owned(),
            json!({
                "mode": rule.mode.code(),
                "allowed": list(&rule.allowed),
                "blocked": list(&rule.blocked),
            }),
        );
    }
    Value::Object(map)
}

fn policy(policy: &DocumentPolicy) -> Value {
    json!({ "name": policy.name.as_str(), "settings": stated(&policy.stated) })
}

fn group(rank: u64, entry: &DocumentGroup) -> Value {
    let mut map = Map::new();
    map.insert("rank".to_owned(), json!(rank));
    map.insert("group".to_owned(), json!(entry.group));
    if let Some(id) = entry.id {
        map.insert("id".to_owned(), json!(id.to_string()));
    }
    map.insert("policy".to_owned(), json!(entry.policy.as_str()));
    Value::Object(map)
}

fn assignment(entry: &DocumentAssignment) -> Value {
    let mut map = Map::new();
    map.insert("person".to_owned(), json!(entry.person));
    map.insert("policy".to_owned(), json!(entry.policy.as_str()));
    if let Some(exception) = &entry.exception {
        if let Some(reason) = &exception.reason {
            map.insert("reason".to_owned(), json!(reason));
        }
        map.insert("owner".to_owned(), json!(exception.owner));
        if let Some(end) = exception.expires {
            map.insert(
                "expires".to_owned(),
                json!(end.format(&Rfc3339).unwrap_or_default()),
            );
        }
        if let Some(then) = &exception.then {
            map.insert("then".to_owned(), json!(then.as_str()));
        }
    }
    Value::Object(map)
}

fn rollout(entry: &DocumentRollout) -> Value {
    json!({ "message": entry.message, "answer": entry.answer.map(forecourt_model::rollout::Answer::code) })
}
