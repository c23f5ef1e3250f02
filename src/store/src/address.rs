//! Where a database is: what its address may say, and how much of it is shown.

mod parameter;

use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::str::FromStr as _;

/// Says what TLS is asked for where the address does not.
const MODE_VARIABLE: &str = "PGSSLMODE";

fn refused(part: impl Into<String>, problem: impl Into<String>) -> StoreError {
    StoreError::Address {
        part: part.into(),
        problem: problem.into(),
    }
}

/// How PostgreSQL is reached by `address`.
///
/// # Errors
/// [`StoreError::Address`] names the part that cannot be used; [`StoreError::Open`] when it is no address at all.
pub(crate) fn postgres(address: &str) -> Result<PgConnectOptions, StoreError> {
    if !address.contains("://") {
        return Err(refused(
            "`://`",
            "is missing; write postgres://user@host/database",
        ));
    }
    // The driver ends the address at the one and leaves out the others, whatever is written behind them.
    if address.contains(|letter: char| letter == '#' || letter.is_control()) {
        return Err(refused(
            "a `#` or a character that cannot be seen",
            "cannot be used as it is; write %23 for a `#`",
        ));
    }
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    if query.contains('@') {
        return Err(refused(
            "an `@` behind the `?`",
            "cannot be used as it is; write %40",
        ));
    }
    let mut names = BTreeSet::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let part = || parameter::shown(&name);
        parameter::check(&name, &value).map_err(|problem| refused(part(), problem))?;
        if !names.insert(name.clone()) {
            return Err(refused(part(), "is there twice; keep one of them"));
        }
    }
    if !names.contains("sslmode")
        && let Ok(mode) = std::env::var(MODE_VARIABLE)
    {
        let part = format!("the variable `{MODE_VARIABLE}`, which counts where it has no `sslmode`,");
        parameter::mode(&mode).map_err(|problem| refused(part, problem))?;
    }
    let options = PgConnectOptions::from_str(address).map_err(|source| StoreError::Open {
        place: without_password(address),
        source,
    })?;
    let mode = options.get_ssl_mode();
    if names.contains("sslrootcert") && !matches!(mode, PgSslMode::VerifyFull) {
        return Err(refused(
            "`sslrootcert`",
            "is only looked at with `sslmode=verify-full`; add that, and put the whole address in quotation marks",
        ));
    }
    if is_socket(&options) && matches!(mode, PgSslMode::Require | PgSslMode::VerifyFull) {
        return Err(refused(
            "`sslmode`",
            "has no meaning for a Unix socket, which nobody can listen to; take it out",
        ));
    }
    Ok(match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("forecourt"),
    })
}

fn is_socket(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some() || options.get_host().starts_with('/')
}

/// Whether what is said on the way that `options` name stays on this machine.
pub(crate) fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host().trim_matches(['[', ']']);
    let is_loopback = host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    is_socket(options) || host.eq_ignore_ascii_case("localhost") || is_loopback
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

/// What an address begins with, as messages may show it: it need not be a scheme.
pub(crate) fn scheme_shown(scheme: &str) -> String {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
    if scheme.chars().all(is_of_scheme) && scheme.len() <= 40 {
        scheme.to_owned()
    } else {
        "…".to_owned()
    }
}

/// A database address as logs and messages may show it.
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return match address.split_once(':') {
            Some(("sqlite", _)) => address.to_owned(),
            _ => "…".to_owned(),
        };
    };
    if scheme == "sqlite" {
        return address.to_owned();
    }
    let (authority, place) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if place.contains(['@', '#']) {
        // The password has a mark that divides an address, so nobody can say where it ends.
        return format!("{scheme}://…");
    }
    let (place, query) = place.split_once('?').unwrap_or((place, ""));
    let shown: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_secret(pair))
        .collect();
    let (account, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let account = account.split(':').next().unwrap_or_default();
    let (at, mark) = (
        if account.is_empty() { "" } else { "@" },
        if shown.is_empty() { "" } else { "?" },
    );
    format!("{scheme}://{account}{at}{host}{place}{mark}{}", shown.join("&"))
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
        ] {
            assert_eq!(without_password(address), shown, "{address}");
        }
    }

    #[test]
    fn what_stays_on_this_machine() {
        for (address, local) in [
            ("postgres://f@127.0.0.1/f", true),
            ("postgres://f@[::1]/f", true),
            ("postgres://f@LOCALHOST:5433/f", true),
            ("postgres://f@%2Fvar%2Frun/f", true),
            ("postgres://f@db/f?host=/var/run", true),
            ("postgres://f@db/f", false),
            ("postgres://f@localhost/f?host=db", false),
            ("postgres://f@192.0.2.1/f", false),
        ] {
            assert_eq!(is_local(&postgres(address).unwrap()), local, "{address}");
        }
    }
}
