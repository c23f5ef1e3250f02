//! The columns of a list of people.

use crate::table::{self, LINE_URI};

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    UserPrincipalName,
    DisplayName,
    SipAddress,
    Identity,
    AccountEnabled,
    Department,
    Mail,
    PhoneNumber,
    LineUri,
    ExternalAccessPolicy,
}

impl table::Column for Column {
    const ALL: &'static [Self] = &[
        Self::UserPrincipalName,
        Self::DisplayName,
        Self::SipAddress,
        Self::Identity,
        Self::AccountEnabled,
        Self::Department,
        Self::Mail,
        Self::PhoneNumber,
        Self::LineUri,
        Self::ExternalAccessPolicy,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::UserPrincipalName => &["UserPrincipalName", "UPN"],
            Self::DisplayName => &["DisplayName"],
            Self::SipAddress => &["SipAddress", "SipProxyAddress"],
            Self::Identity => &["Identity", "ObjectId", "Id"],
            Self::AccountEnabled => &["AccountEnabled", "Enabled"],
            Self::Department => &["Department"],
            Self::Mail => &["Mail", "Email", "EmailAddress", "WindowsEmailAddress"],
            Self::PhoneNumber => &["PhoneNumber", "PhoneNumbers"],
            Self::LineUri => &[LINE_URI],
            Self::ExternalAccessPolicy => &["ExternalAccessPolicy", "PolicyName"],
        }
    }
}
