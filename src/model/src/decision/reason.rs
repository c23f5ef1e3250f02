//! Why a decision is what it is, as a code that programs can rely on.

use crate::access::ReasonCode;
use crate::settings::SettingKey;

/// The reason of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecisionReason {
    /// What the switches for personal accounts come to.
    Access(ReasonCode),
    /// Everybody is inside: external access has no say.
    Inside,
    /// Nobody is inside: it is not this organization's chat.
    NotConcerned,
    /// `AllowFederatedUsers` is off.
    FederationOff,
    /// `EnableFederationAccess` is off in the effective policy.
    PolicyFederationOff,
    /// The organization's allow list does not have the domain.
    DomainNotAllowed,
    /// The organization's block list has the domain.
    DomainBlocked,
    /// The policy's own rule does not allow the domain.
    PolicyDomainNotAllowed,
    /// The policy's own block list has the domain.
    PolicyDomainBlocked,
    /// The outside person is blocked by name.
    BlockedPerson,
    /// An address of the organization that nobody in the directory has.
    UnknownPerson,
    /// Several people of the directory have the identifier.
    AmbiguousPerson,
    /// A server of no class, and the rule for those is to refuse.
    UnknownServer,
}

impl DecisionReason {
    /// Every reason.
    pub const ALL: [Self; 18] = [
        Self::Access(ReasonCode::Allowed),
        Self::Access(ReasonCode::NotActivated),
        Self::Access(ReasonCode::OrganizationChatOff),
        Self::Access(ReasonCode::PolicyChatOff),
        Self::Access(ReasonCode::OrganizationInboundOff),
        Self::Access(ReasonCode::PolicyInboundOff),
        Self::Inside,
        Self::NotConcerned,
        Self::FederationOff,
        Self::PolicyFederationOff,
        Self::DomainNotAllowed,
        Self::DomainBlocked,
        Self::PolicyDomainNotAllowed,
        Self::PolicyDomainBlocked,
        Self::BlockedPerson,
        Self::UnknownPerson,
        Self::AmbiguousPerson,
        Self::UnknownServer,
    ];

    /// Whether it may go on.
    pub fn is_allowed(self) -> bool {
        matches!(
            self,
            Self::Access(ReasonCode::Allowed) | Self::Inside | Self::NotConcerned
        )
    }

    /// The name in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Access(reason) => reason.code(),
            Self::Inside => "inside",
            Self::NotConcerned => "not_concerned",
            Self::FederationOff => "federation_off",
            Self::PolicyFederationOff => "policy_federation_off",
            Self::DomainNotAllowed => "domain_not_allowed",
            Self::DomainBlocked => "domain_blocked",
            Self::PolicyDomainNotAllowed => "policy_domain_not_allowed",
            Self::PolicyDomainBlocked => "policy_domain_blocked",
            Self::BlockedPerson => "blocked_person",
            Self::UnknownPerson => "unknown_person",
            Self::AmbiguousPerson => "ambiguous_person",
            Self::UnknownServer => "unknown_server",
        }
    }

    /// The reason with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The setting that refuses, if a setting does.
    pub fn deciding_setting(self) -> Option<SettingKey> {
        match self {
            Self::Access(reason) => reason.deciding_setting(),
            Self::FederationOff => Some(SettingKey::AllowFederatedUsers),
            Self::PolicyFederationOff => Some(SettingKey::EnableFederationAccess),
            Self::DomainNotAllowed => Some(SettingKey::AllowedDomains),
            Self::DomainBlocked => Some(SettingKey::BlockedDomains),
            Self::PolicyDomainNotAllowed | Self::PolicyDomainBlocked => {
                Some(SettingKey::CommunicationWithExternalOrgs)
            }
            Self::BlockedPerson => Some(SettingKey::BlockedUsers),
            Self::Inside
            | Self::NotConcerned
            | Self::UnknownPerson
            | Self::AmbiguousPerson
            | Self::UnknownServer => None,
        }
    }

    /// The reason as a sentence for administrators. `policy` is the name of the effective policy.
    pub fn sentence(self, policy: &str) -> String {
        match self {
            Self::Access(reason) => reason.sentence(policy),
            Self::Inside => "Everybody belongs to the organization.".to_owned(),
            Self::NotConcerned => "Nobody of the organization takes part.".to_owned(),
            Self::FederationOff => {
                "Chat with other organizations is off for the whole organization. A policy cannot turn it back on."
                    .to_owned()
            }
            Self::PolicyFederationOff => format!("The policy {policy} turns chat with other organizations off."),
            Self::DomainNotAllowed => "The organization does not allow this domain.".to_owned(),
            Self::DomainBlocked => "The organization blocks this domain.".to_owned(),
            Self::PolicyDomainNotAllowed => format!("The policy {policy} does not allow this domain."),
            Self::PolicyDomainBlocked => format!("The policy {policy} blocks this domain."),
            Self::BlockedPerson => "The organization blocks this outside person.".to_owned(),
            Self::UnknownPerson => {
                "The address belongs to the organization, but nobody in the directory has it.".to_owned()
            }
            Self::AmbiguousPerson => "Several people of the directory have this address.".to_owned(),
            Self::UnknownServer => {
                "The server is in no list, and servers that are in none are refused.".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DecisionReason;
    use std::collections::HashSet;

    #[test]
    fn every_reason_has_a_code_of_its_own() {
        let codes: HashSet<_> = DecisionReason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(codes.len(), DecisionReason::ALL.len());
        for reason in DecisionReason::ALL {
            assert_eq!(DecisionReason::from_code(reason.code()), Some(reason));
        }
    }
}
