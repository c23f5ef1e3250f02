//! What was just done, carried over one redirect and shown once as a toast.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use forecourt_model::Revision;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// What was just done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// What was done, in a sentence.
    pub text: String,
    /// The change that can be taken back, if it can.
    pub undo: Option<Revision>,
    /// Where to read more: words and path.
    pub link: Option<(String, String)>,
}

impl Flash {
    /// A sentence alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            undo: None,
            link: None,
        }
    }

    /// A change that can be taken back.
    pub fn change(text: impl Into<String>, revision: Revision) -> Self {
        Self {
            text: text.into(),
            undo: Some(revision),
            link: None,
        }
    }
}

/// The cookie that carries it. Only the browser that was redirected sees it, and its text is escaped like any other.
pub struct FlashCookie;

const NAME: &str = "forecourt-flash";
const MAXIMUM_LENGTH: usize = 2_000;

/// How many characters are left of a sentence that is too long: as many as fit, whatever they are.
const SHORTENED: usize = 150;

fn encoded(flash: &Flash) -> Option<String> {
    let text = serde_json::to_string(flash).ok()?;
    let value = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
    (value.len() <= MAXIMUM_LENGTH).then_some(value)
}

impl FlashCookie {
    /// What the request carries.
    pub fn read(headers: &HeaderMap) -> Option<Flash> {
        let value = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(NAME)?.strip_prefix('='))?;
        let text = percent_decode_str(value).decode_utf8().ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Puts it on a redirect.
    pub fn write(headers: &mut HeaderMap, flash: &Flash) {
        let shortened = || {
            let start: String = flash.text.chars().take(SHORTENED).collect();
            encoded(&Flash::text(format!("{start}…")))
        };
        if let Some(value) = encoded(flash).or_else(shortened) {
            Self::set(
                headers,
                &format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"),
            );
        }
    }

    /// Takes it away, once it has been shown.
    pub fn clear(headers: &mut HeaderMap) {
        Self::set(
            headers,
            &format!("{NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        );
    }

    fn set(headers: &mut HeaderMap, cookie: &str) {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            headers.append(SET_COOKIE, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Flash, FlashCookie};
    use axum::http::HeaderMap;
    use axum::http::header::{COOKIE, SET_COOKIE};

    #[test]
    fn a_sentence_that_is_too_long_is_shortened_and_not_lost() {
        for (text, wanted) in [
            ("Saved.".to_owned(), "Saved.".to_owned()),
            ("\u{1d11e}".repeat(2_000), format!("{}…", "\u{1d11e}".repeat(150))),
        ] {
            let mut headers = HeaderMap::new();
            FlashCookie::write(&mut headers, &Flash::text(text));
            let set = headers.get(SET_COOKIE).unwrap().clone();
            let mut request = HeaderMap::new();
            request.insert(COOKIE, set);
            assert_eq!(FlashCookie::read(&request).unwrap().text, wanted);
        }
    }
}
