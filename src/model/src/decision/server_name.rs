//! Names of chat and mail servers.

use crate::DomainName;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most characters of a server's name with its port.
pub const MAXIMUM_SERVER_NAME: usize = 255;

/// The most characters between two dots (RFC 1035, section 2.3.4).
const LONGEST_LABEL: usize = 63;

/// A server as addresses name it: a domain name, a name without a dot or an IP address, perhaps with a port. Lower
/// case, internationalized labels in ASCII.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServerName(String);

/// Why a text is not the name of a server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the name of a server. Write one like example.com or chat.example.com:8448.")]
pub struct ServerNameError(pub String);

impl ServerName {
    /// Reads the name of a server.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, ServerNameError> {
        let given = text.trim();
        let refused = || ServerNameError(given.chars().take(80).collect());
        if given.is_empty() || given.len() > MAXIMUM_SERVER_NAME {
            return Err(refused());
        }
        if is_plain(given) {
            return Ok(Self(given.to_ascii_lowercase()));
        }
        let (host, port) = split_port(given);
        let host = DomainName::parse(host).map_err(|_| refused())?;
        let name = format!("{host}{port}");
        if is_plain(&name) {
            Ok(Self(name))
        } else {
            Err(refused())
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without its port.
    pub fn host(&self) -> &str {
        split_port(&self.0).0
    }
}

/// A name and what follows it, from the colon on.
pub(super) fn split_port(name: &str) -> (&str, &str) {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let colon = name.len() - digits;
    match name.get(..colon).and_then(|head| head.strip_suffix(':')) {
        Some(host) if digits > 0 && !host.is_empty() && (!host.contains(':') || host.ends_with(']')) => {
            (host, name.get(host.len()..).unwrap_or_default())
        }
        _ => (name, ""),
    }
}

/// Whether bytes are the name of a server in plain letters: labels of letters, digits, hyphens and underscores, or an
/// IP address, with or without a port of at most five digits.
pub(super) fn is_plain(name: &str) -> bool {
    let (host, port) = split_port(name);
    if port.len() > 6 {
        return false;
    }
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    has_plain_labels(host.as_bytes())
}

/// Without a branch for each letter, so that the processor looks at many at once: every address of every question
/// comes by here.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch for each letter keeps the processor from looking at many at once"
)]
fn has_plain_labels(host: &[u8]) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'.' | b'-'));
    if is_edge(host.first()) || is_edge(host.last()) {
        return false;
    }
    let letters = host.iter().fold(true, |all, byte| {
        all & (byte.is_ascii_alphanumeric() | (*byte == b'-') | (*byte == b'_') | (*byte == b'.'))
    });
    // No label is empty, and none begins or ends with a hyphen.
    let pairs = host.iter().zip(host.iter().skip(1));
    let labels = pairs.fold(true, |all, (one, next)| {
        let (dot, next_dot) = (*one == b'.', *next == b'.');
        let (edge, next_edge) = (dot | (*one == b'-'), next_dot | (*next == b'-'));
        all & !((dot & next_edge) | (edge & next_dot))
    });
    letters
        && labels
        && (host.len() <= LONGEST_LABEL
            || host
                .split(|byte| *byte == b'.')
                .all(|label| label.len() <= LONGEST_LABEL))
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ServerName {
    type Error = ServerNameError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ServerName> for String {
    fn from(name: ServerName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerName, split_port};

    #[test]
    fn servers_have_names_addresses_and_ports() {
        for (typed, stored) in [
            (" Matrix.ORG ", "matrix.org"),
            ("localhost:8448", "localhost:8448"),
            ("[::1]:8448", "[::1]:8448"),
            ("127.0.0.1", "127.0.0.1"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("my_host", "my_host"),
        ] {
            assert_eq!(ServerName::parse(typed).unwrap().as_str(), stored, "{typed}");
        }
        for bad in [
            "",
            "a b",
            "http://x.example",
            "x..example",
            "-x.example",
            "x:123456",
            "a@b.example",
            "[::1",
            ":8448",
        ] {
            assert!(ServerName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_port_is_not_a_part_of_the_name() {
        assert_eq!(split_port("[::1]:80"), ("[::1]", ":80"));
        assert_eq!(split_port("x.example"), ("x.example", ""));
        assert_eq!(split_port("x.example:"), ("x.example:", ""));
        assert_eq!(ServerName::parse("x.example:80").unwrap().host(), "x.example");
    }
}
