//! Two states of the organization's settings side by side, setting by setting: for conflicts and for what is unsaved.
//!
//! Here each setting is what an administrator edits: `AllowFederatedUsers` stands for the domain mode, and the two
//! lists are the stored ones, in use or not. [`describe`](super::describe) has them as PowerShell prints them.

use forecourt_model::settings::{AcsLabel, Delegation, OrganizationSettings, SettingKey, TrialTenants};

/// Every setting that the page edits, in its order.
pub const EDITED: [SettingKey; 20] = [
    SettingKey::AllowTeamsConsumer,
    SettingKey::AllowTeamsConsumerInbound,
    SettingKey::RestrictTeamsConsumerToExternalUserProfiles,
    SettingKey::AllowFederatedUsers,
    SettingKey::AllowedDomains,
    SettingKey::BlockedDomains,
    SettingKey::BlockAllSubdomains,
    SettingKey::ExternalAccessWithTrialTenants,
    SettingKey::AllowedTrialTenantDomains,
    SettingKey::BlockExternalAccessUserAccess,
    SettingKey::BlockedUsers,
    SettingKey::SecurityTeamAllowBlockListDelegation,
    SettingKey::EnableAcsUsers,
    SettingKey::AllowedAcsResources,
    SettingKey::RequireAcsFederationForMeeting,
    SettingKey::LabelForAllowedAcsUsers,
    SettingKey::HideBannerForAllowedAcsUsers,
    SettingKey::TreatDiscoveredPartnersAsUnverified,
    SettingKey::SharedSipAddressSpace,
    SettingKey::AllowTeamsSms,
];

/// The most names of a list that are written out.
const WRITTEN_OUT: usize = 3;

/// The value of a setting in words: "On", "Block all external domains", "4 in the list: a.example, b.example, …".
pub fn value_words(settings: &OrganizationSettings, key: SettingKey) -> String {
    match key {
        SettingKey::AllowFederatedUsers => settings.domains.mode.label().to_owned(),
        SettingKey::AllowedDomains => list_words(&settings.domains.allowed),
        SettingKey::BlockedDomains => list_words(&settings.domains.blocked),
        SettingKey::AllowedTrialTenantDomains => list_words(&settings.allowed_trial_tenant_domains),
        SettingKey::BlockedUsers => list_words(&settings.blocked_users),
        SettingKey::AllowedAcsResources => list_words(&settings.allowed_acs_resources),
        SettingKey::LabelForAllowedAcsUsers => format!("{:?}", settings.label_for_allowed_acs_users),
        switch if is_on(settings, switch) => "On".to_owned(),
        _ => "Off".to_owned(),
    }
}

fn list_words<T: ToString>(items: &[T]) -> String {
    if items.is_empty() {
        return "Empty".to_owned();
    }
    let names: Vec<_> = items.iter().take(WRITTEN_OUT).map(ToString::to_string).collect();
    let more = if items.len() > WRITTEN_OUT { ", …" } else { "" };
    format!("{} in the list: {}{more}", items.len(), names.join(", "))
}

/// Whether a switch is on; false for settings that are no switch.
pub fn is_on(settings: &OrganizationSettings, key: SettingKey) -> bool {
    let mut settings = settings.clone();
    match key {
        SettingKey::ExternalAccessWithTrialTenants => {
            settings.external_access_with_trial_tenants == TrialTenants::Allowed
        }
        SettingKey::SecurityTeamAllowBlockListDelegation => {
            settings.security_team_allow_block_list_delegation == Delegation::Enabled
        }
        SettingKey::AllowFederatedUsers => settings.domains.allow_federated_users(),
        _ => switch_of(&mut settings, key).is_some_and(|on| *on),
    }
}

/// Turns a switch on or off; other settings stay as they are.
pub fn set_switch(settings: &mut OrganizationSettings, key: SettingKey, on: bool) {
    match key {
        SettingKey::ExternalAccessWithTrialTenants => {
            settings.external_access_with_trial_tenants = if on {
                TrialTenants::Allowed
            } else {
                TrialTenants::Blocked
            };
        }
        SettingKey::SecurityTeamAllowBlockListDelegation => {
            settings.security_team_allow_block_list_delegation = if on {
                Delegation::Enabled
            } else {
                Delegation::Disabled
            };
        }
        _ => {
            if let Some(switch) = switch_of(settings, key) {
                *switch = on;
            }
        }
    }
}

/// Where a plain switch is stored.
fn switch_of(settings: &mut OrganizationSettings, key: SettingKey) -> Option<&mut bool> {
    use SettingKey as K;
    Some(match key {
        K::AllowTeamsConsumer => &mut settings.allow_teams_consumer,
        K::AllowTeamsConsumerInbound => &mut settings.allow_teams_consumer_inbound,
        K::RestrictTeamsConsumerToExternalUserProfiles => {
            &mut settings.restrict_teams_consumer_to_external_user_profiles
        }
        K::BlockAllSubdomains => &mut settings.block_all_subdomains,
        K::BlockExternalAccessUserAccess => &mut settings.block_external_access_user_access,
        K::EnableAcsUsers => &mut settings.enable_acs_users,
        K::RequireAcsFederationForMeeting => &mut settings.require_acs_federation_for_meeting,
        K::HideBannerForAllowedAcsUsers => &mut settings.hide_banner_for_allowed_acs_users,
        K::TreatDiscoveredPartnersAsUnverified => &mut settings.treat_discovered_partners_as_unverified,
        K::SharedSipAddressSpace => &mut settings.shared_sip_address_space,
        K::AllowTeamsSms => &mut settings.allow_teams_sms,
        _ => return None,
    })
}

/// Reads the label of the applications' people.
pub fn acs_label(text: &str) -> Option<AcsLabel> {
    match text {
        "Unverified" => Some(AcsLabel::Unverified),
        "External" => Some(AcsLabel::External),
        _ => None,
    }
}

/// Whether one setting has the same value in both.
pub fn is_same(left: &OrganizationSettings, right: &OrganizationSettings, key: SettingKey) -> bool {
    match key {
        SettingKey::AllowFederatedUsers => left.domains.mode == right.domains.mode,
        SettingKey::AllowedDomains => left.domains.allowed == right.domains.allowed,
        SettingKey::BlockedDomains => left.domains.blocked == right.domains.blocked,
        SettingKey::AllowedTrialTenantDomains => {
            left.allowed_trial_tenant_domains == right.allowed_trial_tenant_domains
        }
        SettingKey::BlockedUsers => left.blocked_users == right.blocked_users,
        SettingKey::AllowedAcsResources => left.allowed_acs_resources == right.allowed_acs_resources,
        SettingKey::LabelForAllowedAcsUsers => {
            left.label_for_allowed_acs_users == right.label_for_allowed_acs_users
        }
        switch => is_on(left, switch) == is_on(right, switch),
    }
}

/// The settings that differ, in the order of the page.
pub fn differing(left: &OrganizationSettings, right: &OrganizationSettings) -> Vec<SettingKey> {
    EDITED
        .into_iter()
        .filter(|key| !is_same(left, right, *key))
        .collect()
}

/// Gives one setting of `into` the value that it has in `from`.
pub fn take(from: &OrganizationSettings, key: SettingKey, into: &mut OrganizationSettings) {
    match key {
        SettingKey::AllowFederatedUsers => into.domains.mode = from.domains.mode,
        SettingKey::AllowedDomains => into.domains.allowed.clone_from(&from.domains.allowed),
        SettingKey::BlockedDomains => into.domains.blocked.clone_from(&from.domains.blocked),
        SettingKey::AllowedTrialTenantDomains => into
            .allowed_trial_tenant_domains
            .clone_from(&from.allowed_trial_tenant_domains),
        SettingKey::BlockedUsers => into.blocked_users.clone_from(&from.blocked_users),
        SettingKey::AllowedAcsResources => {
            into.allowed_acs_resources.clone_from(&from.allowed_acs_resources);
        }
        SettingKey::LabelForAllowedAcsUsers => {
            into.label_for_allowed_acs_users = from.label_for_allowed_acs_users;
        }
        switch => set_switch(into, switch, is_on(from, switch)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use forecourt_model::DomainName;
    use forecourt_model::settings::{BlockedPerson, DomainMode};

    /// Settings of which every one differs from the defaults.
    fn others() -> OrganizationSettings {
        let mut settings = OrganizationSettings::default();
        for key in EDITED {
            let on = is_on(&settings, key);
            set_switch(&mut settings, key, !on);
        }
        settings.domains.mode = DomainMode::BlockSpecific;
        settings.domains.allowed = vec![DomainName::parse("a.example").unwrap()];
        settings.domains.blocked = vec![DomainName::parse("b.example").unwrap()];
        settings.allowed_trial_tenant_domains = vec![DomainName::parse("c.example").unwrap()];
        settings.blocked_users = vec![BlockedPerson::parse("a@b.example").unwrap()];
        settings.allowed_acs_resources = vec!["resource".to_owned()];
        settings.label_for_allowed_acs_users = AcsLabel::External;
        settings
    }

    #[test]
    fn every_setting_can_be_taken_over_one_by_one() {
        let (defaults, others) = (OrganizationSettings::default(), others());
        assert_eq!(differing(&defaults, &others), EDITED);
        let mut mine = defaults.clone();
        for key in EDITED {
            take(&others, key, &mut mine);
            assert!(is_same(&mine, &others, key), "{key}");
        }
        assert_eq!(mine, others);
    }

    #[test]
    fn words_of_a_long_list_stop_after_a_few() {
        let mut settings = OrganizationSettings::default();
        assert_eq!(value_words(&settings, SettingKey::BlockedDomains), "Empty");
        settings.domains.blocked = ["a.example", "b.example", "c.example", "d.example"]
            .iter()
            .map(|name| DomainName::parse(name).unwrap())
            .collect();
        assert_eq!(
            value_words(&settings, SettingKey::BlockedDomains),
            "4 in the list: a.example, b.example, c.example, …"
        );
        assert_eq!(value_words(&settings, SettingKey::AllowTeamsConsumer), "On");
    }
}
