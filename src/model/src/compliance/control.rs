//! The controls.

use super::facts::{AllowedDomainsFact, CommunicationFact, Facts, PolicyFacts};
use serde::{Deserialize, Serialize};

/// Who asks for a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// CISA's secure configuration baseline for Teams.
    Cisa,
    /// The CIS Microsoft 365 Foundations benchmark.
    Cis,
}

impl Baseline {
    /// The name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cisa => "CISA SCuBA",
            Self::Cis => "CIS Microsoft 365",
        }
    }
}

/// What a control is about. Two baselines ask for the same in different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Other organizations only domain by domain.
    Domains,
    /// No chat with personal accounts.
    Chat,
    /// Personal accounts cannot begin.
    Inbound,
    /// No contact with trial organizations.
    Trials,
}

impl Topic {
    /// Whether somebody who has `policy` can do what a control about this forbids.
    pub fn is_open(self, facts: &Facts, policy: &PolicyFacts) -> bool {
        let chat = facts.allow_teams_consumer && policy.access;
        match self {
            Self::Domains => {
                let by_rule = match policy.communication {
                    CommunicationFact::OfOrganization => {
                        facts.allowed_domains == AllowedDomainsFact::AllKnown
                    }
                    CommunicationFact::Open => true,
                    CommunicationFact::Restricted => false,
                };
                facts.allow_federated_users && policy.federation && by_rule
            }
            Self::Chat => chat,
            Self::Inbound => chat && facts.allow_teams_consumer_inbound && policy.inbound,
            Self::Trials => !facts.trial_tenants_blocked,
        }
    }

    /// Whether a policy can open what the organization and Global close.
    pub fn depends_on_policy(self) -> bool {
        self != Self::Trials
    }
}

/// A control of a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the ids say it")]
pub enum Control {
    #[serde(rename = "MS.TEAMS.2.1v2")]
    Cisa21,
    #[serde(rename = "MS.TEAMS.2.2v2")]
    Cisa22,
    #[serde(rename = "MS.TEAMS.2.3v2")]
    Cisa23,
    #[serde(rename = "8.2.1")]
    Cis821,
    #[serde(rename = "8.2.2")]
    Cis822,
    #[serde(rename = "8.2.3")]
    Cis823,
    #[serde(rename = "8.2.4")]
    Cis824,
}

impl Control {
    /// Every control, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Cisa21,
        Self::Cisa22,
        Self::Cisa23,
        Self::Cis821,
        Self::Cis822,
        Self::Cis823,
        Self::Cis824,
    ];

    /// Its identifier in the baseline.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cisa21 => "MS.TEAMS.2.1v2",
            Self::Cisa22 => "MS.TEAMS.2.2v2",
            Self::Cisa23 => "MS.TEAMS.2.3v2",
            Self::Cis821 => "8.2.1",
            Self::Cis822 => "8.2.2",
            Self::Cis823 => "8.2.3",
            Self::Cis824 => "8.2.4",
        }
    }

    /// Who asks for it.
    pub fn baseline(self) -> Baseline {
        match self {
            Self::Cisa21 | Self::Cisa22 | Self::Cisa23 => Baseline::Cisa,
            _ => Baseline::Cis,
        }
    }

    /// How much it weighs there.
    pub fn weight(self) -> &'static str {
        match self {
            Self::Cisa21 | Self::Cisa22 => "SHALL",
            Self::Cisa23 => "SHOULD",
            Self::Cis821 => "Level 2",
            Self::Cis822 | Self::Cis823 | Self::Cis824 => "Level 1",
        }
    }

    /// What it is about.
    pub fn topic(self) -> Topic {
        match self {
            Self::Cisa21 | Self::Cis821 => Topic::Domains,
            Self::Cisa23 | Self::Cis822 => Topic::Chat,
            Self::Cisa22 | Self::Cis823 => Topic::Inbound,
            Self::Cis824 => Topic::Trials,
        }
    }

    /// What it asks for, in our words.
    pub fn title(self) -> &'static str {
        match self.topic() {
            Topic::Domains => "Other organizations are reached domain by domain only",
            Topic::Chat => "No chat with personal accounts",
            Topic::Inbound => "People with personal accounts cannot find or contact anybody here",
            Topic::Trials => "No contact with trial organizations",
        }
    }

    /// Whether it is met for everybody who has no policy of their own.
    pub fn is_met(self, facts: &Facts) -> bool {
        !self.topic().is_open(facts, &facts.global)
    }
}
