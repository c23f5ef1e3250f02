//! Settings as PowerShell prints them, and what differs between two states.

use crate::change::FieldChange;
use forecourt_model::policy::PolicySettings;
use forecourt_model::settings::{AllowedDomains, OrganizationSettings, SettingKey};

/// A switch as PowerShell prints it.
pub fn switch(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

/// A list as PowerShell prints it, whole.
fn list<T: ToString>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    format!("{{{}}}", items.join(", "))
}

/// Every organization setting with its value, in the order of the catalogue.
pub fn organization_values(settings: &OrganizationSettings) -> Vec<(SettingKey, String)> {
    use SettingKey as K;
    let s = settings;
    let allowed = match s.domains.allowed_domains() {
        AllowedDomains::AllKnown => "AllowAllKnownDomains".to_owned(),
        AllowedDomains::List(domains) => list(domains),
    };
    vec![
        (K::AllowTeamsConsumer, switch(s.allow_teams_consumer)),
        (
            K::AllowTeamsConsumerInbound,
            switch(s.allow_teams_consumer_inbound),
        ),
        (
            K::RestrictTeamsConsumerToExternalUserProfiles,
            switch(s.restrict_teams_consumer_to_external_user_profiles),
        ),
        (K::AllowFederatedUsers, switch(s.domains.allow_federated_users())),
        (K::AllowedDomains, allowed),
        (K::BlockedDomains, list(s.domains.blocked_domains())),
        (K::BlockAllSubdomains, switch(s.block_all_subdomains)),
        (
            K::ExternalAccessWithTrialTenants,
            format!("{:?}", s.external_access_with_trial_tenants),
        ),
        (
            K::AllowedTrialTenantDomains,
            list(&s.allowed_trial_tenant_domains),
        ),
        (
            K::TreatDiscoveredPartnersAsUnverified,
            switch(s.treat_discovered_partners_as_unverified),
        ),
        (K::SharedSipAddressSpace, switch(s.shared_sip_address_space)),
        (K::AllowTeamsSms, switch(s.allow_teams_sms)),
        (
            K::BlockExternalAccessUserAccess,
            switch(s.block_external_access_user_access),
        ),
        (K::BlockedUsers, list(&s.blocked_users)),
        (
            K::SecurityTeamAllowBlockListDelegation,
            format!("{:?}", s.security_team_allow_block_list_delegation),
        ),
        (K::EnableAcsUsers, switch(s.enable_acs_users)),
        (K::AllowedAcsResources, list(&s.allowed_acs_resources)),
        (
            K::RequireAcsFederationForMeeting,
            switch(s.require_acs_federation_for_meeting),
        ),
        (
            K::LabelForAllowedAcsUsers,
            format!("{:?}", s.label_for_allowed_acs_users),
        ),
        (
            K::HideBannerForAllowedAcsUsers,
            switch(s.hide_banner_for_allowed_acs_users),
        ),
    ]
}

/// Every policy setting with its value, in the order of the catalogue.
pub fn policy_values(settings: &PolicySettings) -> Vec<(SettingKey, String)> {
    use SettingKey as K;
    let s = settings;
    vec![
        (
            K::EnableTeamsConsumerAccess,
            switch(s.enable_teams_consumer_access),
        ),
        (
            K::EnableTeamsConsumerInbound,
            switch(s.enable_teams_consumer_inbound),
        ),
        (
            K::RestrictTeamsConsumerAccessToExternalUserProfiles,
            switch(s.restrict_teams_consumer_access_to_external_user_profiles),
        ),
        (K::EnableFederationAccess, switch(s.enable_federation_access)),
        (
            K::CommunicationWithExternalOrgs,
            s.communication_with_external_orgs.name().to_owned(),
        ),
        (K::AllowedExternalDomains, list(&s.allowed_external_domains)),
        (K::BlockedExternalDomains, list(&s.blocked_external_domains)),
        (
            K::EnableAcsFederationAccess,
            switch(s.enable_acs_federation_access),
        ),
        (K::FederatedBilateralChats, switch(s.federated_bilateral_chats)),
        (K::EnableTeamsSmsAccess, switch(s.enable_teams_sms_access)),
        (K::EnableXmppAccess, switch(s.enable_xmpp_access)),
        (
            K::EnablePublicCloudAudioVideoAccess,
            switch(s.enable_public_cloud_audio_video_access),
        ),
        (K::EnableOutsideAccess, switch(s.enable_outside_access)),
        (K::Description, s.description.clone()),
    ]
}

/// What differs between two lists of values of the same settings.
pub fn differences(before: &[(SettingKey, String)], after: &[(SettingKey, String)]) -> Vec<FieldChange> {
    before
        .iter()
        .zip(after)
        .filter(|(before, after)| before.1 != after.1)
        .map(|(before, after)| {
            FieldChange::new(before.0.name(), Some(before.1.clone()), Some(after.1.clone()))
        })
        .collect()
}
