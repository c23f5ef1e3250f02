//! The session cookie.

use super::form::MAXIMUM_FORM_BYTES;
use super::state::AppState;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Extensions, HeaderMap, HeaderValue, Request};
use forecourt_service::{ServiceError, session};
use forecourt_store::StoreError;

pub use forecourt_service::session::SignedIn;

/// The token that a request carries. Put into the request by [`super::security::prepare`].
#[derive(Clone, Debug)]
pub struct SessionToken(pub String);

/// The cookie's name. Over TLS the browser itself makes sure that no other host and no plain connection can set it.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-forecourt" } else { "forecourt" }
}

/// The token in the headers of a request.
pub fn token_in(headers: &HeaderMap, secure: bool) -> Option<SessionToken> {
    let values = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(cookie_name(secure))?.strip_prefix('='))
        .map(|token| SessionToken(token.to_owned()))
}

/// Gives the browser a session.
pub fn set_cookie(headers: &mut HeaderMap, secure: bool, token: &str) {
    let attributes = if secure { "; Secure" } else { "" };
    let cookie = format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax{attributes}",
        cookie_name(secure)
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        headers.append(SET_COOKIE, value);
    }
}

/// Takes the session from the browser.
pub fn clear_cookie(headers: &mut HeaderMap, secure: bool) {
    let attributes = if secure { "; Secure" } else { "" };
    let cookie = format!(
        "{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{attributes}",
        cookie_name(secure)
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        headers.append(SET_COOKIE, value);
    }
}

/// The administrator who sent the request, if one is signed in.
///
/// # Errors
/// [`ServiceError::Store`] when the database does not answer: access fails closed.
pub async fn signed_in(state: &AppState, extensions: &Extensions) -> Result<Option<SignedIn>, ServiceError> {
    match extensions.get::<SessionToken>() {
        Some(SessionToken(token)) => session::resolve(&state.services, token).await,
        None => Ok(None),
    }
}

/// Keeps the form of a request whose session has ended. `None` when there is no form, or when it cannot be kept.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_draft(state: &AppState, request: Request<Body>) -> Result<Option<String>, StoreError> {
    let path = request.uri().path().to_owned();
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !is_form.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded")) {
        return Ok(None);
    }
    let Ok(body) = axum::body::to_bytes(request.into_body(), MAXIMUM_FORM_BYTES).await else {
        return Ok(None);
    };
    let Ok(text) = std::str::from_utf8(&body) else {
        return Ok(None);
    };
    session::keep_draft(&state.services, &path, &without_passwords(text)).await
}

/// A form without what must not be written down: whoever comes back types it again.
fn without_passwords(form: &str) -> String {
    let kept = form_urlencoded::parse(form.as_bytes()).filter(|(name, _)| !name.contains("password"));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish()
}
