//! What the organization says over a setting of a policy.

use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};

/// Whether the organization leaves a setting to the policy, in a sentence; nothing where it has no say.
pub(super) fn gate(organization: &OrganizationSettings, key: SettingKey) -> Option<&'static str> {
    use SettingKey as K;
    Some(match key {
        K::EnableTeamsConsumerAccess => match organization.switches() {
            s if !s.access => {
                "Organization setting is Off: nobody can chat, whatever the policy says. No effect now."
            }
            s if !s.inbound => {
                "Organization settings: chat is On, being found and contacted is Off. The policy decides only who can start chats."
            }
            _ => "Organization settings: both are On, so this policy decides.",
        },
        K::EnableAcsFederationAccess if organization.enable_acs_users => {
            "Organization setting is On, so this policy decides."
        }
        K::EnableAcsFederationAccess => {
            "Organization setting is Off: nobody has this, whatever the policy says. No effect now."
        }
        K::EnableFederationAccess | K::CommunicationWithExternalOrgs
            if organization.domains.mode == DomainMode::BlockAll =>
        {
            "The organization blocks all external domains, whatever the policy says. No effect now."
        }
        K::CommunicationWithExternalOrgs => organization_rule(organization.domains.mode),
        K::RestrictTeamsConsumerAccessToExternalUserProfiles
            if organization.restrict_teams_consumer_to_external_user_profiles =>
        {
            "Organization setting is On: everybody is limited already, whatever the policy says."
        }
        K::EnableTeamsSmsAccess if !organization.allow_teams_sms => {
            "Organization setting is Off: nobody has this, whatever the policy says. No effect now."
        }
        _ => return None,
    })
}

fn organization_rule(mode: DomainMode) -> &'static str {
    match mode {
        DomainMode::AllowAll => "Organization settings: every external domain is allowed.",
        DomainMode::AllowSpecific => "Organization settings: only the domains of the allow list are allowed.",
        DomainMode::BlockSpecific => {
            "Organization settings: every domain is allowed but those of the block list."
        }
        DomainMode::BlockAll | DomainMode::BlockAllExceptByPolicy => {
            "Organization settings: every domain is blocked, except where a policy opens some."
        }
    }
}
