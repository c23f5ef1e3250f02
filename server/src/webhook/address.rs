//! Where a message may go: looked up, looked at, and only then connected to.

use forecourt_service::webhook::is_public;
use http::Uri;
use std::net::{IpAddr, SocketAddr};

/// The other side of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The name that TLS checks and the header `Host` carries, without brackets.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
    /// Whether it is reached over TLS.
    pub(super) is_secure: bool,
}

impl Place {
    /// The place of an address.
    pub(super) fn of(uri: &Uri) -> Result<Self, String> {
        let is_secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err("The address names no host.".to_owned());
        }
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        Ok(Self {
            host,
            port,
            is_secure,
        })
    }

    /// The addresses that may be connected to. One that may not is reason enough to refuse all: whoever answers with it
    /// may give another answer the next time. Without private addresses there is none without TLS either.
    pub(super) async fn resolve(&self, private_addresses: bool) -> Result<Vec<SocketAddr>, String> {
        let found = match self.host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, self.port)],
            Err(_) => tokio::net::lookup_host((self.host.as_str(), self.port))
                .await
                .map_err(|error| format!("The host {} was not found: {error}.", self.host))?
                .collect(),
        };
        if found.is_empty() {
            return Err(format!("The host {} has no address.", self.host));
        }
        // Which address that is, stays unsaid: it would tell of the inner network.
        if !private_addresses && found.iter().any(|found| !is_public(found.ip())) {
            return Err(format!(
                "Not sent: {} belongs to a private network or to this machine.",
                self.host
            ));
        }
        // Added while private addresses were allowed, and with them addresses without TLS.
        if !private_addresses && !self.is_secure {
            let problem =
                "Not sent: the address does not begin with https://, and changes are not sent in the open.";
            return Err(problem.to_owned());
        }
        Ok(found)
    }
}
