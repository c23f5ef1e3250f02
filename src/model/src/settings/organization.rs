//! The settings of the whole organization.

use super::blocked_person::{BlockedPerson, MAXIMUM_BLOCKED_PEOPLE};
use super::domain_rule::{DomainRule, check_list};
use crate::DomainName;
use crate::access::Switches;
use crate::refusal::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// `ExternalAccessWithTrialTenants`: people of organizations that have bought no Teams seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the documented values")]
pub enum TrialTenants {
    Allowed,
    #[default]
    Blocked,
}

/// `SecurityTeamAllowBlockListDelegation`: whether the security team may edit blocked domains and people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the documented values")]
pub enum Delegation {
    Enabled,
    #[default]
    Disabled,
}

/// `LabelForAllowedAcsUsers`: what is shown beside people who use custom applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the documented values")]
pub enum AcsLabel {
    #[default]
    Unverified,
    External,
}

/// What the organization says, over every policy: `CsTenantFederationConfiguration` and the two objects beside it on
/// the same page, `CsTeamsExternalAccessConfiguration` and `CsTeamsAcsFederationConfiguration`.
///
/// The two reserved properties for chat participants are accepted by the original but neither applied nor kept, so
/// they are not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationSettings {
    /// `AllowTeamsConsumer`: chat with people who have personal accounts, from either side.
    pub allow_teams_consumer: bool,
    /// `AllowTeamsConsumerInbound`: those people may find and contact the organization's people.
    pub allow_teams_consumer_inbound: bool,
    /// `RestrictTeamsConsumerToExternalUserProfiles`.
    pub restrict_teams_consumer_to_external_user_profiles: bool,
    /// `AllowFederatedUsers`, `AllowedDomains` and `BlockedDomains`.
    pub domains: DomainRule,
    /// `BlockAllSubdomains`: the block list reaches below its domains.
    pub block_all_subdomains: bool,
    /// `ExternalAccessWithTrialTenants`.
    pub external_access_with_trial_tenants: TrialTenants,
    /// `AllowedTrialTenantDomains`: exceptions while trial organizations are blocked.
    pub allowed_trial_tenant_domains: Vec<DomainName>,
    /// `TreatDiscoveredPartnersAsUnverified`.
    pub treat_discovered_partners_as_unverified: bool,
    /// `SharedSipAddressSpace`.
    pub shared_sip_address_space: bool,
    /// `AllowTeamsSms`. Its default is not documented; On is assumed.
    pub allow_teams_sms: bool,
    /// `BlockExternalAccessUserAccess`: whether the list of blocked people is in use.
    pub block_external_access_user_access: bool,
    /// `BlockedUsers`.
    pub blocked_users: Vec<BlockedPerson>,
    /// `SecurityTeamAllowBlockListDelegation`.
    pub security_team_allow_block_list_delegation: Delegation,
    /// `EnableAcsUsers`: people of custom applications built with Azure Communication Services.
    pub enable_acs_users: bool,
    /// `AllowedAcsResources`.
    pub allowed_acs_resources: Vec<String>,
    /// `RequireAcsFederationForMeeting`.
    pub require_acs_federation_for_meeting: bool,
    /// `LabelForAllowedAcsUsers`.
    pub label_for_allowed_acs_users: AcsLabel,
    /// `HideBannerForAllowedAcsUsers`.
    pub hide_banner_for_allowed_acs_users: bool,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            allow_teams_consumer: true,
            allow_teams_consumer_inbound: true,
            restrict_teams_consumer_to_external_user_profiles: false,
            domains: DomainRule::default(),
            block_all_subdomains: false,
            external_access_with_trial_tenants: TrialTenants::Blocked,
            allowed_trial_tenant_domains: Vec::new(),
            treat_discovered_partners_as_unverified: false,
            shared_sip_address_space: false,
            allow_teams_sms: true,
            block_external_access_user_access: false,
            blocked_users: Vec::new(),
            security_team_allow_block_list_delegation: Delegation::Disabled,
            enable_acs_users: false,
            allowed_acs_resources: Vec::new(),
            require_acs_federation_for_meeting: false,
            label_for_allowed_acs_users: AcsLabel::Unverified,
            hide_banner_for_allowed_acs_users: false,
        }
    }
}

impl OrganizationSettings {
    /// The two consumer switches.
    pub fn switches(&self) -> Switches {
        Switches {
            access: self.allow_teams_consumer,
            inbound: self.allow_teams_consumer_inbound,
        }
    }

    /// Checks the settings as a whole.
    ///
    /// # Errors
    /// One error for each list that is over its limit, repeats itself or contradicts another.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = self.domains.check().err().unwrap_or_default();
        check_list(
            &mut errors,
            "AllowedTrialTenantDomains",
            &self.allowed_trial_tenant_domains,
        );
        if self.blocked_users.len() > MAXIMUM_BLOCKED_PEOPLE {
            errors.push(
                "BlockedUsers",
                "too-many-people",
                format!(
                    "{} people are too many: at most {MAXIMUM_BLOCKED_PEOPLE} fit.",
                    self.blocked_users.len()
                ),
            );
        }
        let mut seen = HashSet::new();
        if let Some(twice) = self.blocked_users.iter().find(|person| !seen.insert(*person)) {
            errors.push(
                "BlockedUsers",
                "person-twice",
                format!("{twice} is in the list already."),
            );
        }
        errors.or(())
    }
}
