//! Values as PowerShell reads them.

use crate::value::SettingValue;
use forecourt_model::DomainName;
use forecourt_model::settings::SettingKey;

/// `text` as a literal in single quotes, in which nothing is replaced. PowerShell takes typographic apostrophes for
/// quotes, too.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        if matches!(
            character,
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}'
        ) {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

/// The argument for `key`.
pub(super) fn argument(key: SettingKey, value: &SettingValue) -> String {
    match value {
        SettingValue::Switch(true) => "$true".to_owned(),
        SettingValue::Switch(false) => "$false".to_owned(),
        SettingValue::Choice(name) => name.clone(),
        SettingValue::Text(text) => quote(text),
        SettingValue::AllKnownDomains => "(New-CsEdgeAllowAllKnownDomains)".to_owned(),
        SettingValue::Domains(list) => match key {
            // Only through $null can an allow list be empty.
            SettingKey::AllowedDomains | SettingKey::BlockedDomains if list.is_empty() => "$null".to_owned(),
            SettingKey::AllowedDomains => format!("(New-CsEdgeAllowList -AllowedDomain {})", patterns(list)),
            SettingKey::BlockedDomains => format!("@{{Replace={}}}", patterns(list)),
            _ => texts(list),
        },
        SettingValue::People(list) => texts(list),
        SettingValue::Texts(list) => texts(list),
    }
}

fn patterns(list: &[DomainName]) -> String {
    let each: Vec<_> = list
        .iter()
        .map(|domain| format!("(New-CsEdgeDomainPattern -Domain {})", quote(domain.as_str())))
        .collect();
    format!("@({})", each.join(", "))
}

fn texts<T: ToString>(list: &[T]) -> String {
    let each: Vec<_> = list.iter().map(|entry| quote(&entry.to_string())).collect();
    format!("@({})", each.join(", "))
}
