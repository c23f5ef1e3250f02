//! From one raw value to what it says, by the kind of its setting.

use super::ambiguity::{Ambiguity, allowed_domains, cut_list, lost_list};
use super::list::{List, read_list};
use super::shortened;
use crate::record::Raw;
use crate::value::SettingValue;
use forecourt_model::DomainName;
use forecourt_model::settings::{BlockedPerson, Kind, SettingKey, setting};
use serde_json::Value;
use std::collections::HashSet;
use std::hash::Hash;

/// What a value says.
pub(super) enum Interpreted {
    Clear(SettingValue),
    WithNote(SettingValue, String),
    Question(Ambiguity),
    /// There is a name and no value.
    Silent,
    /// One of many values, but none that the catalogue has.
    UnknownValue,
}

/// Interprets the value of `key`.
///
/// # Errors
/// The end of a sentence that begins with the property's name, when the value cannot be one of it.
pub(super) fn interpret(key: SettingKey, raw: &Raw) -> Result<Interpreted, String> {
    match setting(key).kind {
        Kind::Switch => switch(raw),
        Kind::Choice(values) => Ok(one_of(values, raw)),
        Kind::Text => text(raw),
        Kind::Domains => domains(key, raw),
        Kind::People => people(key, raw),
        Kind::Texts => texts(key, raw),
    }
}

fn switch(raw: &Raw) -> Result<Interpreted, String> {
    let word = match raw {
        Raw::Json(Value::Bool(on)) => return Ok(Interpreted::Clear(SettingValue::Switch(*on))),
        Raw::Json(Value::Null) => return Ok(Interpreted::Silent),
        Raw::Json(Value::String(word)) | Raw::Printed(word) => word.clone(),
        Raw::Json(other) => other.to_string(),
    };
    let bare = word.trim().trim_start_matches('$');
    match bare.to_ascii_lowercase().as_str() {
        "true" => Ok(Interpreted::Clear(SettingValue::Switch(true))),
        "false" => Ok(Interpreted::Clear(SettingValue::Switch(false))),
        "" => Ok(Interpreted::Silent),
        _ => Err(format!(
            "“{}” is neither True nor False. Correct it or export it again.",
            shortened(&word)
        )),
    }
}

fn one_of(values: &[&str], raw: &Raw) -> Interpreted {
    let word = match raw {
        Raw::Json(Value::Null) => return Interpreted::Silent,
        Raw::Json(Value::String(word)) | Raw::Printed(word) => word.trim(),
        Raw::Json(_) => return Interpreted::UnknownValue,
    };
    if word.is_empty() {
        return Interpreted::Silent;
    }
    values
        .iter()
        .find(|value| value.eq_ignore_ascii_case(word))
        .map_or(Interpreted::UnknownValue, |value| {
            Interpreted::Clear(SettingValue::Choice((*value).to_owned()))
        })
}

fn text(raw: &Raw) -> Result<Interpreted, String> {
    let text = match raw {
        Raw::Json(Value::Null) => String::new(),
        Raw::Json(Value::String(text)) | Raw::Printed(text) => text.clone(),
        Raw::Json(other) => {
            return Err(format!(
                "{} is not a text. Export it again.",
                shortened(&other.to_string())
            ));
        }
    };
    Ok(Interpreted::Clear(SettingValue::Text(text)))
}

fn domains(key: SettingKey, raw: &Raw) -> Result<Interpreted, String> {
    let printed = matches!(raw, Raw::Printed(_));
    let is_allow_list = key == SettingKey::AllowedDomains;
    let found = match read_list(raw)? {
        List::AllKnown if is_allow_list => return Ok(Interpreted::Clear(SettingValue::AllKnownDomains)),
        List::AllKnown => return Err("AllowAllKnownDomains is a value of AllowedDomains only.".to_owned()),
        List::Entries { entries, cut } => return entries_of(key, &entries, cut),
        List::Empty if !is_allow_list => return Ok(Interpreted::Clear(SettingValue::Domains(Vec::new()))),
        List::Empty if printed => "{}".to_owned(),
        List::Empty => "[]".to_owned(),
        List::NamedEmpty(found) | List::Lost(found) => found,
    };
    Ok(Interpreted::Question(if is_allow_list {
        allowed_domains(&found, printed)
    } else {
        lost_list(key, &found)
    }))
}

fn entries_of(key: SettingKey, entries: &[String], cut: bool) -> Result<Interpreted, String> {
    let (complete, doubtful) = match entries.split_last() {
        Some((end, before)) if cut => (before, Some(end)),
        _ => (entries, None),
    };
    let mut domains = Vec::with_capacity(entries.len());
    for entry in complete {
        domains.push(DomainName::parse(entry).map_err(|error| error.to_string())?);
    }
    // The dots may stand for the rest of this name, too; a whole name is a domain either way.
    domains.extend(doubtful.and_then(|entry| DomainName::parse(entry).ok()));
    let (list, repeated) = without_repetition(domains);
    if cut {
        let shown = format!("{}…", shortened(&entries.join(", ")));
        return Ok(Interpreted::Question(cut_list(key, list, &shown)));
    }
    Ok(with_note(key, SettingValue::Domains(list), repeated))
}

fn people(key: SettingKey, raw: &Raw) -> Result<Interpreted, String> {
    let entries = match read_list(raw)? {
        List::Entries { entries, cut: false } => entries,
        List::Empty => Vec::new(),
        other => return Ok(Interpreted::Question(lost_list(key, &what(&other)))),
    };
    let mut list = Vec::with_capacity(entries.len());
    for entry in &entries {
        list.push(BlockedPerson::parse(entry).map_err(|error| error.to_string())?);
    }
    let (list, repeated) = without_repetition(list);
    Ok(with_note(key, SettingValue::People(list), repeated))
}

fn texts(key: SettingKey, raw: &Raw) -> Result<Interpreted, String> {
    Ok(match read_list(raw)? {
        List::Entries { entries, cut: false } => Interpreted::Clear(SettingValue::Texts(entries)),
        List::Empty => Interpreted::Clear(SettingValue::Texts(Vec::new())),
        other => Interpreted::Question(lost_list(key, &what(&other))),
    })
}

/// How to show a list that is not clear.
fn what(list: &List) -> String {
    match list {
        List::Lost(found) | List::NamedEmpty(found) => found.clone(),
        List::Entries { entries, .. } => format!("{}…", shortened(&entries.join(", "))),
        List::AllKnown => "AllowAllKnownDomains".to_owned(),
        List::Empty => "[]".to_owned(),
    }
}

fn without_repetition<T: Clone + Eq + Hash>(list: Vec<T>) -> (Vec<T>, usize) {
    let all = list.len();
    let mut seen = HashSet::new();
    let once: Vec<T> = list
        .into_iter()
        .filter(|entry| seen.insert(entry.clone()))
        .collect();
    let repeated = all - once.len();
    (once, repeated)
}

fn with_note(key: SettingKey, value: SettingValue, repeated: usize) -> Interpreted {
    if repeated == 0 {
        Interpreted::Clear(value)
    } else {
        let note = format!("{key} names entries more than once; {repeated} repetitions were left out.");
        Interpreted::WithNote(value, note)
    }
}
