//! Which one policy counts for a person.

use super::impact::SourceKind;
use crate::identifier::{GroupId, PolicyId};
use serde::{Deserialize, Serialize};

/// A policy that a group gives to its direct members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupAssignment {
    /// The group.
    pub group: GroupId,
    /// 1 is best. No two groups share a rank.
    pub rank: u32,
    /// The policy.
    pub policy: PolicyId,
}

/// Where an effective policy comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum AssignmentSource {
    /// Assigned to the person.
    Direct,
    /// Assigned to a group that the person is a direct member of.
    Group {
        /// The group.
        group: GroupId,
        /// Its rank.
        rank: u32,
    },
    /// Nothing is assigned, so Global counts.
    Global,
}

impl AssignmentSource {
    /// The kind of the source, and the group when it is one.
    pub fn parts(&self) -> (SourceKind, Option<GroupId>) {
        match self {
            Self::Direct => (SourceKind::Direct, None),
            Self::Group { group, .. } => (SourceKind::Group, Some(*group)),
            Self::Global => (SourceKind::Global, None),
        }
    }
}

/// The one policy that counts, and why it is this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectivePolicy {
    /// The policy.
    pub policy: PolicyId,
    /// Where it comes from.
    pub source: AssignmentSource,
}

/// The effective policy of a person: the direct assignment, else that of the best-ranked group the person is a
/// direct member of, else Global. Policies never merge (New-CsGroupPolicyAssignment).
///
/// `groups` are the assignments of the groups the person is a *direct* member of, in any order.
pub fn effective_policy(direct: Option<PolicyId>, groups: &[GroupAssignment]) -> EffectivePolicy {
    if let Some(policy) = direct {
        return EffectivePolicy {
            policy,
            source: AssignmentSource::Direct,
        };
    }
    match groups
        .iter()
        .min_by_key(|assignment| (assignment.rank, assignment.group))
    {
        Some(best) => EffectivePolicy {
            policy: best.policy,
            source: AssignmentSource::Group {
                group: best.group,
                rank: best.rank,
            },
        },
        None => EffectivePolicy {
            policy: PolicyId::GLOBAL,
            source: AssignmentSource::Global,
        },
    }
}
