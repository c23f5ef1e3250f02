//! The switches of a policy by name.

use super::PolicySettings;
use crate::settings::SettingKey;

/// Every switch of a policy, in the order of the catalogue.
pub const POLICY_SWITCHES: [SettingKey; 10] = [
    SettingKey::EnableTeamsConsumerAccess,
    SettingKey::EnableTeamsConsumerInbound,
    SettingKey::RestrictTeamsConsumerAccessToExternalUserProfiles,
    SettingKey::EnableFederationAccess,
    SettingKey::EnableAcsFederationAccess,
    SettingKey::FederatedBilateralChats,
    SettingKey::EnableTeamsSmsAccess,
    SettingKey::EnableXmppAccess,
    SettingKey::EnablePublicCloudAudioVideoAccess,
    SettingKey::EnableOutsideAccess,
];

impl PolicySettings {
    /// The value of the switch `key`; `None` when a policy has no such switch.
    pub fn switch(&self, key: SettingKey) -> Option<bool> {
        use SettingKey as K;
        Some(match key {
            K::EnableTeamsConsumerAccess => self.enable_teams_consumer_access,
            K::EnableTeamsConsumerInbound => self.enable_teams_consumer_inbound,
            K::RestrictTeamsConsumerAccessToExternalUserProfiles => {
                self.restrict_teams_consumer_access_to_external_user_profiles
            }
            K::EnableFederationAccess => self.enable_federation_access,
            K::EnableAcsFederationAccess => self.enable_acs_federation_access,
            K::FederatedBilateralChats => self.federated_bilateral_chats,
            K::EnableTeamsSmsAccess => self.enable_teams_sms_access,
            K::EnableXmppAccess => self.enable_xmpp_access,
            K::EnablePublicCloudAudioVideoAccess => self.enable_public_cloud_audio_video_access,
            K::EnableOutsideAccess => self.enable_outside_access,
            _ => return None,
        })
    }

    /// Sets the switch `key`. Returns whether a policy has such a switch.
    pub fn set_switch(&mut self, key: SettingKey, on: bool) -> bool {
        use SettingKey as K;
        let place = match key {
            K::EnableTeamsConsumerAccess => &mut self.enable_teams_consumer_access,
            K::EnableTeamsConsumerInbound => &mut self.enable_teams_consumer_inbound,
            K::RestrictTeamsConsumerAccessToExternalUserProfiles => {
                &mut self.restrict_teams_consumer_access_to_external_user_profiles
            }
            K::EnableFederationAccess => &mut self.enable_federation_access,
            K::EnableAcsFederationAccess => &mut self.enable_acs_federation_access,
            K::FederatedBilateralChats => &mut self.federated_bilateral_chats,
            K::EnableTeamsSmsAccess => &mut self.enable_teams_sms_access,
            K::EnableXmppAccess => &mut self.enable_xmpp_access,
            K::EnablePublicCloudAudioVideoAccess => &mut self.enable_public_cloud_audio_video_access,
            K::EnableOutsideAccess => &mut self.enable_outside_access,
            _ => return false,
        };
        *place = on;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::POLICY_SWITCHES;
    use crate::policy::PolicySettings;
    use crate::settings::{Kind, Level, SettingKey, catalogue};

    #[test]
    fn every_switch_of_the_catalogue_is_read_and_set_alone() {
        let keys: Vec<_> = catalogue()
            .filter(|setting| setting.level == Level::Policy && setting.kind == Kind::Switch)
            .map(|setting| setting.key)
            .collect();
        assert_eq!(keys, POLICY_SWITCHES);
        for key in keys {
            let mut settings = PolicySettings::default();
            let before = settings.switch(key).unwrap();
            assert!(settings.set_switch(key, !before));
            let differing = POLICY_SWITCHES
                .iter()
                .filter(|key| settings.switch(**key) != PolicySettings::default().switch(**key));
            assert_eq!(differing.collect::<Vec<_>>(), [&key]);
        }
        assert_eq!(
            PolicySettings::default().switch(SettingKey::AllowTeamsConsumer),
            None
        );
    }
}
