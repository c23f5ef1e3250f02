//! Whether a person may reach another organization: both levels must allow its domain.

use super::reason::DecisionReason;
use crate::DomainName;
use crate::access::ReasonCode;
use crate::policy::{CommunicationWithExternalOrgs, PolicySettings};
use crate::settings::{DomainMode, OrganizationSettings};
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::sync::Arc;

/// Domains, for looking up without making a [`DomainName`]. Administrators choose them, so a quick hash will do.
pub type DomainSet = HashSet<Box<str>, RandomState>;

/// What one level says about the domains of other organizations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DomainTest {
    /// Every domain.
    #[default]
    All,
    /// Those of the list.
    Only(Arc<DomainSet>),
    /// All but those of the list; with `true` also all but what is below those.
    Except(Arc<DomainSet>, bool),
    /// None.
    Nothing,
}

/// What an organization says about other organizations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationFederation {
    /// `AllowFederatedUsers`.
    pub enabled: bool,
    /// Its domain rule.
    pub domains: DomainTest,
}

/// What a policy says about other organizations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyFederation {
    /// `EnableFederationAccess`.
    pub enabled: bool,
    /// Its own domain rule; `None` while it follows the organization's.
    pub domains: Option<DomainTest>,
}

fn set(list: &[DomainName]) -> Arc<DomainSet> {
    Arc::new(list.iter().map(|domain| domain.as_str().into()).collect())
}

impl From<&OrganizationSettings> for OrganizationFederation {
    fn from(settings: &OrganizationSettings) -> Self {
        let domains = match settings.domains.mode {
            DomainMode::AllowAll => DomainTest::All,
            DomainMode::AllowSpecific => DomainTest::Only(set(&settings.domains.allowed)),
            DomainMode::BlockSpecific => {
                DomainTest::Except(set(&settings.domains.blocked), settings.block_all_subdomains)
            }
            DomainMode::BlockAll | DomainMode::BlockAllExceptByPolicy => DomainTest::Nothing,
        };
        Self {
            enabled: settings.domains.allow_federated_users(),
            domains,
        }
    }
}

impl From<&PolicySettings> for PolicyFederation {
    fn from(settings: &PolicySettings) -> Self {
        use CommunicationWithExternalOrgs as Rule;
        let domains = match settings.communication_with_external_orgs {
            Rule::OrganizationDefault => None,
            Rule::AllowAllExternalDomains => Some(DomainTest::All),
            Rule::AllowSpecificExternalDomains => {
                Some(DomainTest::Only(set(&settings.allowed_external_domains)))
            }
            Rule::BlockSpecificExternalDomains => {
                Some(DomainTest::Except(set(&settings.blocked_external_domains), false))
            }
            Rule::BlockAllExternalDomains => Some(DomainTest::Nothing),
        };
        Self {
            enabled: settings.enable_federation_access,
            domains,
        }
    }
}

impl DomainTest {
    /// Whether `domain`, in its stored form, is allowed.
    pub fn allows(&self, domain: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(list) => list.contains(domain),
            Self::Except(list, false) => !list.contains(domain),
            Self::Except(list, true) => !with_parents(domain).any(|name| list.contains(name)),
            Self::Nothing => false,
        }
    }

    /// Whether the rule names `domain` itself.
    pub fn names(&self, domain: &str) -> bool {
        match self {
            Self::Only(list) | Self::Except(list, _) => list.contains(domain),
            Self::All | Self::Nothing => false,
        }
    }
}

/// A name and the names that it is below, the longest first.
pub(super) fn with_parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |name| {
        name.split_once('.').map(|(_, parent)| parent)
    })
}

/// Answers whether somebody with this policy may reach `domain`. The first of these that says no:
/// `AllowFederatedUsers`, `EnableFederationAccess`, then the policy's own rule, or the organization's when the policy
/// has none.
pub fn evaluate_federation(
    organization: &OrganizationFederation,
    policy: &PolicyFederation,
    domain: &str,
) -> DecisionReason {
    if !organization.enabled {
        return DecisionReason::FederationOff;
    }
    if !policy.enabled {
        return DecisionReason::PolicyFederationOff;
    }
    let (test, blocked, not_allowed) = match &policy.domains {
        Some(own) => (
            own,
            DecisionReason::PolicyDomainBlocked,
            DecisionReason::PolicyDomainNotAllowed,
        ),
        None => (
            &organization.domains,
            DecisionReason::DomainBlocked,
            DecisionReason::DomainNotAllowed,
        ),
    };
    if test.allows(domain) {
        DecisionReason::Access(ReasonCode::Allowed)
    } else if matches!(test, DomainTest::Except(..)) {
        blocked
    } else {
        not_allowed
    }
}
