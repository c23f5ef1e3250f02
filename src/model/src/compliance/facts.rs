//! The properties that controls are about.

use crate::policy::{CommunicationWithExternalOrgs, PolicySettings};
use crate::settings::{AllowedDomains, OrganizationSettings, TrialTenants};

/// The property `AllowedDomains`, as far as controls ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AllowedDomainsFact {
    /// `AllowAllKnownDomains`, with or without a block list.
    AllKnown,
    /// An allow list without entries.
    Empty,
    /// An allow list with entries.
    Some,
}

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PolicyFacts {
    /// `EnableFederationAccess`.
    pub federation: bool,
    /// `CommunicationWithExternalOrgs`.
    pub communication: CommunicationFact,
    /// `EnableTeamsConsumerAccess`.
    pub access: bool,
    /// `EnableTeamsConsumerInbound`.
    pub inbound: bool,
}

/// What the domain rule of a policy comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommunicationFact {
    /// The organization's rule counts.
    OfOrganization,
    /// Every domain, or every one but some.
    Open,
    /// Named domains, or none.
    Restricted,
}

impl From<CommunicationWithExternalOrgs> for CommunicationFact {
    fn from(rule: CommunicationWithExternalOrgs) -> Self {
        use CommunicationWithExternalOrgs as C;
        match rule {
            C::OrganizationDefault => Self::OfOrganization,
            C::AllowAllExternalDomains | C::BlockSpecificExternalDomains => Self::Open,
            C::AllowSpecificExternalDomains | C::BlockAllExternalDomains => Self::Restricted,
        }
    }
}

impl From<&PolicySettings> for PolicyFacts {
    fn from(settings: &PolicySettings) -> Self {
        Self {
            federation: settings.enable_federation_access,
            communication: settings.communication_with_external_orgs.into(),
            access: settings.enable_teams_consumer_access,
            inbound: settings.enable_teams_consumer_inbound,
        }
    }
}

/// What the organization and the policy for everyone say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// `AllowFederatedUsers`.
    pub allow_federated_users: bool,
    /// `AllowedDomains`.
    pub allowed_domains: AllowedDomainsFact,
    /// `AllowTeamsConsumer`.
    pub allow_teams_consumer: bool,
    /// `AllowTeamsConsumerInbound`, as stored.
    pub allow_teams_consumer_inbound: bool,
    /// `ExternalAccessWithTrialTenants` is `Blocked`.
    pub trial_tenants_blocked: bool,
    /// The policy Global.
    pub global: PolicyFacts,
}

impl Facts {
    /// The facts of an organization.
    pub fn of(settings: &OrganizationSettings, global: &PolicySettings) -> Self {
        Self {
            allow_federated_users: settings.domains.allow_federated_users(),
            allowed_domains: match settings.domains.allowed_domains() {
                AllowedDomains::AllKnown => AllowedDomainsFact::AllKnown,
                AllowedDomains::List([]) => AllowedDomainsFact::Empty,
                AllowedDomains::List(_) => AllowedDomainsFact::Some,
            },
            allow_teams_consumer: settings.allow_teams_consumer,
            allow_teams_consumer_inbound: settings.allow_teams_consumer_inbound,
            trial_tenants_blocked: settings.external_access_with_trial_tenants == TrialTenants::Blocked,
            global: global.into(),
        }
    }
}
