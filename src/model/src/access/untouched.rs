//! Why people whom a change could have reached keep their answers.

use super::Switches;
use super::evaluate::Situation;
use super::impact::{Access, Cohort};
use serde::{Deserialize, Serialize};

/// Why somebody whom a change could have reached keeps their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untouched {
    /// They have a direct assignment, which comes before groups and Global.
    DirectAssignment,
    /// Another group with a better rank decides for them.
    BetterRank,
    /// The organization has it off, so no policy can allow it.
    OrganizationOff,
    /// Their policy refuses, so the organization's setting makes no difference.
    PolicyOff,
    /// The policy that counts for them is not touched.
    OtherPolicy,
    /// What they get says the same as what they have.
    SameAnswers,
    /// The feature is not here yet, before the change nor after it.
    NotActivated,
}

impl Untouched {
    /// Every reason, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::DirectAssignment,
        Self::BetterRank,
        Self::OrganizationOff,
        Self::PolicyOff,
        Self::OtherPolicy,
        Self::SameAnswers,
        Self::NotActivated,
    ];
}

/// How many people keep their answers for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unaffected {
    /// Why.
    pub why: Untouched,
    /// How many.
    pub people: u64,
}

/// What a change does to the policy that counts for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyChange {
    /// Nothing.
    Same,
    /// It is written anew: its switches may differ, or not.
    Edited,
    /// Another policy counts for them.
    Replaced,
}

/// What one level would answer if the other allowed everything.
fn alone(active: bool, switches: Switches) -> Access {
    Access::of(Situation {
        active,
        organization: Switches::ON,
        policy: switches,
    })
}

/// Whether the first switch that refuses is the policy's, where both levels refuse something.
fn policy_refuses_first((active, organization): (bool, Switches), policy: Switches) -> bool {
    active && organization.access && (!policy.access || organization.inbound)
}

/// Why a cohort that keeps its answers does. `before` and `after`: whether the feature is active, and the
/// organization's switches.
///
/// Each level is asked what it would do alone. Where one changes something, the other stands in the way; where both
/// do, the first that refuses afterwards is named; where neither does, nothing that was changed makes a difference.
pub(super) fn untouched(before: (bool, Switches), after: (bool, Switches), cohort: &Cohort) -> Untouched {
    if before == after && cohort.change == PolicyChange::Same {
        return Untouched::OtherPolicy;
    }
    if !before.0 && !after.0 {
        return Untouched::NotActivated;
    }
    let by_organization = alone(before.0, before.1) != alone(after.0, after.1);
    let by_policy = alone(true, cohort.before) != alone(true, cohort.after);
    match (by_organization, by_policy) {
        (false, false) if cohort.change != PolicyChange::Same => Untouched::SameAnswers,
        (true, false) => Untouched::PolicyOff,
        (true, true) if policy_refuses_first(after, cohort.after) => Untouched::PolicyOff,
        (false | true, true) | (false, false) => Untouched::OrganizationOff,
    }
}

/// Whether a cohort that cannot be contacted before and can after owes it to an inbound switch that is stored on all
/// along: the change turns on what stands above it, and touches no inbound switch.
pub(super) fn wakes(before: (bool, Switches), after: (bool, Switches), cohort: &Cohort) -> bool {
    before.0
        && cohort.change != PolicyChange::Replaced
        && before.1.inbound
        && after.1.inbound
        && cohort.before.inbound
        && cohort.after.inbound
}
