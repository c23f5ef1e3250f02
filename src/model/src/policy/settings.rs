//! What a policy says: every documented property of `CsExternalAccessPolicy`.

use crate::DomainName;
use crate::access::Switches;
use crate::refusal::FieldErrors;
use crate::settings::domain_rule::check_list;
use serde::{Deserialize, Serialize};

/// `CommunicationWithExternalOrgs`: whether the policy follows the organization's domain rule or has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the documented values")]
pub enum CommunicationWithExternalOrgs {
    #[default]
    OrganizationDefault,
    AllowAllExternalDomains,
    AllowSpecificExternalDomains,
    BlockSpecificExternalDomains,
    BlockAllExternalDomains,
}

impl CommunicationWithExternalOrgs {
    /// Every value, in the order of the list on the page.
    pub const ALL: [Self; 5] = [
        Self::OrganizationDefault,
        Self::AllowAllExternalDomains,
        Self::AllowSpecificExternalDomains,
        Self::BlockSpecificExternalDomains,
        Self::BlockAllExternalDomains,
    ];

    /// The documented value.
    pub fn name(self) -> &'static str {
        match self {
            Self::OrganizationDefault => "OrganizationDefault",
            Self::AllowAllExternalDomains => "AllowAllExternalDomains",
            Self::AllowSpecificExternalDomains => "AllowSpecificExternalDomains",
            Self::BlockSpecificExternalDomains => "BlockSpecificExternalDomains",
            Self::BlockAllExternalDomains => "BlockAllExternalDomains",
        }
    }

    /// The value with this name, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|value| value.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::OrganizationDefault => "Use organization settings",
            Self::AllowAllExternalDomains => "Allow all external domains",
            Self::AllowSpecificExternalDomains => "Allow only specific external domains",
            Self::BlockSpecificExternalDomains => "Block only specific external domains",
            Self::BlockAllExternalDomains => "Block all external domains",
        }
    }
}

/// The properties of a policy. The default is the documented one of New-CsExternalAccessPolicy, with what a stock
/// `Global` prints where the two differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the settings catalogue describes each property")]
pub struct PolicySettings {
    pub description: String,
    pub enable_teams_consumer_access: bool,
    pub enable_teams_consumer_inbound: bool,
    pub restrict_teams_consumer_access_to_external_user_profiles: bool,
    pub enable_federation_access: bool,
    pub communication_with_external_orgs: CommunicationWithExternalOrgs,
    pub allowed_external_domains: Vec<DomainName>,
    pub blocked_external_domains: Vec<DomainName>,
    pub enable_acs_federation_access: bool,
    pub federated_bilateral_chats: bool,
    pub enable_teams_sms_access: bool,
    pub enable_xmpp_access: bool,
    pub enable_public_cloud_audio_video_access: bool,
    pub enable_outside_access: bool,
}

impl Default for PolicySettings {
    fn default() -> Self {
        Self {
            description: String::new(),
            enable_teams_consumer_access: true,
            enable_teams_consumer_inbound: true,
            restrict_teams_consumer_access_to_external_user_profiles: false,
            enable_federation_access: true,
            communication_with_external_orgs: CommunicationWithExternalOrgs::OrganizationDefault,
            allowed_external_domains: Vec::new(),
            blocked_external_domains: Vec::new(),
            enable_acs_federation_access: true,
            federated_bilateral_chats: false,
            enable_teams_sms_access: true,
            enable_xmpp_access: false,
            enable_public_cloud_audio_video_access: true,
            enable_outside_access: true,
        }
    }
}

/// The most characters of a description. Our rule; none is documented.
const MAXIMUM_DESCRIPTION_LENGTH: usize = 1_000;

impl PolicySettings {
    /// The two consumer switches.
    pub fn switches(&self) -> Switches {
        Switches {
            access: self.enable_teams_consumer_access,
            inbound: self.enable_teams_consumer_inbound,
        }
    }

    /// Checks the settings as a whole. `is_global` because Global has no domain rule of its own
    /// (Set-CsExternalAccessPolicy).
    ///
    /// # Errors
    /// One error for each property that cannot be taken.
    pub fn check(&self, is_global: bool) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let length = self.description.chars().count();
        if length > MAXIMUM_DESCRIPTION_LENGTH {
            errors.push(
                "Description",
                "description-too-long",
                format!("The description has {length} characters. At most {MAXIMUM_DESCRIPTION_LENGTH} fit; shorten it."),
            );
        }
        let rule = self.communication_with_external_orgs;
        if is_global && rule != CommunicationWithExternalOrgs::OrganizationDefault {
            errors.push(
                "CommunicationWithExternalOrgs",
                "global-follows-organization",
                "Global always uses the organization's domains. Make a custom policy for another rule.",
            );
        }
        check_list(
            &mut errors,
            "AllowedExternalDomains",
            &self.allowed_external_domains,
        );
        check_list(
            &mut errors,
            "BlockedExternalDomains",
            &self.blocked_external_domains,
        );
        if let Some(both) = self
            .blocked_external_domains
            .iter()
            .find(|d| self.allowed_external_domains.contains(d))
        {
            errors.push(
                "BlockedExternalDomains",
                "domain-in-both-lists",
                format!("{both} is in both lists. Remove it from one of them."),
            );
        }
        if rule == CommunicationWithExternalOrgs::AllowSpecificExternalDomains
            && self.allowed_external_domains.is_empty()
        {
            errors.push(
                "AllowedExternalDomains",
                "allow-list-empty",
                "Add at least one domain to allow, or choose another rule.",
            );
        }
        if rule == CommunicationWithExternalOrgs::BlockSpecificExternalDomains
            && self.blocked_external_domains.is_empty()
        {
            errors.push(
                "BlockedExternalDomains",
                "block-list-empty",
                "Add at least one domain to block, or choose another rule.",
            );
        }
        errors.or(())
    }
}
