//! The properties of an assignment.

use crate::table;

/// A property that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    GroupId,
    PolicyType,
    PolicyName,
    Rank,
    CreatedTime,
    CreatedBy,
}

impl Column {
    /// Without these, nothing can be said.
    pub(super) const REQUIRED: [Self; 4] = [Self::GroupId, Self::PolicyType, Self::PolicyName, Self::Rank];
}

impl table::Column for Column {
    const ALL: &'static [Self] = &[
        Self::GroupId,
        Self::PolicyType,
        Self::PolicyName,
        Self::Rank,
        Self::CreatedTime,
        Self::CreatedBy,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::GroupId => &["GroupId"],
            Self::PolicyType => &["PolicyType"],
            Self::PolicyName => &["PolicyName"],
            Self::Rank => &["Rank", "Priority"],
            Self::CreatedTime => &["CreatedTime"],
            Self::CreatedBy => &["CreatedBy"],
        }
    }
}
