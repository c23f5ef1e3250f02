//! How much of an address is shown.

use super::SCHEMES;

/// A database address as logs and messages may show it.
pub fn without_password(address: &str) -> String {
    if address.starts_with("sqlite:") {
        return address.to_owned();
    }
    let Some((scheme, rest)) = SCHEMES
        .iter()
        .find_map(|scheme| Some((*scheme, address.strip_prefix(scheme)?)))
    else {
        return "…".to_owned();
    };
    let (authority, place) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    let is_shown = |pair: &&str| !pair.is_empty() && !decoded(pair).starts_with("password=");
    let shown: Vec<_> = query.split('&').filter(is_shown).collect();
    let (account, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let account = account.split(':').next().unwrap_or_default();
    let (at, mark) = (
        if account.is_empty() { "" } else { "@" },
        if shown.is_empty() { "" } else { "?" },
    );
    let text = format!("{account}{at}{host}{path}{mark}{}", shown.join("&"));
    if place.contains(['@', '#']) || decoded(&text).contains("password") {
        // A password has a mark that divides an address, or stands behind one that does not.
        return format!("{scheme}…");
    }
    format!("{scheme}{text}")
}

/// What an address begins with, as messages may show it: it need not be a scheme.
pub(crate) fn scheme_shown(scheme: &str) -> String {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
    if scheme.chars().all(is_of_scheme) && scheme.len() <= 40 {
        scheme.to_owned()
    } else {
        "…".to_owned()
    }
}

/// An address in small letters, without the percent signs that hide some of them.
pub(super) fn decoded(address: &str) -> String {
    let pairs = form_urlencoded::parse(address.as_bytes());
    let texts: Vec<_> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    texts.join("&").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (address, shown) in [
            ("sqlite:///var/lib/a@b#1.db", "sqlite:///var/lib/a@b#1.db"),
            ("sqlite:f.db", "sqlite:f.db"),
            ("postgres://db/f", "postgres://db/f"),
            ("postgres://f:se@cret@db/f", "postgres://f@db/f"),
            (
                "postgres://f:secret@db:5433/f?port=1",
                "postgres://f@db:5433/f?port=1",
            ),
            (
                "postgres://db/f?user=f&password=secret&sslmode=require",
                "postgres://db/f?user=f&sslmode=require",
            ),
            ("postgres://db?p%61ssword=secret", "postgres://db"),
            ("postgres://f:se/cret@db/f", "postgres://…"),
            ("postgres://f@db/f?password=se@cret", "postgres://…"),
            ("postgres://f@db/f?password=se#cret", "postgres://…"),
            ("postgres:/f:secret@db/f", "…"),
            ("postgres:/f:se://cret@db/f", "…"),
            (
                "postgres://f@db/f?application_name=x;password=secret",
                "postgres://…",
            ),
            ("postgres://f@db/f;pass%77ord=secret", "postgres://…"),
            ("postgres://f@db/f?user=f?PASSWORD=secret", "postgres://…"),
        ] {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }
}
