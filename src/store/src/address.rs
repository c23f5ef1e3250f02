//! Where a database is: what its address may say, and how much of it is shown.

use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::io::ErrorKind;
use std::str::FromStr as _;

/// What may stand behind the `?` of PostgreSQL's address. The driver passes over what it does not know, so that one wrong
/// letter in `sslmode` would take the protection away that somebody has asked for.
const PARAMETERS: [&str; 11] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "options",
];

/// How an address may ask for TLS. The driver takes `allow` for `disable`, so it is not offered.
const MODES: [&str; 5] = ["disable", "prefer", "require", "verify-ca", "verify-full"];

/// Those that name a file.
const FILES: [&str; 3] = ["sslrootcert", "sslcert", "sslkey"];

/// How PostgreSQL is reached by `address`.
///
/// # Errors
/// [`StoreError::Address`] names the part that cannot be used; [`StoreError::Open`] when it is no address at all.
pub(crate) fn postgres(address: &str) -> Result<PgConnectOptions, StoreError> {
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        check(&name, &value).map_err(|problem| StoreError::Address {
            name: name.chars().take(40).collect(),
            problem,
        })?;
    }
    let options = PgConnectOptions::from_str(address).map_err(|source| StoreError::Open {
        place: without_password(address),
        source,
    })?;
    Ok(options.application_name("forecourt"))
}

fn check(name: &str, value: &str) -> Result<(), String> {
    if !PARAMETERS.contains(&name) {
        return Err(format!(
            "is not known; take it out, or write one of {}",
            PARAMETERS.join(", ")
        ));
    }
    if name == "sslmode" && !MODES.contains(&value) {
        let value: String = value.chars().take(40).collect();
        return Err(format!("is `{value}`; write one of {}", MODES.join(", ")));
    }
    if FILES.contains(&name)
        && let Err(error) = std::fs::File::open(value)
    {
        return Err(format!("names the file `{value}`, which cannot be read: {error}"));
    }
    Ok(())
}

/// Why PostgreSQL at `address` was not reached.
pub(crate) fn not_reached(address: &str, source: sqlx::Error) -> StoreError {
    let place = without_password(address);
    let is_tls = match &source {
        sqlx::Error::Tls(_) => true,
        // A certificate that is not trusted is data that is not valid.
        sqlx::Error::Io(error) => error.kind() == ErrorKind::InvalidData,
        _ => false,
    };
    if is_tls {
        StoreError::Tls { place, source }
    } else {
        StoreError::Open { place, source }
    }
}

/// Whether PostgreSQL at `address` has to show a certificate that is in its name, before anything is said to it. What the
/// address leaves open, PostgreSQL's own variables of the environment say.
///
/// # Errors
/// The address cannot be used, as [`crate::Database::open`] says.
pub fn is_verified(address: &str) -> Result<bool, StoreError> {
    Ok(matches!(postgres(address)?.get_ssl_mode(), PgSslMode::VerifyFull))
}

/// A database address as logs and messages may show it.
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (authority, place) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if scheme != "sqlite" && place.contains('@') {
        // The password has a mark that divides an address, so nobody can say where it ends.
        return format!("{scheme}://…");
    }
    let (place, query) = place.split_once('?').unwrap_or((place, ""));
    let shown: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_secret(pair))
        .collect();
    let mut text = format!("{scheme}://");
    if let Some((account, host)) = authority.rsplit_once('@') {
        text.push_str(account.split(':').next().unwrap_or_default());
        text.push('@');
        text.push_str(host);
    } else {
        text.push_str(authority);
    }
    text.push_str(place);
    if !shown.is_empty() {
        text.push('?');
        text.push_str(&shown.join("&"));
    }
    text
}

fn is_secret(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name == "password")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (address, shown) in [
            ("sqlite:///var/lib/a@b.db", "sqlite:///var/lib/a@b.db"),
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
        ] {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }
}
