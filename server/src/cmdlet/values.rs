//! Settings as values of the language, and back.

use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, ListEdit, Object, Value};
use forecourt_exchange::SettingValue;
use forecourt_model::DomainName;
use forecourt_model::settings::{BlockedPerson, Kind, SettingKey, setting};
use time::OffsetDateTime;
use time::macros::format_description;

/// A domain as an object.
pub(super) fn pattern(domain: &DomainName) -> Value {
    Object::new(&kinds::DOMAIN_PATTERN)
        .with("Domain", domain.as_str())
        .into()
}

/// A setting as PowerShell has it.
pub(super) fn value(key: SettingKey, value: SettingValue) -> Value {
    match value {
        SettingValue::Switch(on) => Value::Bool(on),
        SettingValue::Choice(text) | SettingValue::Text(text) => Value::Text(text),
        SettingValue::AllKnownDomains => Object::new(&kinds::ALLOW_ALL).into(),
        SettingValue::Domains(list) => match key {
            SettingKey::AllowedDomains => {
                let list: Vec<_> = list.iter().map(pattern).collect();
                Object::new(&kinds::ALLOW_LIST).with("AllowedDomain", list).into()
            }
            SettingKey::BlockedDomains => Value::List(list.iter().map(pattern).collect()),
            _ => Value::List(list.iter().map(|domain| Value::text(domain.as_str())).collect()),
        },
        SettingValue::People(list) => {
            Value::List(list.iter().map(|person| Value::text(person.as_str())).collect())
        }
        SettingValue::Texts(list) => Value::List(list.into_iter().map(Value::Text).collect()),
    }
}

/// A list after an edit.
pub(super) fn edited(before: Vec<String>, edit: ListEdit) -> Vec<String> {
    let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
    match edit {
        ListEdit::Replace(list) => list,
        ListEdit::Change { add, remove } => {
            let mut list = before;
            list.retain(|known| !remove.iter().any(|other| same(known, other)));
            for new in add {
                if !list.iter().any(|known| same(known, &new)) {
                    list.push(new);
                }
            }
            list
        }
    }
}

/// Domains as they were written.
pub(super) fn domains(written: &[String]) -> Result<Vec<DomainName>, Fault> {
    let each = written
        .iter()
        .filter(|text| !text.trim().is_empty())
        .map(|text| DomainName::parse(text).map_err(|error| Fault::new(error.code(), error.to_string())));
    each.collect()
}

/// What an argument makes of a setting that has the value `before`; `None` when it was not given.
pub(super) fn asked(
    arguments: &Arguments,
    key: SettingKey,
    before: Option<SettingValue>,
) -> Result<Option<SettingValue>, Fault> {
    let name = key.name();
    let texts = |value: Option<SettingValue>| match value {
        Some(SettingValue::Domains(list)) => list.iter().map(ToString::to_string).collect(),
        Some(SettingValue::People(list)) => list.iter().map(ToString::to_string).collect(),
        Some(SettingValue::Texts(list)) => list,
        _ => Vec::new(),
    };
    Ok(match setting(key).kind {
        Kind::Switch => arguments.bool(name).map(SettingValue::Switch),
        Kind::Choice(_) => arguments
            .text(name)
            .map(|text| SettingValue::Choice(text.to_owned())),
        Kind::Text => arguments
            .get(name)
            .map(|value| SettingValue::Text(value.to_string())),
        Kind::Domains => match arguments.list(name) {
            Some(edit) => Some(SettingValue::Domains(domains(&edited(texts(before), edit))?)),
            None => None,
        },
        Kind::Texts => arguments
            .list(name)
            .map(|edit| SettingValue::Texts(edited(texts(before), edit))),
        Kind::People => match arguments.list(name) {
            Some(edit) => {
                let list = edited(texts(before), edit);
                let read = list.iter().map(|text| {
                    BlockedPerson::parse(text)
                        .map_err(|error| Fault::new("blocked-person", error.to_string()))
                });
                Some(SettingValue::People(read.collect::<Result<_, _>>()?))
            }
            None => None,
        },
    })
}

/// A moment as PowerShell prints it: `10/29/2019 3:57:27 AM`.
pub(super) fn moment(at: OffsetDateTime) -> Value {
    let format = format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour repr:12 padding:none]:[minute]:[second] [period]"
    );
    let micros = i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX);
    Value::Moment(micros, at.format(&format).unwrap_or_default())
}
