//! The evaluator: every page, preview, command and answer asks this one function.

use super::action::{Action, Direction, Initiator};
use super::reason::ReasonCode;
use super::{Switches, would_change::Remedy, would_change::would_change};
use crate::settings::SettingKey;
use serde::{Deserialize, Serialize};

/// All that an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Situation {
    /// Whether the feature is active in the organization; see [`crate::rollout`].
    pub active: bool,
    /// The organization's switches as stored.
    pub organization: Switches,
    /// The switches of the person's effective policy as stored.
    pub policy: Switches,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It may go on.
    Allow,
    /// It is refused.
    Deny,
}

/// A setting that was asked for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// Which.
    pub setting: SettingKey,
    /// Its value.
    pub stored: bool,
    /// What its value comes to for the person: off before activation, and while anything asked before it is off.
    pub effective: bool,
    /// Whether it decided the answer.
    pub decided: bool,
}

/// An answer with its whole chain of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Yes or no.
    pub decision: Decision,
    /// Why.
    pub reason: ReasonCode,
    /// The question that was asked.
    pub direction: Direction,
    /// Every setting that the question depends on, in the order in which they are asked.
    pub consulted: Vec<Consulted>,
    /// The smallest changes that would turn the answer.
    pub would_change: Vec<Remedy>,
}

impl Verdict {
    /// Whether it may go on.
    pub fn is_allowed(&self) -> bool {
        self.decision == Decision::Allow
    }
}

impl Situation {
    /// Why `direction` is allowed or refused. The first of these that says no: activation, the organization's chat
    /// switch, the policy's; then inward only, the organization's inbound switch, the policy's.
    pub fn reason(self, direction: Direction) -> ReasonCode {
        if !self.active {
            ReasonCode::NotActivated
        } else if !self.organization.access {
            ReasonCode::OrganizationChatOff
        } else if !self.policy.access {
            ReasonCode::PolicyChatOff
        } else if direction == Direction::Inward && !self.organization.inbound {
            ReasonCode::OrganizationInboundOff
        } else if direction == Direction::Inward && !self.policy.inbound {
            ReasonCode::PolicyInboundOff
        } else {
            ReasonCode::Allowed
        }
    }

    /// Whether `direction` is allowed.
    pub fn allows(self, direction: Direction) -> bool {
        self.reason(direction) == ReasonCode::Allowed
    }
}

/// Answers whether `initiator` may do `action` in this situation, and says why.
pub fn evaluate(situation: Situation, initiator: Initiator, action: Action) -> Verdict {
    let direction = Direction::of(initiator, action);
    let reason = situation.reason(direction);
    let decision = if reason == ReasonCode::Allowed {
        Decision::Allow
    } else {
        Decision::Deny
    };
    let decided = reason.deciding_setting();
    let Situation {
        active,
        organization,
        policy,
    } = situation;
    let chat = active && organization.access && policy.access;
    let mut consulted = vec![
        (
            SettingKey::AllowTeamsConsumer,
            organization.access,
            active && organization.access,
        ),
        (SettingKey::EnableTeamsConsumerAccess, policy.access, chat),
    ];
    if direction == Direction::Inward {
        consulted.push((
            SettingKey::AllowTeamsConsumerInbound,
            organization.inbound,
            chat && organization.inbound,
        ));
        let both = chat && organization.inbound && policy.inbound;
        consulted.push((SettingKey::EnableTeamsConsumerInbound, policy.inbound, both));
    }
    Verdict {
        decision,
        reason,
        direction,
        consulted: consulted
            .into_iter()
            .map(|(setting, stored, effective)| Consulted {
                setting,
                stored,
                effective,
                decided: decided == Some(setting),
            })
            .collect(),
        would_change: would_change(situation, direction),
    }
}
