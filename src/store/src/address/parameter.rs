//! What may stand behind the `?` of PostgreSQL's address.

use std::net::IpAddr;

/// The names. The driver passes over others, so that one wrong letter in `sslmode` would take the protection away that
/// somebody has asked for.
const NAMES: [&str; 13] = [
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
    "application_name",
    "statement-cache-capacity",
];

/// How TLS is asked for. Missing are `allow`, which the driver takes for `disable`, and `verify-ca`, with which it takes a
/// certificate of any authority of the machine for any name.
const MODES: [&str; 4] = ["disable", "prefer", "require", "verify-full"];

/// A text as a message may show it in quotation marks, when it is a plain word: what stands in the place of one can be a
/// piece of a password.
pub(super) fn plain_word(text: &str) -> Option<&str> {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter == '-';
    (text.len() <= 40 && text.chars().all(is_plain)).then_some(text)
}

/// Whether there is a parameter of this name.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || (name.starts_with("options[") && name.ends_with(']'))
}

/// What is wrong with a name that is not known.
pub(super) fn unknown() -> String {
    format!("is not known; take it out, or write one of {}", NAMES.join(", "))
}

/// Looks at the value of a known parameter.
///
/// # Errors
/// The rest of a sentence that begins with the parameter: what is wrong, and what to do.
pub(super) fn check(name: &str, value: &str) -> Result<(), String> {
    match name {
        "sslmode" => mode(value),
        "sslrootcert" if value == "system" => {
            Err("is `system`; leave it out, the authorities of this machine count anyway".to_owned())
        }
        "sslrootcert" | "sslcert" => pem(value, "CERTIFICATE", "no certificate"),
        "sslkey" => pem(value, "PRIVATE KEY", "no private key"),
        "port" => number(value.parse::<u16>().is_ok(), "a number from 0 to 65535"),
        "statement-cache-capacity" => number(value.parse::<usize>().is_ok(), "a number"),
        "hostaddr" => number(value.parse::<IpAddr>().is_ok(), "an address as 192.0.2.1"),
        _ => Ok(()),
    }
}

fn mode(value: &str) -> Result<(), String> {
    if MODES.contains(&value) {
        return Ok(());
    }
    let modes = MODES.join(", ");
    Err(match plain_word(value) {
        Some(word) => format!("is `{word}`; write one of {modes}"),
        None => format!("is none of {modes}; write one of them, and an `&` before what comes after it"),
    })
}

fn number(is_one: bool, what: &str) -> Result<(), String> {
    if is_one {
        return Ok(());
    }
    Err(format!("cannot be used; write {what}"))
}

/// Looks whether a file holds something under a mark like `-----BEGIN CERTIFICATE-----`.
fn pem(path: &str, mark: &str, missing: &str) -> Result<(), String> {
    if path.contains("-----BEGIN") {
        return Err("holds the text itself; write the path of a file with it".to_owned());
    }
    // What cannot be read need not be a path, and is not repeated.
    let bytes = std::fs::read(path).map_err(|error| format!("names a file that cannot be read: {error}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let begins = |line: &str| line.starts_with("-----BEGIN") && line.contains(mark);
    if text.lines().any(begins) {
        return Ok(());
    }
    Err(format!(
        "names the file `{path}`, which has {missing} in PEM format"
    ))
}
