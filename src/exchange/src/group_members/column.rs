//! The columns of a list of group members.

use crate::table;

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    GroupId,
    MemberId,
    MemberType,
    MemberUserPrincipalName,
}

impl table::Column for Column {
    const ALL: &'static [Self] = &[
        Self::GroupId,
        Self::MemberId,
        Self::MemberType,
        Self::MemberUserPrincipalName,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::GroupId => &["GroupId", "GroupObjectId"],
            Self::MemberId => &["MemberId", "MemberObjectId", "ObjectId", "Id"],
            Self::MemberType => &["MemberType", "ObjectType"],
            Self::MemberUserPrincipalName => &["MemberUserPrincipalName", "UserPrincipalName", "UPN"],
        }
    }
}
