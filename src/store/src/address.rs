//! Where a database is: what its address may say, and how much of it is shown.

mod parameter;
mod shown;

use crate::error::StoreError;
use shown::decoded;
pub(crate) use shown::scheme_shown;
pub use shown::without_password;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::str::FromStr as _;

/// What PostgreSQL's own variables say where the address does not.
const VARIABLES: [(&str, &str); 4] = [
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
];

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

fn refused(part: &str, problem: &str) -> StoreError {
    StoreError::Address {
        problem: format!("{part} {problem}"),
    }
}

/// The words for a part of the address, at the beginning of a sentence.
fn in_address(part: &str) -> String {
    format!("in the database address, {part}")
}

/// How PostgreSQL is reached by `address`.
///
/// # Errors
/// [`StoreError::Address`] names the part that cannot be used; [`StoreError::Open`] when it is no address at all.
pub(crate) fn postgres(address: &str) -> Result<PgConnectOptions, StoreError> {
    look_at_marks(address)?;
    let asked = parameters(address)?;
    let options = PgConnectOptions::from_str(address).map_err(|source| StoreError::Open {
        place: without_password(address),
        source,
    })?;
    let mode = options.get_ssl_mode();
    if is_socket(&options) {
        // Nobody can listen to it. Certificates are for other ways, on which a variable may name them.
        if let Some(part) = asked.get("sslmode")
            && matches!(mode, PgSslMode::Require | PgSslMode::VerifyFull)
        {
            return Err(refused(part, "has no meaning for a Unix socket; take it out"));
        }
    } else if let Some(part) = asked.get("sslrootcert")
        && !matches!(mode, PgSslMode::VerifyFull)
    {
        let problem = "is only looked at with `sslmode=verify-full`; add that to the database address, and put the \
                       whole of it in quotation marks, or take the certificate out";
        return Err(refused(part, problem));
    }
    // The driver would ask for the name with its brackets.
    let host = options.get_host();
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let options = match host.map(str::to_owned) {
        Some(host) => options.host(&host),
        None => options,
    };
    Ok(match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("forecourt"),
    })
}

/// Looks for marks by which the driver would divide an address otherwise than it seems.
fn look_at_marks(address: &str) -> Result<(), StoreError> {
    if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
        let problem = "is missing; write postgres://user@host/database";
        return Err(refused(&in_address("`://`"), problem));
    }
    if address.contains(|letter: char| letter == '#' || letter.is_control()) {
        let problem = "cannot be used as it is; write %23 for a `#`";
        return Err(refused(
            &in_address("a `#` or a character that cannot be seen"),
            problem,
        ));
    }
    if query_of(address).contains('@') {
        let problem = "cannot be used as it is; write %40";
        return Err(refused(&in_address("an `@` behind the `?`"), problem));
    }
    Ok(())
}

fn query_of(address: &str) -> &str {
    address.split_once('?').map_or("", |(_, query)| query)
}

/// The parameters that are asked for, in the address or by a variable, each with the words for it at the beginning of a
/// sentence.
fn parameters(address: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let mut asked = BTreeMap::new();
    let pairs: Vec<_> = form_urlencoded::parse(query_of(address).as_bytes()).collect();
    let has_password = pairs.iter().any(|(name, _)| name == "password");
    for (name, value) in &pairs {
        if !parameter::is_known(name) {
            // Behind a password, it can be the rest of that.
            let shown = parameter::plain_word(name).filter(|_| !has_password);
            let part = shown.map_or_else(
                || "something behind the `?`".to_owned(),
                |name| format!("`{name}`"),
            );
            return Err(refused(&in_address(&part), &parameter::unknown()));
        }
        let part = in_address(&format!("`{name}`"));
        parameter::check(name, value).map_err(|problem| refused(&part, &problem))?;
        if asked.insert(name.to_string(), part.clone()).is_some() {
            return Err(refused(&part, "is there twice; keep one of them"));
        }
    }
    if !asked.contains_key("sslmode") && decoded(address).contains("sslmode") {
        let problem = "stands where it is not read; write it behind the `?`, and an `&` between two parts";
        return Err(refused(&in_address("`sslmode`"), problem));
    }
    for (name, variable) in VARIABLES {
        if !asked.contains_key(name)
            && let Ok(value) = std::env::var(variable)
        {
            let part = format!("the variable `{variable}`");
            parameter::check(name, &value).map_err(|problem| refused(&part, &problem))?;
            asked.insert(name.to_owned(), part);
        }
    }
    for (one, other) in [("sslcert", "sslkey"), ("sslkey", "sslcert")] {
        if asked.contains_key(one) && !asked.contains_key(other) {
            let problem = format!("is missing; it belongs to `{one}`");
            return Err(refused(&in_address(&format!("`{other}`")), &problem));
        }
    }
    Ok(asked)
}

fn is_socket(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some() || options.get_host().starts_with('/')
}

/// Whether what is said on the way that `options` name stays on this machine.
pub(crate) fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
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

#[cfg(test)]
mod tests {
    use super::*;

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
