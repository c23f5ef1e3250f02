//! Other settings that put something right.

use super::domains::{covered, in_both};
use forecourt_model::DomainName;
use forecourt_model::access::Switches;
use forecourt_model::policy::{CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};

/// What is written instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repair {
    /// The value before anybody set it: off, empty, or the default choice.
    Clear(SettingKey),
    /// A list without the domains that others of it cover.
    Tidy(SettingKey),
    /// Lists that do not contradict each other.
    OneList,
    /// A policy that lets nobody do what Global does not.
    AsStrictAsGlobal,
    /// A policy that uses the organization's domains instead of its own.
    FollowOrganization,
}

impl Repair {
    /// The words of the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clear(_) => "Clear the value",
            Self::Tidy(_) => "Remove these domains",
            Self::OneList => "Keep one of them",
            Self::AsStrictAsGlobal => "Make it as strict as Global",
            Self::FollowOrganization => "Use organization settings",
        }
    }
}

/// The organization's settings put right.
pub(super) fn of_organization(settings: &OrganizationSettings, repair: Repair) -> OrganizationSettings {
    let (mut after, stock) = (settings.clone(), OrganizationSettings::default());
    match repair {
        Repair::Clear(key) => clear_organization(&mut after, stock, key),
        Repair::Tidy(_) => {
            let gone = covered(&after.domains.blocked, after.block_all_subdomains);
            remove_first(&mut after.domains.blocked, &gone);
        }
        Repair::OneList => {
            let both = in_both(&after.domains.allowed, &after.domains.blocked);
            // What is in use stays; where neither list is, what blocks stays.
            let list = if after.domains.mode == DomainMode::AllowSpecific {
                &mut after.domains.blocked
            } else {
                &mut after.domains.allowed
            };
            list.retain(|domain| !both.contains(domain));
        }
        Repair::AsStrictAsGlobal | Repair::FollowOrganization => {}
    }
    after
}

fn clear_organization(after: &mut OrganizationSettings, stock: OrganizationSettings, key: SettingKey) {
    use SettingKey as K;
    match key {
        K::AllowTeamsConsumerInbound => after.allow_teams_consumer_inbound = false,
        K::RestrictTeamsConsumerToExternalUserProfiles => {
            after.restrict_teams_consumer_to_external_user_profiles = false;
        }
        K::AllowedDomains => after.domains.allowed.clear(),
        K::BlockedDomains => after.domains.blocked.clear(),
        K::BlockAllSubdomains => after.block_all_subdomains = false,
        K::AllowedTrialTenantDomains => after.allowed_trial_tenant_domains.clear(),
        K::TreatDiscoveredPartnersAsUnverified => after.treat_discovered_partners_as_unverified = false,
        K::BlockedUsers => after.blocked_users.clear(),
        K::AllowedAcsResources => after.allowed_acs_resources.clear(),
        K::RequireAcsFederationForMeeting => after.require_acs_federation_for_meeting = false,
        K::LabelForAllowedAcsUsers => {
            after.label_for_allowed_acs_users = stock.label_for_allowed_acs_users;
        }
        K::HideBannerForAllowedAcsUsers => after.hide_banner_for_allowed_acs_users = false,
        _ => {}
    }
}

/// A policy's settings put right. `global`: what Global's switches say.
pub(super) fn of_policy(settings: &PolicySettings, global: Switches, repair: Repair) -> PolicySettings {
    use CommunicationWithExternalOrgs as Rule;
    let mut after = settings.clone();
    match repair {
        Repair::Clear(SettingKey::CommunicationWithExternalOrgs) => {
            after.communication_with_external_orgs = Rule::OrganizationDefault;
        }
        Repair::Clear(SettingKey::AllowedExternalDomains) => after.allowed_external_domains.clear(),
        Repair::Clear(SettingKey::BlockedExternalDomains) => after.blocked_external_domains.clear(),
        Repair::Clear(key) => {
            after.set_switch(key, false);
        }
        Repair::Tidy(_) => {}
        Repair::OneList => {
            let both = in_both(&after.allowed_external_domains, &after.blocked_external_domains);
            let list = if after.communication_with_external_orgs == Rule::AllowSpecificExternalDomains {
                &mut after.blocked_external_domains
            } else {
                &mut after.allowed_external_domains
            };
            list.retain(|domain| !both.contains(domain));
        }
        Repair::AsStrictAsGlobal => {
            after.enable_teams_consumer_access &= global.access;
            after.enable_teams_consumer_inbound &= global.access && global.inbound;
        }
        Repair::FollowOrganization => {
            after.communication_with_external_orgs = Rule::OrganizationDefault;
            after.allowed_external_domains.clear();
            after.blocked_external_domains.clear();
        }
    }
    after
}

/// Takes each of `gone` out once, from the end: of a domain that stands in the list twice, the first stays.
fn remove_first(list: &mut Vec<DomainName>, gone: &[DomainName]) {
    for domain in gone {
        if let Some(at) = list.iter().rposition(|other| other == domain) {
            list.remove(at);
        }
    }
}
