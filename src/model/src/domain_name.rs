//! Domain names of other organizations.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The most domains that one list may hold (Set-CsTenantFederationConfiguration).
pub const MAXIMUM_DOMAINS: usize = 4_000;

/// A domain name in its one stored form: lower case, internationalized labels in ASCII, no trailing dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

/// What separates labels as people type them; all but the first are made the first (UTS #46).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// Why a text is not a domain name. Says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DomainNameError {
    /// Nothing was written.
    #[error("Write a domain, for example contoso.com.")]
    Empty,
    /// An address of a page instead of a domain.
    #[error("“{0}” is a web address. Write only the domain, without http:// and without a path.")]
    WebAddress(String),
    /// An address of a mailbox instead of a domain.
    #[error("“{0}” is an e-mail address. Write only what stands after the @.")]
    MailAddress(String),
    /// A pattern instead of a domain.
    #[error("“{0}” has a wildcard. Write the domain itself; subdomains have a setting of their own.")]
    Wildcard(String),
    /// A label that is empty, as in `a..b`.
    #[error("“{0}” has two dots in a row or a dot at its start. Take out the extra dot.")]
    EmptyLabel(String),
    /// A name without a dot.
    #[error("“{0}” has no dot. Write the whole domain, for example contoso.com.")]
    SingleLabel(String),
    /// A number where a name belongs.
    #[error("“{0}” is an IP address. Write a domain name.")]
    IpAddress(String),
    /// Over 253 characters, or a label over 63.
    #[error("“{0}” is too long: at most 253 characters, and 63 between two dots.")]
    TooLong(String),
    /// A character that domain names do not have.
    #[error("“{0}” has a character that a domain name cannot have.")]
    Character(String),
}

impl DomainNameError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "domain-empty",
            Self::WebAddress(_) => "domain-is-web-address",
            Self::MailAddress(_) => "domain-is-mail-address",
            Self::Wildcard(_) => "domain-has-wildcard",
            Self::EmptyLabel(_) => "domain-has-empty-label",
            Self::SingleLabel(_) => "domain-has-one-label",
            Self::IpAddress(_) => "domain-is-ip-address",
            Self::TooLong(_) => "domain-too-long",
            Self::Character(_) => "domain-has-wrong-character",
        }
    }
}

impl DomainName {
    /// Reads a domain name as a person writes it: any case, any script, blanks around it, a dot at its end.
    ///
    /// # Errors
    /// When it is not a domain name; the error says what to write instead.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        let given = text.trim();
        let shown = || given.chars().take(80).collect::<String>();
        if given.is_empty() {
            return Err(DomainNameError::Empty);
        }
        if given.contains("://") || given.contains('/') {
            return Err(DomainNameError::WebAddress(shown()));
        }
        if given.contains('@') {
            return Err(DomainNameError::MailAddress(shown()));
        }
        if given.contains('*') {
            return Err(DomainNameError::Wildcard(shown()));
        }
        let bare = given.strip_suffix(DOTS).unwrap_or(given);
        if bare.split(DOTS).any(str::is_empty) {
            return Err(DomainNameError::EmptyLabel(shown()));
        }
        if bare.parse::<std::net::Ipv4Addr>().is_ok() {
            return Err(DomainNameError::IpAddress(shown()));
        }
        let ascii = idna::domain_to_ascii_strict(bare).map_err(|_| too_long_or_character(bare, shown()))?;
        if ascii.split('.').any(str::is_empty) {
            return Err(DomainNameError::EmptyLabel(shown()));
        }
        if !ascii.contains('.') {
            return Err(DomainNameError::SingleLabel(shown()));
        }
        if ascii.parse::<std::net::Ipv4Addr>().is_ok() {
            return Err(DomainNameError::IpAddress(shown()));
        }
        if ascii.len() > 253 || ascii.split('.').any(|label| label.len() > 63) {
            return Err(DomainNameError::TooLong(shown()));
        }
        Ok(Self(ascii))
    }

    /// The stored form, for example `xn--bcher-kva.example`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form to show beside the stored one where they differ, for example `bücher.example`.
    pub fn to_unicode(&self) -> String {
        idna::domain_to_unicode(&self.0).0
    }

    /// Whether this is `other` or, with `and_subdomains`, below it. `subcontoso.com` is not below `contoso.com`.
    pub fn matches(&self, other: &Self, and_subdomains: bool) -> bool {
        if self == other {
            return true;
        }
        and_subdomains
            && self
                .0
                .strip_suffix(other.as_str())
                .is_some_and(|rest| rest.ends_with('.'))
    }
}

fn too_long_or_character(bare: &str, shown: String) -> DomainNameError {
    if bare.len() > 253 || bare.split('.').any(|label| label.len() > 63) {
        DomainNameError::TooLong(shown)
    } else {
        DomainNameError::Character(shown)
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DomainName {
    type Error = DomainNameError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<DomainName> for String {
    fn from(domain: DomainName) -> Self {
        domain.0
    }
}
