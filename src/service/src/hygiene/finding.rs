//! What was found.

use super::fix::Fix;
use crate::people::Filter;
use forecourt_model::GroupId;
use forecourt_model::policy::PolicyName;

/// What kind of thing was found, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Built-in policies that are assigned directly hide what groups would give.
    MasksGroups,
    /// A custom policy lets people do what Global does not.
    LooserThanGlobal,
    /// A domain is allowed and blocked in one place.
    DomainInBothLists,
    /// A stored value counts again as soon as its parent is turned on.
    Wakes,
    /// A group has a policy and members, and none of them gets it.
    GroupReachesNobody,
    /// Direct assignments of people who cannot sign in.
    DisabledAccounts,
    /// Direct assignments of what groups give anyway.
    Redundant,
    /// A stored value that cannot take effect.
    NoEffect,
    /// A domain that another one of the list covers.
    ShadowedDomain,
    /// A policy's own list says what the organization's says.
    RepeatsOrganization,
    /// A group with a policy and without members.
    GroupEmpty,
    /// Two policies that say the same.
    Identical,
    /// A policy that nobody has.
    NobodyHas,
}

/// What findings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Somebody may get more or less than is meant.
    Unintended,
    /// Something that is stored does nothing.
    WithoutEffect,
    /// Something can be made simpler.
    Tidier,
}

impl Topic {
    /// Every topic, the most pressing first.
    pub const ALL: [Self; 3] = [Self::Unintended, Self::WithoutEffect, Self::Tidier];
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::MasksGroups,
        Self::LooserThanGlobal,
        Self::DomainInBothLists,
        Self::Wakes,
        Self::GroupReachesNobody,
        Self::DisabledAccounts,
        Self::Redundant,
        Self::NoEffect,
        Self::ShadowedDomain,
        Self::RepeatsOrganization,
        Self::GroupEmpty,
        Self::Identical,
        Self::NobodyHas,
    ];

    /// What it is about.
    pub fn topic(self) -> Topic {
        match self {
            Self::MasksGroups | Self::LooserThanGlobal | Self::DomainInBothLists | Self::Wakes => {
                Topic::Unintended
            }
            Self::GroupReachesNobody
            | Self::DisabledAccounts
            | Self::Redundant
            | Self::NoEffect
            | Self::ShadowedDomain => Topic::WithoutEffect,
            Self::RepeatsOrganization | Self::GroupEmpty | Self::Identical | Self::NobodyHas => Topic::Tidier,
        }
    }
}

/// How many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// So many.
    Exactly(u64),
    /// So many, and then it was not counted further.
    MoreThan(u64),
}

/// Where more can be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum See {
    /// These people.
    People(Box<Filter>),
    /// A policy.
    Policy(PolicyName),
    /// The organization settings.
    Settings,
    /// A group.
    Group(GroupId),
}

/// Something that was found, with what puts it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// What was found, in a few words.
    pub title: String,
    /// What that means.
    pub text: String,
    /// How many people it concerns, where people are concerned.
    pub people: Option<Number>,
    /// What puts it right.
    pub fix: Fix,
    /// Where more can be seen.
    pub see: Option<See>,
}
