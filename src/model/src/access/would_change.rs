//! What would turn an answer.

use super::Switches;
use super::action::Direction;
use super::evaluate::Situation;
use crate::settings::SettingKey;
use serde::{Deserialize, Serialize};

/// A set of settings that, all given this value, turn the answer; no smaller part of the set does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// The settings.
    pub settings: Vec<SettingKey>,
    /// The value that each needs.
    pub value: bool,
    /// Whether the feature must be activated too.
    pub activation: bool,
}

/// The smallest changes that turn the answer to `direction`. For a refusal there is one: everything that says no. For
/// a permission there is one for each setting consulted.
pub fn would_change(situation: Situation, direction: Direction) -> Vec<Remedy> {
    let Situation {
        active,
        organization,
        policy,
    } = situation;
    let asked = consulted(organization, policy, direction);
    if situation.allows(direction) {
        return asked
            .into_iter()
            .map(|(setting, _)| Remedy {
                settings: vec![setting],
                value: false,
                activation: false,
            })
            .collect();
    }
    let refusing = asked
        .into_iter()
        .filter(|(_, on)| !on)
        .map(|(setting, _)| setting)
        .collect();
    vec![Remedy {
        settings: refusing,
        value: true,
        activation: !active,
    }]
}

fn consulted(organization: Switches, policy: Switches, direction: Direction) -> Vec<(SettingKey, bool)> {
    let mut asked = vec![
        (SettingKey::AllowTeamsConsumer, organization.access),
        (SettingKey::EnableTeamsConsumerAccess, policy.access),
    ];
    if direction == Direction::Inward {
        asked.push((SettingKey::AllowTeamsConsumerInbound, organization.inbound));
        asked.push((SettingKey::EnableTeamsConsumerInbound, policy.inbound));
    }
    asked
}
