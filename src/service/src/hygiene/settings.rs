//! Stored values that do nothing, and those that wake up.

use super::finding::{Finding, FindingKind, Number, See};
use super::fix::{Fix, Place};
use super::repair::{Repair, of_organization, of_policy};
use super::words;
use crate::snapshot::Snapshot;
use forecourt_model::access::Switches;
use forecourt_model::policy::{CommunicationWithExternalOrgs, Policy, PolicyKind, PolicySettings};
use forecourt_model::settings::{
    DomainMode, Level, OrganizationSettings, SettingKey, TrialTenants, catalogue, setting,
};

/// Whether the switch `key` of the organization is on. Only those that others depend on are asked.
fn organization_is_on(settings: &OrganizationSettings, key: SettingKey) -> bool {
    match key {
        SettingKey::AllowTeamsConsumer => settings.allow_teams_consumer,
        SettingKey::AllowFederatedUsers => settings.domains.allow_federated_users(),
        SettingKey::BlockExternalAccessUserAccess => settings.block_external_access_user_access,
        SettingKey::EnableAcsUsers => settings.enable_acs_users,
        _ => true,
    }
}

/// Why a value of the organization does nothing, as far as that does not follow from the catalogue.
fn unused_list(settings: &OrganizationSettings, key: SettingKey) -> Option<&'static str> {
    let mode = settings.domains.mode;
    match key {
        SettingKey::AllowedDomains if mode != DomainMode::AllowSpecific => {
            Some("while the organization does not use its allow list")
        }
        SettingKey::BlockedDomains if mode == DomainMode::AllowSpecific => {
            Some("while the organization uses its allow list")
        }
        SettingKey::BlockedDomains | SettingKey::BlockAllSubdomains if mode != DomainMode::BlockSpecific => {
            Some("while the organization does not use its block list")
        }
        SettingKey::AllowedTrialTenantDomains
            if settings.external_access_with_trial_tenants == TrialTenants::Allowed =>
        {
            Some("while all trial organizations are allowed")
        }
        _ => None,
    }
}

fn unused_policy_list(settings: &PolicySettings, key: SettingKey) -> Option<&'static str> {
    use CommunicationWithExternalOrgs as Rule;
    let rule = settings.communication_with_external_orgs;
    match key {
        SettingKey::AllowedExternalDomains if rule != Rule::AllowSpecificExternalDomains => {
            Some("while the policy does not allow specific domains")
        }
        SettingKey::BlockedExternalDomains if rule != Rule::BlockSpecificExternalDomains => {
            Some("while the policy does not block specific domains")
        }
        _ => None,
    }
}

/// What stands in the way of the value `key`: its parent is off, or something else.
fn hindrance(key: SettingKey, parent_is_on: bool, other: Option<&'static str>) -> Option<String> {
    let parent = setting(key).parent.filter(|_| !parent_is_on);
    match parent {
        Some(parent) => Some(format!("while {parent} is off")),
        None => other.map(str::to_owned),
    }
}

fn without_effect(place: Place, whose: &str, key: SettingKey, why: &str, see: See) -> Finding {
    Finding {
        kind: FindingKind::NoEffect,
        title: format!("{key} in {whose} has no effect"),
        text: format!("A value is stored, and does nothing {why}."),
        people: None,
        fix: Fix::Edit(place, Repair::Clear(key)),
        see: Some(see),
    }
}

/// What is to be said about the settings of the organization.
pub(super) fn of_the_organization(snapshot: &Snapshot) -> Vec<Finding> {
    let settings = &snapshot.settings;
    let mut found = Vec::new();
    let switches = settings.switches();
    if waits(switches) {
        let awake = OrganizationSettings {
            allow_teams_consumer: true,
            ..settings.clone()
        };
        let people = Number::Exactly(snapshot.impact_of(&awake, &[]).inbound.gain);
        found.push(Finding {
            kind: FindingKind::Wakes,
            title: "A stored value of the organization is waiting".to_owned(),
            text: format!(
                "AllowTeamsConsumerInbound is on, unused while AllowTeamsConsumer is off. When that is turned on, {} \
                 can be found and contacted at once.",
                lower(people)
            ),
            people: Some(people),
            fix: Fix::Edit(
                Place::Organization,
                Repair::Clear(SettingKey::AllowTeamsConsumerInbound),
            ),
            see: Some(See::Settings),
        });
    }
    let children = catalogue().filter(|entry| entry.level == Level::Organization);
    for entry in children.filter(|entry| entry.key != SettingKey::AllowTeamsConsumerInbound) {
        let is_set = of_organization(settings, Repair::Clear(entry.key)) != *settings;
        let on = entry
            .parent
            .is_none_or(|parent| organization_is_on(settings, parent));
        let why = hindrance(entry.key, on, unused_list(settings, entry.key));
        if let Some(why) = why.filter(|_| is_set) {
            found.push(without_effect(
                Place::Organization,
                "the organization settings",
                entry.key,
                &why,
                See::Settings,
            ));
        }
    }
    found
}

/// What is to be said about the settings of one policy.
fn of_one_policy(snapshot: &Snapshot, policy: &Policy) -> Vec<Finding> {
    let (settings, place) = (&policy.settings, Place::Policy(policy.id));
    let see = || See::Policy(policy.name.clone());
    let mut found = Vec::new();
    let held = snapshot.people_with(policy.id, None);
    let wakes = waits(settings.switches());
    if wakes && held > 0 {
        let people = Number::Exactly(held);
        found.push(Finding {
            kind: FindingKind::Wakes,
            title: format!("A stored value of {} is waiting", policy.name),
            text: format!(
                "EnableTeamsConsumerInbound is on, unused while EnableTeamsConsumerAccess is off. When that is turned \
                 on, {} can be found and contacted at once.",
                lower(people)
            ),
            people: Some(people),
            fix: Fix::Edit(place, Repair::Clear(SettingKey::EnableTeamsConsumerInbound)),
            see: Some(see()),
        });
    }
    let children = catalogue().filter(|entry| entry.level == Level::Policy && entry.parent.is_some());
    for entry in children.filter(|entry| entry.key != SettingKey::EnableTeamsConsumerInbound) {
        let off = Switches {
            access: false,
            inbound: false,
        };
        let is_set = of_policy(settings, off, Repair::Clear(entry.key)) != *settings;
        let on = entry
            .parent
            .and_then(|parent| settings.switch(parent))
            .unwrap_or(true);
        let why = hindrance(entry.key, on, unused_policy_list(settings, entry.key));
        if let Some(why) = why.filter(|_| is_set) {
            found.push(without_effect(
                place,
                policy.name.as_str(),
                entry.key,
                &why,
                see(),
            ));
        }
    }
    found
}

/// The same for every policy that can be edited.
pub(super) fn of_policies(snapshot: &Snapshot) -> Vec<Finding> {
    let editable = snapshot
        .policies
        .iter()
        .filter(|policy| policy.kind != PolicyKind::BuiltIn);
    editable
        .flat_map(|policy| of_one_policy(snapshot, policy))
        .collect()
}

/// Whether the inbound switch is stored on under a parent that is off.
fn waits(switches: Switches) -> bool {
    !switches.access && switches.inbound
}

fn lower(people: Number) -> String {
    match people {
        Number::Exactly(0) => "nobody".to_owned(),
        Number::MoreThan(count) => format!("more than {} people", words::number(count)),
        Number::Exactly(_) => people.people(),
    }
}
