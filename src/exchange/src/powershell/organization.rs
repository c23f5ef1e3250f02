//! Commands for the settings of the organization.

use super::words::argument;
use crate::value::{SettingValue, organization_value};
use forecourt_model::settings::{DomainMode, Level, OrganizationSettings, SettingKey, catalogue, setting};

/// The commands that lead from `before` to `after`, one a line; empty when nothing differs. Each names only what
/// differs. What only closes comes before what opens anything, so that nobody is let in between two commands.
pub fn set_tenant(before: &OrganizationSettings, after: &OrganizationSettings) -> String {
    commands(after, &|key, value| {
        let is_open_question = is_list(key) && before.domains.mode == DomainMode::BlockAll;
        is_open_question || organization_value(before, key).as_ref() != Some(value)
    })
}

/// The commands that set everything to what it is, whatever it was.
pub(super) fn every_setting(settings: &OrganizationSettings) -> String {
    commands(settings, &|key, _| key != SettingKey::AllowTeamsSms)
}

/// The commands for the settings that are `wanted`, object by object.
fn commands(after: &OrganizationSettings, wanted: &dyn Fn(SettingKey, &SettingValue) -> bool) -> String {
    let mut commands = Vec::new();
    let mut nouns: Vec<&str> = catalogue()
        .filter(|setting| setting.level == Level::Organization)
        .map(|setting| setting.cmdlet_noun)
        .collect();
    nouns.sort_unstable();
    nouns.dedup();
    for noun in nouns {
        let changed: Vec<_> = SettingKey::ALL
            .iter()
            .copied()
            .filter(|key| setting(*key).cmdlet_noun == noun && is_worth_setting(*key, after))
            .filter_map(|key| Some((key, organization_value(after, key)?)))
            .filter(|(key, value)| wanted(*key, value))
            .collect();
        let opens = changed.iter().any(|(key, value)| opens(*key, value));
        let (settable, printed): (Vec<_>, Vec<_>) = changed
            .into_iter()
            .partition(|(key, _)| *key != SettingKey::AllowTeamsSms);
        if !settable.is_empty() {
            commands.push((opens, command(noun, &settable)));
        }
        commands.extend(printed.iter().map(|_| (true, SMS.to_owned())));
    }
    commands.sort_by_key(|(opens, _)| *opens);
    commands
        .into_iter()
        .map(|(_, command)| command)
        .collect::<Vec<_>>()
        .join("\n")
}

/// One line that sets `key` to the value it has; empty for a setting of policies.
pub fn show_setting(settings: &OrganizationSettings, key: SettingKey) -> String {
    match organization_value(settings, key) {
        None => String::new(),
        Some(_) if key == SettingKey::AllowTeamsSms => SMS.to_owned(),
        Some(value) => command(setting(key).cmdlet_noun, &[(key, value)]),
    }
}

const SMS: &str = "# AllowTeamsSms is printed by Get-CsTenantFederationConfiguration; no cmdlet sets it.";

/// With federation off both lists are without effect. Clearing them would open every domain once it is on again, so
/// they are left alone then, and always named when federation comes back.
fn is_worth_setting(key: SettingKey, after: &OrganizationSettings) -> bool {
    !(is_list(key) && after.domains.mode == DomainMode::BlockAll)
}

fn is_list(key: SettingKey) -> bool {
    matches!(key, SettingKey::AllowedDomains | SettingKey::BlockedDomains)
}

/// Whether setting `key` to `value` may let somebody in.
pub(super) fn opens(key: SettingKey, value: &SettingValue) -> bool {
    match (key, value) {
        (
            SettingKey::BlockExternalAccessUserAccess
            | SettingKey::BlockAllSubdomains
            | SettingKey::RestrictTeamsConsumerToExternalUserProfiles
            | SettingKey::TreatDiscoveredPartnersAsUnverified
            | SettingKey::RequireAcsFederationForMeeting,
            SettingValue::Switch(on),
        ) => !on,
        (_, SettingValue::Switch(on)) => *on,
        (_, SettingValue::Choice(name)) => name == "Allowed",
        _ => true,
    }
}

fn command(noun: &str, values: &[(SettingKey, SettingValue)]) -> String {
    let identity = if noun == "CsTeamsExternalAccessConfiguration" {
        " -Identity Global"
    } else {
        ""
    };
    let mut line = format!("Set-{noun}{identity}");
    for (key, value) in values {
        line.extend([" -", key.name(), " ", &argument(*key, value)]);
    }
    line
}
