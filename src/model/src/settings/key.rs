//! The name of each setting.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! setting_keys {
    ($($name:ident),+ $(,)?) => {
        /// A setting, by the property name that administrators know it by. Never translated.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the catalogue describes each")]
        pub enum SettingKey { $($name),+ }

        impl SettingKey {
            /// Every setting, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The property name, for example `AllowTeamsConsumer`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }
    };
}

setting_keys!(
    AllowTeamsConsumer,
    AllowTeamsConsumerInbound,
    RestrictTeamsConsumerToExternalUserProfiles,
    AllowFederatedUsers,
    AllowedDomains,
    BlockedDomains,
    BlockAllSubdomains,
    ExternalAccessWithTrialTenants,
    AllowedTrialTenantDomains,
    TreatDiscoveredPartnersAsUnverified,
    SharedSipAddressSpace,
    AllowTeamsSms,
    BlockExternalAccessUserAccess,
    BlockedUsers,
    SecurityTeamAllowBlockListDelegation,
    EnableAcsUsers,
    AllowedAcsResources,
    RequireAcsFederationForMeeting,
    LabelForAllowedAcsUsers,
    HideBannerForAllowedAcsUsers,
    EnableTeamsConsumerAccess,
    EnableTeamsConsumerInbound,
    RestrictTeamsConsumerAccessToExternalUserProfiles,
    EnableFederationAccess,
    CommunicationWithExternalOrgs,
    AllowedExternalDomains,
    BlockedExternalDomains,
    EnableAcsFederationAccess,
    FederatedBilateralChats,
    EnableTeamsSmsAccess,
    EnableXmppAccess,
    EnablePublicCloudAudioVideoAccess,
    EnableOutsideAccess,
    Description,
);

impl fmt::Display for SettingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
