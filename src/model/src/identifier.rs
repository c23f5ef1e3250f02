//! Identifiers that cannot be mistaken for each other.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

identifier! {
    /// An organization. First in every key of the database.
    TenantId
}
identifier! {
    /// A person of the directory: the object id, the only safe key of an account.
    PersonId
}
identifier! {
    /// A group of people.
    GroupId
}
identifier! {
    /// An external access policy. Stays the same when the policy is edited.
    PolicyId
}
identifier! {
    /// Somebody who signs in here.
    AdministratorId
}
identifier! {
    /// An access token of a service account.
    TokenId
}
identifier! {
    /// One audited transaction.
    ChangeId
}

impl TenantId {
    /// The organization of an installation that serves only one.
    pub const DEFAULT: Self = Self(Uuid::from_u128(1));
}

impl PolicyId {
    /// `Global`, the organization-wide default. The same in every organization.
    pub const GLOBAL: Self = Self(Uuid::from_u128(1));
}

/// The number of a change. Grows by one with each change of an organization; 0 is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub i64);

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Revision {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
