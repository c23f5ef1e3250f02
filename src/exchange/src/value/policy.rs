//! The settings of a policy by their keys.

use super::SettingValue;
use forecourt_model::policy::{CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::SettingKey;

/// The value of `key`, as `CsExternalAccessPolicy` would print it. `None` for a setting of the organization.
pub fn policy_value(settings: &PolicySettings, key: SettingKey) -> Option<SettingValue> {
    use SettingKey as K;
    use SettingValue::{Choice, Domains, Switch, Text};
    Some(match key {
        K::EnableTeamsConsumerAccess => Switch(settings.enable_teams_consumer_access),
        K::EnableTeamsConsumerInbound => Switch(settings.enable_teams_consumer_inbound),
        K::RestrictTeamsConsumerAccessToExternalUserProfiles => {
            Switch(settings.restrict_teams_consumer_access_to_external_user_profiles)
        }
        K::EnableFederationAccess => Switch(settings.enable_federation_access),
        K::CommunicationWithExternalOrgs => {
            Choice(settings.communication_with_external_orgs.name().to_owned())
        }
        K::AllowedExternalDomains => Domains(settings.allowed_external_domains.clone()),
        K::BlockedExternalDomains => Domains(settings.blocked_external_domains.clone()),
        K::EnableAcsFederationAccess => Switch(settings.enable_acs_federation_access),
        K::FederatedBilateralChats => Switch(settings.federated_bilateral_chats),
        K::EnableTeamsSmsAccess => Switch(settings.enable_teams_sms_access),
        K::EnableXmppAccess => Switch(settings.enable_xmpp_access),
        K::EnablePublicCloudAudioVideoAccess => Switch(settings.enable_public_cloud_audio_video_access),
        K::EnableOutsideAccess => Switch(settings.enable_outside_access),
        K::Description => Text(settings.description.clone()),
        _ => return None,
    })
}

/// Puts `value` where `key` says; `false` when it is of another kind or another object.
pub fn put_policy(settings: &mut PolicySettings, key: SettingKey, value: &SettingValue) -> bool {
    use SettingKey as K;
    if let SettingValue::Switch(on) = value {
        let place = match key {
            K::EnableTeamsConsumerAccess => &mut settings.enable_teams_consumer_access,
            K::EnableTeamsConsumerInbound => &mut settings.enable_teams_consumer_inbound,
            K::RestrictTeamsConsumerAccessToExternalUserProfiles => {
                &mut settings.restrict_teams_consumer_access_to_external_user_profiles
            }
            K::EnableFederationAccess => &mut settings.enable_federation_access,
            K::EnableAcsFederationAccess => &mut settings.enable_acs_federation_access,
            K::FederatedBilateralChats => &mut settings.federated_bilateral_chats,
            K::EnableTeamsSmsAccess => &mut settings.enable_teams_sms_access,
            K::EnableXmppAccess => &mut settings.enable_xmpp_access,
            K::EnablePublicCloudAudioVideoAccess => &mut settings.enable_public_cloud_audio_video_access,
            K::EnableOutsideAccess => &mut settings.enable_outside_access,
            _ => return false,
        };
        *place = *on;
        return true;
    }
    match (key, value) {
        (K::CommunicationWithExternalOrgs, SettingValue::Choice(name)) => {
            match CommunicationWithExternalOrgs::from_name(name) {
                Some(rule) => settings.communication_with_external_orgs = rule,
                None => return false,
            }
        }
        (K::AllowedExternalDomains, SettingValue::Domains(list)) => {
            settings.allowed_external_domains.clone_from(list);
        }
        (K::BlockedExternalDomains, SettingValue::Domains(list)) => {
            settings.blocked_external_domains.clone_from(list);
        }
        (K::Description, SettingValue::Text(text)) => settings.description.clone_from(text),
        _ => return false,
    }
    true
}
