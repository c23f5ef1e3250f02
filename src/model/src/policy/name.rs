//! Names of policies.

use crate::folding::fold_case;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most characters of a name. Stated for the other policy pages of the admin center; our rule for this one.
pub const MAXIMUM_NAME_LENGTH: usize = 64;

/// A policy's name without the prefix `Tag:`. Blanks around it are taken off; two names that differ only by case are
/// the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyName(String);

/// Why a text is not a policy's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyNameError {
    /// Nothing was written.
    #[error("Give the policy a name.")]
    Empty,
    /// Over [`MAXIMUM_NAME_LENGTH`] characters.
    #[error("The name has {0} characters. At most {MAXIMUM_NAME_LENGTH} fit; shorten it.")]
    TooLong(usize),
    /// A line break, a control character or one that reorders text.
    #[error("The name has a character that cannot be seen. Type the name again.")]
    Invisible,
    /// A character that identities or addresses cannot hold.
    #[error(
        "The name cannot have “{0}”. Use letters, digits, blanks, dashes, dots, commas, brackets or apostrophes."
    )]
    Character(char),
    /// The name of the organization-wide default.
    #[error("Global is the organization-wide default and there is only one. Choose another name.")]
    Global,
}

impl PolicyNameError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "policy-name-empty",
            Self::TooLong(_) => "policy-name-too-long",
            Self::Invisible => "policy-name-has-invisible-character",
            Self::Character(_) => "policy-name-has-wrong-character",
            Self::Global => "policy-name-is-global",
        }
    }
}

impl PolicyName {
    /// The name of the organization-wide default.
    pub fn global() -> Self {
        Self("Global".to_owned())
    }

    /// Reads the name of a policy that exists or may be made: any text that fits, with or without `Tag:`. `Global` in
    /// any case is the organization-wide default.
    ///
    /// # Errors
    /// When no policy can have this name.
    pub fn parse(text: &str) -> Result<Self, PolicyNameError> {
        let trimmed = text.trim();
        let bare = match trimmed.get(..4) {
            Some(prefix) if prefix.eq_ignore_ascii_case("tag:") => {
                trimmed.get(4..).unwrap_or_default().trim()
            }
            _ => trimmed,
        };
        if bare.is_empty() {
            return Err(PolicyNameError::Empty);
        }
        let length = bare.chars().count();
        if length > MAXIMUM_NAME_LENGTH {
            return Err(PolicyNameError::TooLong(length));
        }
        if bare.chars().any(is_invisible) {
            return Err(PolicyNameError::Invisible);
        }
        if let Some(wrong) = bare
            .chars()
            .find(|character| "/\\:*?\"<>|;%#".contains(*character))
        {
            return Err(PolicyNameError::Character(wrong));
        }
        if fold_case(bare) == "global" {
            Ok(Self::global())
        } else {
            Ok(Self(bare.to_owned()))
        }
    }

    /// Reads the name of a policy that is about to be made.
    ///
    /// # Errors
    /// As [`PolicyName::parse`], and for `Global`.
    pub fn parse_new(text: &str) -> Result<Self, PolicyNameError> {
        let name = Self::parse(text)?;
        if name.is_global() {
            Err(PolicyNameError::Global)
        } else {
            Ok(name)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two names are compared.
    pub fn folded(&self) -> String {
        fold_case(&self.0)
    }

    /// Whether this is the organization-wide default.
    pub fn is_global(&self) -> bool {
        self.0 == "Global"
    }
}

/// Control characters, and those that change the order or the look of a name without being seen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PolicyName {
    type Error = PolicyNameError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PolicyName> for String {
    fn from(name: PolicyName) -> Self {
        name.0
    }
}
