//! What an organization's settings become when a file is applied.

use super::TenantFile;
use crate::reading::{ALLOW_ALL, AS_READ, Ambiguity, EMPTY, EMPTY_ALLOW_LIST, KEEP};
use crate::value::{ReadSetting, SettingValue, organization_value, put_organization};
use forecourt_model::settings::{DomainMode, DomainRule, Kind, OrganizationSettings, SettingKey, setting};
use forecourt_model::{DomainName, FieldErrors};
use std::collections::BTreeMap;

/// Applies what `file` says to `current`. `answers` holds the code of a choice for each of the file's questions.
/// Settings that the file does not state keep their values, as do lists that the new rule does not use.
///
/// # Errors
/// A question without a valid answer, or settings that cannot be together.
pub fn apply_tenant(
    file: &TenantFile,
    answers: &BTreeMap<SettingKey, String>,
    current: &OrganizationSettings,
) -> Result<OrganizationSettings, FieldErrors> {
    let said = with_answers(&file.settings, &file.ambiguous, answers)?;
    let mut settings = current.clone();
    for read in &said {
        put_organization(&mut settings, read.key, &read.value);
    }
    settings.domains = domain_rule(&said, current);
    settings.check()?;
    Ok(settings)
}

/// Puts values where their keys say, one by one; the three properties of the domain rule stay.
pub fn put_stated(settings: &mut OrganizationSettings, stated: &[ReadSetting]) {
    for read in stated {
        put_organization(settings, read.key, &read.value);
    }
}

/// What is said clearly, and what the answers make of the rest.
pub(crate) fn with_answers(
    clear: &[ReadSetting],
    questions: &[Ambiguity],
    answers: &BTreeMap<SettingKey, String>,
) -> Result<Vec<ReadSetting>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut said = clear.to_vec();
    for question in questions {
        let key = question.key;
        let Some(answer) = answers.get(&key) else {
            errors.push(key.name(), "answer-needed", question.question.clone());
            continue;
        };
        if !question.choices.iter().any(|choice| choice.code == answer) {
            let codes: Vec<_> = question.choices.iter().map(|choice| choice.code).collect();
            let message = format!(
                "“{answer}” is not an answer about {key}. Answer one of: {}.",
                codes.join(", ")
            );
            errors.push(key.name(), "answer-unknown", message);
            continue;
        }
        let value = match (answer.as_str(), setting(key).kind) {
            (KEEP, _) => continue,
            (ALLOW_ALL, _) => SettingValue::AllKnownDomains,
            (AS_READ, _) => SettingValue::Domains(question.partial.clone()),
            (EMPTY | EMPTY_ALLOW_LIST, Kind::People) => SettingValue::People(Vec::new()),
            (EMPTY | EMPTY_ALLOW_LIST, Kind::Texts) => SettingValue::Texts(Vec::new()),
            _ => SettingValue::Domains(Vec::new()),
        };
        said.push(ReadSetting { key, value });
    }
    errors.or(said)
}

/// The rule that three properties make together (the four modes of the admin center; two shapes block all).
fn domain_rule(said: &[ReadSetting], current: &OrganizationSettings) -> DomainRule {
    let before = &current.domains;
    let stated = |key: SettingKey| said.iter().find(|read| read.key == key).map(|read| &read.value);
    let in_force = |key: SettingKey| stated(key).cloned().or_else(|| organization_value(current, key));
    let keys = [
        SettingKey::AllowFederatedUsers,
        SettingKey::AllowedDomains,
        SettingKey::BlockedDomains,
    ];
    if keys.iter().all(|key| stated(*key).is_none()) {
        return before.clone();
    }
    let list = |value: Option<SettingValue>| match value {
        Some(SettingValue::Domains(list)) => Some(list),
        _ => None,
    };
    let allowed = list(in_force(SettingKey::AllowedDomains));
    let blocked = list(in_force(SettingKey::BlockedDomains)).unwrap_or_default();
    let mode = match (in_force(SettingKey::AllowFederatedUsers), &allowed) {
        (Some(SettingValue::Switch(false)), _) => DomainMode::BlockAll,
        (_, Some(list)) if list.is_empty() => DomainMode::BlockAllExceptByPolicy,
        (_, Some(_)) => DomainMode::AllowSpecific,
        (_, None) if blocked.is_empty() => DomainMode::AllowAll,
        (_, None) => DomainMode::BlockSpecific,
    };
    let stated_list = |key: SettingKey| list(stated(key).cloned());
    let mut rule = DomainRule {
        mode,
        allowed: stated_list(SettingKey::AllowedDomains)
            .filter(|list| !list.is_empty())
            .unwrap_or_else(|| before.allowed.clone()),
        blocked: stated_list(SettingKey::BlockedDomains).unwrap_or_else(|| before.blocked.clone()),
    };
    // A domain may be in one list only; the list without effect gives way.
    if mode == DomainMode::BlockSpecific {
        give_way(&mut rule.allowed, &rule.blocked);
    } else {
        give_way(&mut rule.blocked, &rule.allowed);
    }
    rule
}

fn give_way(list: &mut Vec<DomainName>, other: &[DomainName]) {
    let other: std::collections::HashSet<_> = other.iter().collect();
    list.retain(|domain| !other.contains(domain));
}
