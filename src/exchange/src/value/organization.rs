//! The settings of an organization by their keys.

use super::SettingValue;
use forecourt_model::settings::{
    AcsLabel, AllowedDomains, Delegation, OrganizationSettings, SettingKey, TrialTenants,
};

/// The value of `key`, as `CsTenantFederationConfiguration` and its sisters would print it. `None` for a setting of
/// policies.
pub fn organization_value(settings: &OrganizationSettings, key: SettingKey) -> Option<SettingValue> {
    use SettingKey as K;
    use SettingValue::{Choice, Domains, People, Switch, Texts};
    let choice = |name: &str| Choice(name.to_owned());
    Some(match key {
        K::AllowTeamsConsumer => Switch(settings.allow_teams_consumer),
        K::AllowTeamsConsumerInbound => Switch(settings.allow_teams_consumer_inbound),
        K::RestrictTeamsConsumerToExternalUserProfiles => {
            Switch(settings.restrict_teams_consumer_to_external_user_profiles)
        }
        K::AllowFederatedUsers => Switch(settings.domains.allow_federated_users()),
        K::AllowedDomains => match settings.domains.allowed_domains() {
            AllowedDomains::AllKnown => SettingValue::AllKnownDomains,
            AllowedDomains::List(list) => Domains(list.to_vec()),
        },
        K::BlockedDomains => Domains(settings.domains.blocked_domains().to_vec()),
        K::BlockAllSubdomains => Switch(settings.block_all_subdomains),
        K::ExternalAccessWithTrialTenants => choice(match settings.external_access_with_trial_tenants {
            TrialTenants::Allowed => "Allowed",
            TrialTenants::Blocked => "Blocked",
        }),
        K::AllowedTrialTenantDomains => Domains(settings.allowed_trial_tenant_domains.clone()),
        K::TreatDiscoveredPartnersAsUnverified => Switch(settings.treat_discovered_partners_as_unverified),
        K::SharedSipAddressSpace => Switch(settings.shared_sip_address_space),
        K::AllowTeamsSms => Switch(settings.allow_teams_sms),
        K::BlockExternalAccessUserAccess => Switch(settings.block_external_access_user_access),
        K::BlockedUsers => People(settings.blocked_users.clone()),
        K::SecurityTeamAllowBlockListDelegation => {
            choice(match settings.security_team_allow_block_list_delegation {
                Delegation::Enabled => "Enabled",
                Delegation::Disabled => "Disabled",
            })
        }
        K::EnableAcsUsers => Switch(settings.enable_acs_users),
        K::AllowedAcsResources => Texts(settings.allowed_acs_resources.clone()),
        K::RequireAcsFederationForMeeting => Switch(settings.require_acs_federation_for_meeting),
        K::LabelForAllowedAcsUsers => choice(match settings.label_for_allowed_acs_users {
            AcsLabel::Unverified => "Unverified",
            AcsLabel::External => "External",
        }),
        K::HideBannerForAllowedAcsUsers => Switch(settings.hide_banner_for_allowed_acs_users),
        _ => return None,
    })
}

/// Puts `value` where `key` says. The three properties of the domain rule are not put one by one: they are `false`
/// here, like values of another kind.
pub(crate) fn put_organization(
    settings: &mut OrganizationSettings,
    key: SettingKey,
    value: &SettingValue,
) -> bool {
    use SettingKey as K;
    if let SettingValue::Switch(on) = value {
        let place = match key {
            K::AllowTeamsConsumer => &mut settings.allow_teams_consumer,
            K::AllowTeamsConsumerInbound => &mut settings.allow_teams_consumer_inbound,
            K::RestrictTeamsConsumerToExternalUserProfiles => {
                &mut settings.restrict_teams_consumer_to_external_user_profiles
            }
            K::BlockAllSubdomains => &mut settings.block_all_subdomains,
            K::TreatDiscoveredPartnersAsUnverified => &mut settings.treat_discovered_partners_as_unverified,
            K::SharedSipAddressSpace => &mut settings.shared_sip_address_space,
            K::AllowTeamsSms => &mut settings.allow_teams_sms,
            K::BlockExternalAccessUserAccess => &mut settings.block_external_access_user_access,
            K::EnableAcsUsers => &mut settings.enable_acs_users,
            K::RequireAcsFederationForMeeting => &mut settings.require_acs_federation_for_meeting,
            K::HideBannerForAllowedAcsUsers => &mut settings.hide_banner_for_allowed_acs_users,
            _ => return false,
        };
        *place = *on;
        return true;
    }
    match (key, value) {
        (K::ExternalAccessWithTrialTenants, SettingValue::Choice(name)) => {
            settings.external_access_with_trial_tenants = match name.as_str() {
                "Allowed" => TrialTenants::Allowed,
                "Blocked" => TrialTenants::Blocked,
                _ => return false,
            };
        }
        (K::SecurityTeamAllowBlockListDelegation, SettingValue::Choice(name)) => {
            settings.security_team_allow_block_list_delegation = match name.as_str() {
                "Enabled" => Delegation::Enabled,
                "Disabled" => Delegation::Disabled,
                _ => return false,
            };
        }
        (K::LabelForAllowedAcsUsers, SettingValue::Choice(name)) => {
            settings.label_for_allowed_acs_users = match name.as_str() {
                "Unverified" => AcsLabel::Unverified,
                "External" => AcsLabel::External,
                _ => return false,
            };
        }
        (K::AllowedTrialTenantDomains, SettingValue::Domains(list)) => {
            settings.allowed_trial_tenant_domains.clone_from(list);
        }
        (K::BlockedUsers, SettingValue::People(list)) => settings.blocked_users.clone_from(list),
        (K::AllowedAcsResources, SettingValue::Texts(list)) => {
            settings.allowed_acs_resources.clone_from(list);
        }
        _ => return false,
    }
    true
}
