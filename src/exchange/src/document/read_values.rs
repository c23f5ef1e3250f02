//! Values of settings in a document, each strictly of its kind.

use super::nearest::nearest;
use super::read::{Reader, at, domain_list};
use super::tree::{Entry, Node, Tree};
use crate::value::{ReadSetting, SettingValue};
use forecourt_model::settings::{BlockedPerson, Kind, Level, SettingKey, setting};

/// The setting of `level` that `entry` states.
pub(super) fn stated(reader: &mut Reader, entry: &Entry, path: &str, level: Level) -> Option<ReadSetting> {
    let of_level = || {
        SettingKey::ALL
            .iter()
            .copied()
            .filter(|key| setting(*key).level == level)
    };
    let found = of_level().find(|key| key.name() == entry.name);
    let place = at(path, &entry.name);
    let Some(key) = found else {
        let meant = nearest(&entry.name, of_level().map(SettingKey::name));
        let hint = meant.map_or_else(String::new, |name| format!(" Is {name} meant?"));
        let message = format!("{} is not a setting that is known here.{hint}", entry.name);
        reader.wrong(entry.line, &place, "unknown-property", message);
        return None;
    };
    let value = value(reader, key, &entry.value, &place)?;
    Some(ReadSetting { key, value })
}

fn value(reader: &mut Reader, key: SettingKey, tree: &Tree, path: &str) -> Option<SettingValue> {
    match setting(key).kind {
        Kind::Switch => match &tree.node {
            Node::Plain(word) if word.eq_ignore_ascii_case("true") => Some(SettingValue::Switch(true)),
            Node::Plain(word) if word.eq_ignore_ascii_case("false") => Some(SettingValue::Switch(false)),
            _ => {
                reader.wrong(
                    tree.line,
                    path,
                    "wrong-value",
                    "Write true or false, without quotes.",
                );
                None
            }
        },
        Kind::Choice(values) => {
            let text = reader.text(tree, path)?;
            let found = values.iter().find(|value| value.eq_ignore_ascii_case(&text));
            if found.is_none() {
                let message = format!(
                    "“{text}” is not a value of {key}. Write one of: {}.",
                    values.join(", ")
                );
                reader.wrong(tree.line, path, "wrong-value", message);
            }
            found.map(|value| SettingValue::Choice((*value).to_owned()))
        }
        Kind::Text => match &tree.node {
            Node::Text(text) => Some(SettingValue::Text(text.clone())),
            _ => reader.text(tree, path).map(SettingValue::Text),
        },
        Kind::Domains => Some(SettingValue::Domains(domain_list(reader, tree, path))),
        Kind::People => {
            let mut list = Vec::new();
            for (number, item) in (1..).zip(reader.list(tree, path)) {
                let place = format!("{path}[{number}]");
                let Some(text) = reader.text(item, &place) else {
                    continue;
                };
                match BlockedPerson::parse(&text) {
                    Ok(person) => list.push(person),
                    Err(error) => reader.wrong(item.line, &place, "wrong-value", error.to_string()),
                }
            }
            Some(SettingValue::People(list))
        }
        Kind::Texts => {
            let mut list = Vec::new();
            for (number, item) in (1..).zip(reader.list(tree, path)) {
                list.extend(reader.text(item, &format!("{path}[{number}]")));
            }
            Some(SettingValue::Texts(list))
        }
    }
}
