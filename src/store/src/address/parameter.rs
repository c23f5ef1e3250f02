//! What may stand behind the `?` of PostgreSQL's address.

use std::path::Path;

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

/// How much of a value is repeated.
const SHOWN: usize = 200;

/// The name of a parameter as a message may show it: a password that is not written as an address asks for could stand in
/// its place.
pub(super) fn shown(name: &str) -> String {
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter == '-';
    if name.len() <= 40 && !name.is_empty() && name.chars().all(is_name) {
        format!("`{name}`")
    } else {
        "something behind the `?`".to_owned()
    }
}

/// Looks at one parameter.
///
/// # Errors
/// The rest of a sentence that begins with the parameter: what is wrong, and what to do.
pub(super) fn check(name: &str, value: &str) -> Result<(), String> {
    let is_option = name.starts_with("options[") && name.ends_with(']');
    if !is_option && !NAMES.contains(&name) {
        return Err(format!(
            "is not known; take it out, or write one of {}",
            NAMES.join(", ")
        ));
    }
    match name {
        "sslmode" => mode(value),
        "sslrootcert" => certificate(value),
        "sslcert" | "sslkey" => file(value).map(|_| ()),
        _ => Ok(()),
    }
}

/// Looks at a value of `sslmode`.
///
/// # Errors
/// As [`check`].
pub(super) fn mode(value: &str) -> Result<(), String> {
    if MODES.contains(&value) {
        return Ok(());
    }
    let value: String = value.chars().take(40).collect();
    Err(format!("is `{value}`; write one of {}", MODES.join(", ")))
}

fn certificate(value: &str) -> Result<(), String> {
    if value == "system" {
        return Err("is `system`; leave it out, the authorities of this machine count anyway".to_owned());
    }
    let text = file(value)?;
    if text.contains("-----BEGIN CERTIFICATE") {
        return Ok(());
    }
    Err(format!(
        "names the file `{}`, which has no certificate; it takes the PEM format",
        Path::new(value).display()
    ))
}

fn file(value: &str) -> Result<String, String> {
    if value.trim_start().starts_with("-----BEGIN") {
        return Err("holds the text itself; write the path of a file with it".to_owned());
    }
    let read = std::fs::read(value).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let shown: String = value.chars().take(SHOWN).collect();
    read.map_err(|error| format!("names the file `{shown}`, which cannot be read: {error}"))
}
