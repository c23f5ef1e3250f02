//! The columns of a list of people for bulk work.

use crate::table;

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Identity,
    UserPrincipalName,
    SipAddress,
    Mail,
    User,
    ExternalAccessPolicy,
}

impl Column {
    /// Those that tell who it is, the safest first: names and addresses change, ids never.
    pub(super) const IDENTIFIERS: [Self; 5] = [
        Self::Identity,
        Self::UserPrincipalName,
        Self::SipAddress,
        Self::Mail,
        Self::User,
    ];
}

impl table::Column for Column {
    const ALL: &'static [Self] = &[
        Self::UserPrincipalName,
        Self::Identity,
        Self::SipAddress,
        Self::Mail,
        Self::User,
        Self::ExternalAccessPolicy,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Identity => &["Identity", "ObjectId", "Id"],
            Self::UserPrincipalName => &["UserPrincipalName", "UPN"],
            Self::SipAddress => &["SipAddress", "SipProxyAddress"],
            Self::Mail => &["Mail", "Email", "EmailAddress", "WindowsEmailAddress"],
            Self::User => &["User"],
            Self::ExternalAccessPolicy => &["ExternalAccessPolicy", "PolicyName", "Policy"],
        }
    }
}
