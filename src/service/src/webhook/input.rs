//! What is entered for a webhook, and which addresses may be reached.

use super::EVERY_EVENT;
use crate::change::Action;
use forecourt_model::FieldErrors;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const MAXIMUM_URL: usize = 2_000;
const MAXIMUM_DESCRIPTION: usize = 200;

/// Which addresses may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UrlRules {
    /// Also private networks and this machine, and without TLS.
    pub private_addresses: bool,
}

/// A webhook as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookInput {
    /// Where changes are sent.
    pub url: String,
    /// What it is for; may be blank.
    pub description: String,
    /// The codes of the actions that are told; `*` for all.
    pub events: Vec<String>,
    /// Whether it is told anything.
    pub enabled: bool,
}

impl WebhookInput {
    /// Looks at what was entered. Fields: `url`, `description`, `events`.
    ///
    /// # Errors
    /// One error for each field that cannot be taken.
    pub(super) fn checked(&self, rules: UrlRules) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (url, description) = (self.url.trim(), self.description.trim());
        if let Err((code, message)) = check_url(url, rules) {
            errors.push("url", code, message);
        }
        if description.chars().count() > MAXIMUM_DESCRIPTION || description.chars().any(char::is_control) {
            let message =
                format!("Write the description in one line of at most {MAXIMUM_DESCRIPTION} characters.");
            errors.push("description", "description-too-long", message);
        }
        let mut events: Vec<String> = self.events.iter().map(|event| event.trim().to_owned()).collect();
        events.sort();
        events.dedup();
        if events.is_empty() {
            errors.push(
                "events",
                "events-empty",
                "Choose at least one kind of change, or * for all.",
            );
        }
        let unknown = events
            .iter()
            .find(|event| *event != EVERY_EVENT && Action::from_code(event).is_none());
        if let Some(unknown) = unknown {
            let shown: String = unknown.chars().take(60).collect();
            errors.push(
                "events",
                "event-unknown",
                format!("There is no kind of change “{shown}”."),
            );
        }
        if events.iter().any(|event| event == EVERY_EVENT) {
            events = vec![EVERY_EVENT.to_owned()];
        }
        errors.or(Self {
            url: url.to_owned(),
            description: description.to_owned(),
            events,
            enabled: self.enabled,
        })
    }
}

fn check_url(url: &str, rules: UrlRules) -> Result<(), (&'static str, String)> {
    let wrong = || {
        let message = "Write an address such as https://example.com/hook.";
        ("url-wrong", message.to_owned())
    };
    let plain = url.chars().all(|character| character.is_ascii_graphic()) && url.len() <= MAXIMUM_URL;
    if !plain {
        return Err(wrong());
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        return Err(wrong());
    };
    match scheme {
        "https" => {}
        "http" if rules.private_addresses => {}
        "http" => {
            let message = "Write an address that begins with https://. Changes are not sent in the open.";
            return Err(("url-not-https", message.to_owned()));
        }
        _ => return Err(wrong()),
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.is_empty()
        || authority.contains('@')
        || url.contains(['#', '\\', '"', '<', '>', '`', '{', '}', '|', '^'])
    {
        return Err(wrong());
    }
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    if host.is_empty() {
        return Err(wrong());
    }
    let own = host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost");
    let private = own || host.parse::<IpAddr>().is_ok_and(|address| !is_public(address));
    if private && !rules.private_addresses {
        let message = "This address belongs to a private network or to this machine. Webhooks are sent to public \
                       addresses only, unless webhook_private_addresses is configured.";
        return Err(("url-private", message.to_owned()));
    }
    Ok(())
}

/// Whether an address is one of the public network: not this machine, no private network, and nothing that only
/// stands for another address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || address.is_unspecified();
    let reserved = first == 0
        || first >= 240
        || (first == 100 && (64..128).contains(&second))
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (second == 18 || second == 19));
    !special && !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    // Only what is assigned to the public network (2000::/3), without what tunnels to IPv4 or serves as an example.
    let [first, second, ..] = address.segments();
    let public = (first & 0xe000) == 0x2000;
    let tunnel = first == 0x2002 || (first == 0x2001 && second < 0x0200);
    let example = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    public && !tunnel && !example
}

#[cfg(test)]
mod tests {
    use super::{UrlRules, check_url, is_public};

    #[test]
    fn only_the_public_network_is_public() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "198.20.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn addresses_are_refused_before_anything_is_sent() {
        let strict = UrlRules::default();
        for (url, code) in [
            ("", "url-wrong"),
            ("example.com", "url-wrong"),
            ("ftp://example.com/", "url-wrong"),
            ("http://example.com/", "url-not-https"),
            ("https://user@example.com/", "url-wrong"),
            ("https:///x", "url-wrong"),
            ("https://example.com/ x", "url-wrong"),
            ("https://localhost/x", "url-private"),
            ("https://a.LOCALHOST:8/x", "url-private"),
            ("https://127.0.0.1/x", "url-private"),
            ("https://[::1]:8443/x", "url-private"),
            ("https://169.254.169.254/latest", "url-private"),
        ] {
            assert_eq!(check_url(url, strict).unwrap_err().0, code, "{url}");
        }
        assert_eq!(check_url("https://example.com:8443/hook?a=b", strict), Ok(()));
        let open = UrlRules {
            private_addresses: true,
        };
        assert_eq!(check_url("http://127.0.0.1:9000/", open), Ok(()));
    }
}
