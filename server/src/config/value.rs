//! What the values must be.

use super::layer::Setting;
use super::secret::Secret;
use anyhow::{Result, bail};
use http::Uri;
use std::net::SocketAddr;
use tracing_subscriber::EnvFilter;

/// The shortest token that is worth the name.
const MINIMUM_TOKEN_LENGTH: usize = 16;

pub(super) fn listen(setting: Option<&Setting>) -> Result<SocketAddr> {
    let Some(Setting { value, origin }) = setting else {
        return Ok(SocketAddr::from(([127, 0, 0, 1], 3000)));
    };
    let local = value
        .strip_prefix("localhost:")
        .map(|port| format!("127.0.0.1:{port}"));
    match local.as_ref().unwrap_or(value).parse() {
        Ok(address) => Ok(address),
        Err(_) => bail!(
            "{origin} is `{value}`, which is no address to listen on; write an IP address and a port, such as \
             127.0.0.1:3000, 0.0.0.0:3000 or [::1]:3000"
        ),
    }
}

pub(super) fn public_url(setting: Option<&Setting>) -> Result<Option<String>> {
    let Some(Setting { value, origin }) = setting else {
        return Ok(None);
    };
    let Ok(uri) = value.parse::<Uri>() else {
        bail!("{origin} is `{value}`, which is no address; write one such as https://forecourt.example.com");
    };
    let scheme_is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    if !scheme_is_web || uri.host().is_none_or(str::is_empty) {
        bail!(
            "{origin} is `{value}`; write https:// or http:// and a host, such as https://forecourt.example.com"
        );
    }
    if uri.path() != "/" || uri.query().is_some() || value.contains(['@', '#']) {
        bail!(
            "{origin} is `{value}`; write only scheme, host and port, such as https://forecourt.example.com"
        );
    }
    Ok(Some(value.trim_end_matches('/').to_owned()))
}

pub(super) fn truth(setting: Option<&Setting>) -> Result<bool> {
    let Some(Setting { value, origin }) = setting else {
        return Ok(false);
    };
    match value.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => bail!("{origin} is `{value}`; write true or false"),
    }
}

pub(super) fn log(setting: Option<&Setting>) -> Result<String> {
    let Some(Setting { value, origin }) = setting else {
        return Ok("info".to_owned());
    };
    match EnvFilter::try_new(value) {
        Ok(_) => Ok(value.clone()),
        Err(_) => bail!(
            "{origin} is `{value}`, which is no log filter; write error, warn, info, debug or trace, or one for each \
             part, such as info,forecourt_store=debug"
        ),
    }
}

pub(super) fn metrics_token(setting: Option<&Setting>) -> Result<Option<Secret>> {
    let Some(Setting { value, origin }) = setting else {
        return Ok(None);
    };
    if value.len() < MINIMUM_TOKEN_LENGTH || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!(
            "{origin} cannot be taken; write at least {MINIMUM_TOKEN_LENGTH} letters, digits and signs, without spaces"
        );
    }
    Ok(Some(Secret::new(value)))
}

pub(super) fn api_requests_per_second(setting: Option<&Setting>) -> Result<u32> {
    let Some(Setting { value, origin }) = setting else {
        return Ok(100);
    };
    match value.parse() {
        Ok(number) if number <= 1_000_000 => Ok(number),
        _ => bail!("{origin} is `{value}`; write a number up to 1000000, or 0 for no limit"),
    }
}
