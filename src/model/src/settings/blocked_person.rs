//! Outside people whom the organization blocks one by one (`BlockedUsers` of `CsTeamsExternalAccessConfiguration`).

use crate::folding::fold_case;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most people that can be blocked one by one.
pub const MAXIMUM_BLOCKED_PEOPLE: usize = 200;

/// An outside person by e-mail address or message resource identifier (`8:orgid:…`), in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlockedPerson(String);

/// Why a text names nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not an e-mail address. Write one like name@example.com, or a Teams identifier that starts with 8:."
)]
pub struct BlockedPersonError(pub String);

impl BlockedPerson {
    /// Reads an e-mail address or a message resource identifier.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str) -> Result<Self, BlockedPersonError> {
        let given = text.trim();
        let refused = || BlockedPersonError(given.chars().take(80).collect());
        if given.is_empty() || given.len() > 320 || given.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err(refused());
        }
        if given.starts_with("8:") && given.len() > 2 {
            return Ok(Self(fold_case(given)));
        }
        let (name, domain) = given.rsplit_once('@').ok_or_else(refused)?;
        let domain = crate::DomainName::parse(domain).map_err(|_| refused())?;
        if name.is_empty() || name.contains('@') {
            return Err(refused());
        }
        Ok(Self(format!("{}@{domain}", fold_case(name))))
    }

    /// The address or identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlockedPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for BlockedPerson {
    type Error = BlockedPersonError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<BlockedPerson> for String {
    fn from(person: BlockedPerson) -> Self {
        person.0
    }
}
