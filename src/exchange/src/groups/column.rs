//! The columns of a list of groups.

use crate::table;

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    GroupId,
    DisplayName,
    GroupType,
    Mail,
    MemberCount,
}

impl table::Column for Column {
    const ALL: &'static [Self] = &[
        Self::GroupId,
        Self::DisplayName,
        Self::GroupType,
        Self::Mail,
        Self::MemberCount,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::GroupId => &["GroupId", "ObjectId", "Id", "Identity"],
            Self::DisplayName => &["DisplayName", "GroupName", "Name"],
            Self::GroupType => &["GroupType", "Type"],
            Self::Mail => &["Mail", "Email", "EmailAddress", "PrimarySmtpAddress"],
            Self::MemberCount => &["MemberCount"],
        }
    }
}
