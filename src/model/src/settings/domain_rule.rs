//! Which other organizations people may reach.

use crate::DomainName;
use crate::domain_name::MAXIMUM_DOMAINS;
use crate::refusal::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The one choice that an administrator makes; three properties of `CsTenantFederationConfiguration` hold it.
///
/// Two shapes block everybody and mean different things (Set-CsTenantFederationConfiguration, `AllowFederatedUsers`):
/// with federation off no policy can open anything; with an empty allow list a policy with a domain rule of its own
/// still can. Neither may silently become the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainMode {
    /// Every domain.
    #[default]
    AllowAll,
    /// Only the domains of the allow list.
    AllowSpecific,
    /// Every domain but those of the block list.
    BlockSpecific,
    /// No domain, whatever a policy says: `AllowFederatedUsers` is off.
    BlockAll,
    /// No domain by an empty allow list; a policy with its own domain rule can still open some.
    BlockAllExceptByPolicy,
}

impl DomainMode {
    /// Every mode, in the order of the list on the page.
    pub const ALL: [Self; 5] = [
        Self::AllowAll,
        Self::AllowSpecific,
        Self::BlockSpecific,
        Self::BlockAll,
        Self::BlockAllExceptByPolicy,
    ];

    /// The name in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::AllowAll => "allow_all",
            Self::AllowSpecific => "allow_specific",
            Self::BlockSpecific => "block_specific",
            Self::BlockAll => "block_all",
            Self::BlockAllExceptByPolicy => "block_all_except_by_policy",
        }
    }

    /// The mode with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::AllowAll => "Allow all external domains",
            Self::AllowSpecific => "Allow only specific external domains",
            Self::BlockSpecific => "Block only specific external domains",
            Self::BlockAll => "Block all external domains",
            Self::BlockAllExceptByPolicy => "Block all external domains, except where a policy opens some",
        }
    }
}

/// The value of the property `AllowedDomains`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedDomains<'a> {
    /// `AllowAllKnownDomains`.
    AllKnown,
    /// `AllowList`, perhaps empty.
    List(&'a [DomainName]),
}

/// The mode and both lists. The list that the mode does not use stays stored and has no effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRule {
    /// Which of the lists is in use.
    pub mode: DomainMode,
    /// The allow list, at most [`MAXIMUM_DOMAINS`].
    pub allowed: Vec<DomainName>,
    /// The block list, at most [`MAXIMUM_DOMAINS`].
    pub blocked: Vec<DomainName>,
}

impl DomainRule {
    /// The property `AllowFederatedUsers`.
    pub fn allow_federated_users(&self) -> bool {
        self.mode != DomainMode::BlockAll
    }

    /// The property `AllowedDomains`.
    pub fn allowed_domains(&self) -> AllowedDomains<'_> {
        match self.mode {
            DomainMode::AllowAll | DomainMode::BlockSpecific | DomainMode::BlockAll => {
                AllowedDomains::AllKnown
            }
            DomainMode::AllowSpecific => AllowedDomains::List(&self.allowed),
            DomainMode::BlockAllExceptByPolicy => AllowedDomains::List(&[]),
        }
    }

    /// The property `BlockedDomains`: what is in use, not what is stored.
    pub fn blocked_domains(&self) -> &[DomainName] {
        if self.mode == DomainMode::BlockSpecific {
            &self.blocked
        } else {
            &[]
        }
    }

    /// Checks the rule as a whole.
    ///
    /// # Errors
    /// A list over its limit, a domain twice or in both lists, or a mode whose list is empty.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        check_list(&mut errors, "AllowedDomains", &self.allowed);
        check_list(&mut errors, "BlockedDomains", &self.blocked);
        let allowed: HashSet<_> = self.allowed.iter().collect();
        if let Some(both) = self.blocked.iter().find(|domain| allowed.contains(domain)) {
            errors.push(
                "BlockedDomains",
                "domain-in-both-lists",
                format!("{both} is in the allow list and in the block list. Remove it from one of them."),
            );
        }
        if self.mode == DomainMode::AllowSpecific && self.allowed.is_empty() {
            errors.push(
                "AllowedDomains",
                "allow-list-empty",
                "Add at least one domain to allow, or choose to block all external domains.",
            );
        }
        if self.mode == DomainMode::BlockSpecific && self.blocked.is_empty() {
            errors.push(
                "BlockedDomains",
                "block-list-empty",
                "Add at least one domain to block, or choose to allow all external domains.",
            );
        }
        errors.or(())
    }
}

/// Notes a list that is too long or names a domain twice.
pub(crate) fn check_list(errors: &mut FieldErrors, field: &str, list: &[DomainName]) {
    if list.len() > MAXIMUM_DOMAINS {
        errors.push(
            field,
            "too-many-domains",
            format!(
                "{} domains are too many: at most {MAXIMUM_DOMAINS} fit. Remove some.",
                list.len()
            ),
        );
    }
    let mut seen = HashSet::new();
    if let Some(twice) = list.iter().find(|domain| !seen.insert(*domain)) {
        errors.push(field, "domain-twice", format!("{twice} is in the list already."));
    }
}
