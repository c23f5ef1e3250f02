//! Standards of CIPP: a template, a list of them, or a file of the baseline.

use super::{Property, Raw, Record, Records, plain};
use serde_json::{Map, Value, json};

/// How deep standards are looked for.
const DEEPEST: usize = 8;

/// What a standard is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standard {
    Federation,
    Policy,
}

impl Standard {
    fn of(name: &str) -> Option<Self> {
        match plain(name.rsplit('.').next().unwrap_or(name)).as_str() {
            "teamsfederationconfiguration" => Some(Self::Federation),
            "teamsexternalaccesspolicy" => Some(Self::Policy),
            _ => None,
        }
    }

    fn of_cache(name: &str) -> Option<Self> {
        match plain(name).as_str() {
            "cstenantfederationconfiguration" => Some(Self::Federation),
            "csexternalaccesspolicy" => Some(Self::Policy),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Federation => "TeamsFederationConfiguration",
            Self::Policy => "TeamsExternalAccessPolicy",
        }
    }

    /// The switches that CIPP itself takes for off when they are missing.
    fn switches(self) -> &'static [&'static str] {
        match self {
            Self::Federation => &["AllowTeamsConsumer", "AllowTeamsConsumerInbound"],
            Self::Policy => &[
                "EnableFederationAccess",
                "EnableTeamsConsumerAccess",
                "EnableTeamsConsumerInbound",
            ],
        }
    }
}

/// What belongs to the tool and says nothing about a setting.
const OF_THE_TOOL: [&str; 9] = [
    "action",
    "autoRemediate",
    "remediate",
    "alert",
    "report",
    "standards",
    "templateId",
    "label",
    "combined",
];

/// Reads the standards in `value`; `None` when there is none.
pub(super) fn read(value: &Value) -> Option<Records> {
    let mut found = Records {
        records: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(standard) = of_baseline(value) {
        let expected = value.get("expected").and_then(Value::as_object)?;
        take(standard, expected, &mut found);
    } else {
        walk(value, 0, &mut found);
    }
    (!found.records.is_empty()).then_some(found)
}

/// The standard of a file of the baseline: it names what is read.
fn of_baseline(value: &Value) -> Option<Standard> {
    let cache = value.get("read")?.get("cacheType")?.as_str()?;
    Standard::of_cache(cache)
}

fn walk(value: &Value, depth: usize, found: &mut Records) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, depth + 1, found)),
        Value::Object(object) => {
            dotted(object, found);
            for (name, inner) in object {
                match (Standard::of(name), inner.as_object()) {
                    (Some(standard), Some(settings)) if !holds(inner, standard, depth) => {
                        take(standard, settings, found);
                    }
                    _ => walk(inner, depth + 1, found),
                }
            }
        }
        _ => {}
    }
}

/// Whether the same standard is inside: a template names it twice.
fn holds(value: &Value, standard: Standard, depth: usize) -> bool {
    match value {
        _ if depth > DEEPEST => false,
        Value::Object(object) => object.iter().any(|(name, inner)| {
            (Standard::of(name) == Some(standard) && inner.is_object()) || holds(inner, standard, depth + 1)
        }),
        Value::Array(items) => items.iter().any(|item| holds(item, standard, depth + 1)),
        _ => false,
    }
}

/// `standards.TeamsFederationConfiguration.AllowTeamsConsumer` as one name.
fn dotted(object: &Map<String, Value>, found: &mut Records) {
    for standard in [Standard::Federation, Standard::Policy] {
        let settings: Map<String, Value> = object
            .iter()
            .filter_map(|(name, value)| {
                let (whose, property) = name.rsplit_once('.')?;
                (Standard::of(whose) == Some(standard)).then(|| (property.to_owned(), value.clone()))
            })
            .collect();
        if !settings.is_empty() {
            take(standard, &settings, found);
        }
    }
}

/// A choice is written as what is shown and what is meant.
fn meant(value: &Value) -> Value {
    match value {
        Value::Object(object) if object.contains_key("label") => {
            object.get("value").cloned().unwrap_or(Value::Null)
        }
        other => other.clone(),
    }
}

fn take(standard: Standard, settings: &Map<String, Value>, found: &mut Records) {
    let mut record = Record::default();
    let mut put = |name: &str, value: Value| {
        record.properties.push(Property {
            name: name.to_owned(),
            raw: Raw::Json(value),
            line: None,
        });
    };
    if standard == Standard::Policy {
        put("Identity", json!("Global"));
    }
    let (mut control, mut list) = (None, None);
    for (name, value) in settings {
        let value = meant(value);
        let is_variable = value
            .as_str()
            .is_some_and(|text| text.contains('%') || text.contains("{{"));
        match plain(name).as_str() {
            "domaincontrol" => control = Some(value),
            "domainlist" => list = Some(value),
            _ if OF_THE_TOOL.iter().any(|known| plain(known) == plain(name)) => {}
            _ if is_variable => found.notes.push(format!(
                "{name} is a variable of the standard ({value}) and was left out; it keeps the value it has."
            )),
            _ => put(name, value),
        }
    }
    if let Some(control) = control {
        domains(&control, list.as_ref(), &mut put, &mut found.notes);
    } else if let Some(list) = list.filter(|list| !list.is_null()) {
        found.notes.push(format!(
            "DomainList ({list}) says nothing without DomainControl and was left out."
        ));
    }
    let missing: Vec<_> = standard
        .switches()
        .iter()
        .filter(|name| !settings.keys().any(|known| plain(known) == plain(name)))
        .copied()
        .collect();
    if !missing.is_empty() {
        found.notes.push(format!(
            "CIPP itself writes False for switches that a standard does not have ({}, {}). Here they keep the value they \
             have; answer them on the page of the settings if False is meant.",
            standard.name(),
            missing.join(", ")
        ));
    }
    found.records.push(record);
}

/// The three properties that one choice of CIPP stands for.
fn domains(
    control: &Value,
    list: Option<&Value>,
    put: &mut impl FnMut(&str, Value),
    notes: &mut Vec<String>,
) {
    let names: Vec<Value> = match list {
        Some(Value::String(text)) => split(text),
        Some(Value::Array(items)) => items.iter().map(meant).collect(),
        _ => Vec::new(),
    };
    let all = json!("AllowAllKnownDomains");
    let (federated, allowed, blocked) = match control.as_str() {
        Some("AllowAllExternal") => (true, all, Vec::new()),
        Some("BlockAllExternal") => (false, all, Vec::new()),
        Some("AllowSpecificExternal") => (true, Value::Array(names), Vec::new()),
        Some("BlockSpecificExternal") => (true, all, names),
        _ => {
            notes.push(format!(
                "DomainControl is {control}, which is not a known choice, and was left out; the domains stay as they are."
            ));
            return;
        }
    };
    put("AllowFederatedUsers", Value::Bool(federated));
    put("AllowedDomains", allowed);
    put("BlockedDomains", Value::Array(blocked));
}

fn split(text: &str) -> Vec<Value> {
    let names = text.split([',', ';', '\n']).map(str::trim);
    names.filter(|name| !name.is_empty()).map(Value::from).collect()
}
