//! What known checkers say, from the properties that they read. None of them reads policies other than Global.

use super::control::{Control, Topic};
use super::facts::{AllowedDomainsFact, Facts};
use serde::{Deserialize, Serialize};

/// Something that judges the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Checker {
    ScubaGear,
    Maester,
    Prowler,
    /// The audit steps of the CIS benchmark, followed by hand.
    CisText,
}

/// What a checker says of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It passes.
    Pass,
    /// It fails.
    Fail,
    /// It has no check for it.
    NoCheck,
}

/// Why a checker says something else than what is so for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyDifferent {
    /// It reads the organization's settings only, and Global closes it.
    IgnoresGlobal,
    /// It reads the inbound switches only, although their parent is off.
    IgnoresParent,
    /// It takes an empty allow list for all domains.
    EmptyAllowList,
    /// It reads `AllowFederatedUsers` only, not which domains are allowed.
    IgnoresDomains,
}

impl WhyDifferent {
    /// The sentence about it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::IgnoresGlobal => {
                "It reads the organization settings only. Here the Global policy closes it."
            }
            Self::IgnoresParent => {
                "It reads a stored inbound value. It has no effect, because chat with personal accounts is off."
            }
            Self::EmptyAllowList => {
                "It takes an empty allow list for all domains. It blocks every domain instead."
            }
            Self::IgnoresDomains => {
                "It reads AllowFederatedUsers only. Here the allow list limits which domains are reached."
            }
        }
    }
}

impl Checker {
    /// Every checker, in the order of the report.
    pub const ALL: [Self; 4] = [Self::ScubaGear, Self::Maester, Self::Prowler, Self::CisText];

    /// The name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::ScubaGear => "ScubaGear",
            Self::Maester => "Maester",
            Self::Prowler => "Prowler",
            Self::CisText => "CIS text",
        }
    }

    /// What it says of the thing that `control` is about.
    pub fn says(self, control: Control, facts: &Facts) -> Said {
        let global = &facts.global;
        let (chat, inbound) = (facts.allow_teams_consumer, facts.allow_teams_consumer_inbound);
        let passes = match (self, control.topic()) {
            (Self::ScubaGear, Topic::Domains) => {
                !facts.allow_federated_users || facts.allowed_domains == AllowedDomainsFact::Some
            }
            (Self::CisText, Topic::Domains) => {
                !global.federation
                    || !facts.allow_federated_users
                    || facts.allowed_domains != AllowedDomainsFact::AllKnown
            }
            (Self::Prowler, Topic::Domains) => !facts.allow_federated_users,
            (Self::ScubaGear | Self::Prowler, Topic::Chat) => !chat,
            (Self::Maester | Self::CisText, Topic::Chat) => !chat || !global.access,
            (Self::ScubaGear, Topic::Inbound) => !(chat && inbound),
            (Self::Prowler, Topic::Inbound) => !inbound,
            (Self::Maester, Topic::Inbound) => !inbound || !global.inbound,
            (Self::CisText, Topic::Inbound) => !chat || !inbound || !global.access || !global.inbound,
            (Self::Prowler | Self::CisText, Topic::Trials) => facts.trial_tenants_blocked,
            (Self::Maester, Topic::Domains | Topic::Trials) | (Self::ScubaGear, Topic::Trials) => {
                return Said::NoCheck;
            }
        };
        if passes { Said::Pass } else { Said::Fail }
    }

    /// Why it says something else than what is so for people without a policy of their own; `None` when it does not.
    pub fn why_different(self, control: Control, facts: &Facts) -> Option<WhyDifferent> {
        let met = control.is_met(facts);
        match (self.says(control, facts), met) {
            (Said::NoCheck, _) | (Said::Pass, true) | (Said::Fail, false) => return None,
            (Said::Pass, false) | (Said::Fail, true) => {}
        }
        Some(match control.topic() {
            Topic::Domains if facts.allow_federated_users && !facts.global.federation => {
                WhyDifferent::IgnoresGlobal
            }
            Topic::Domains if self == Self::Prowler => WhyDifferent::IgnoresDomains,
            Topic::Domains => WhyDifferent::EmptyAllowList,
            Topic::Inbound if !facts.allow_teams_consumer => WhyDifferent::IgnoresParent,
            Topic::Inbound if self == Self::Maester => WhyDifferent::IgnoresParent,
            _ => WhyDifferent::IgnoresGlobal,
        })
    }
}
