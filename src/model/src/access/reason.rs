//! Why an answer is what it is, as a code that programs can rely on.

use crate::settings::SettingKey;
use serde::{Deserialize, Serialize};

/// The reason of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// Nothing refuses it.
    Allowed,
    /// The feature has not been activated for this organization.
    NotActivated,
    /// `AllowTeamsConsumer` is off.
    OrganizationChatOff,
    /// `EnableTeamsConsumerAccess` is off in the effective policy.
    PolicyChatOff,
    /// `AllowTeamsConsumerInbound` is off.
    OrganizationInboundOff,
    /// `EnableTeamsConsumerInbound` is off in the effective policy.
    PolicyInboundOff,
}

impl ReasonCode {
    /// The name in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::NotActivated => "not_activated",
            Self::OrganizationChatOff => "organization_chat_off",
            Self::PolicyChatOff => "policy_chat_off",
            Self::OrganizationInboundOff => "organization_inbound_off",
            Self::PolicyInboundOff => "policy_inbound_off",
        }
    }

    /// The setting that refuses, if a setting does.
    pub fn deciding_setting(self) -> Option<SettingKey> {
        match self {
            Self::Allowed | Self::NotActivated => None,
            Self::OrganizationChatOff => Some(SettingKey::AllowTeamsConsumer),
            Self::PolicyChatOff => Some(SettingKey::EnableTeamsConsumerAccess),
            Self::OrganizationInboundOff => Some(SettingKey::AllowTeamsConsumerInbound),
            Self::PolicyInboundOff => Some(SettingKey::EnableTeamsConsumerInbound),
        }
    }

    /// The reason as a sentence. `policy` is the name of the effective policy.
    pub fn sentence(self, policy: &str) -> String {
        match self {
            Self::Allowed => format!("The organization and the policy {policy} both allow it."),
            Self::NotActivated => "The feature is not active in this organization yet.".to_owned(),
            Self::OrganizationChatOff => {
                "Chat with personal accounts is off for the whole organization. A policy cannot turn it back on."
                    .to_owned()
            }
            Self::PolicyChatOff => format!("The policy {policy} turns chat with personal accounts off."),
            Self::OrganizationInboundOff => {
                "The organization lets only its own people start. Replies still arrive.".to_owned()
            }
            Self::PolicyInboundOff => {
                format!("The policy {policy} lets only the person start. Replies still arrive.")
            }
        }
    }
}
