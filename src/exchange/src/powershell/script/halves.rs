//! The half of a change that only closes.

use crate::powershell::organization::opens;
use crate::value::{SettingValue, organization_value, policy_value, put_organization, put_policy};
use forecourt_model::policy::{CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};

/// `before` with what closes on the way to `after`.
pub(super) fn closing_settings(
    before: &OrganizationSettings,
    after: &OrganizationSettings,
) -> OrganizationSettings {
    let mut middle = before.clone();
    for key in SettingKey::ALL {
        let Some(value) = organization_value(after, *key) else {
            continue;
        };
        if !opens(*key, &value) {
            put_organization(&mut middle, *key, &value);
        }
    }
    if after.domains.mode == DomainMode::BlockAll {
        middle.domains = after.domains.clone();
    }
    middle
}

/// The same for a policy.
pub(super) fn closing_policy(before: &PolicySettings, after: &PolicySettings) -> PolicySettings {
    let mut middle = before.clone();
    for key in SettingKey::ALL {
        let Some(value) = policy_value(after, *key) else {
            continue;
        };
        if closes(*key, &value) {
            put_policy(&mut middle, *key, &value);
        }
    }
    middle
}

fn closes(key: SettingKey, value: &SettingValue) -> bool {
    match (key, value) {
        (
            SettingKey::RestrictTeamsConsumerAccessToExternalUserProfiles
            | SettingKey::FederatedBilateralChats,
            SettingValue::Switch(on),
        ) => *on,
        (_, SettingValue::Switch(on)) => !on,
        (SettingKey::CommunicationWithExternalOrgs, SettingValue::Choice(name)) => {
            name == CommunicationWithExternalOrgs::BlockAllExternalDomains.name()
        }
        (SettingKey::Description, _) => true,
        _ => false,
    }
}

/// Settings of which none is as in `settings`; only for naming all of them.
pub(super) fn otherwise(settings: &PolicySettings) -> PolicySettings {
    let mut other = settings.clone();
    for key in SettingKey::ALL {
        let value = match policy_value(settings, *key) {
            Some(SettingValue::Switch(on)) => SettingValue::Switch(!on),
            Some(SettingValue::Text(text)) => SettingValue::Text(format!("{text}.")),
            _ => continue,
        };
        put_policy(&mut other, *key, &value);
    }
    let rule = settings.communication_with_external_orgs;
    let others = CommunicationWithExternalOrgs::ALL;
    other.communication_with_external_orgs = others
        .into_iter()
        .find(|other| *other != rule)
        .unwrap_or_default();
    for list in [
        &mut other.allowed_external_domains,
        &mut other.blocked_external_domains,
    ] {
        if !list.is_empty() {
            list.clear();
        }
    }
    other
}
