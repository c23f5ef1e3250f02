//! Places in lists, in a form that says nothing and holds for one query only.

use super::caller::Caller;
use crate::http::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forecourt_exchange::cursor;
use sha2::{Digest as _, Sha256};

/// The list that `caller` asks for: the endpoint and all of its query but the place and the size of the page.
fn binding(list: &str, caller: &Caller) -> String {
    let mut fields: Vec<_> = caller
        .query
        .0
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit"))
        .collect();
    fields.sort();
    let mut digest = Sha256::new();
    digest.update(list.as_bytes());
    for (name, value) in fields {
        for part in [name, value] {
            digest.update(u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    URL_SAFE_NO_PAD.encode(digest.finalize().get(..9).unwrap_or_default())
}

/// The cursor of the place after the thing with these sort values.
pub(super) fn write(list: &str, caller: &Caller, key: Vec<String>) -> Option<String> {
    cursor::write(&binding(list, caller), key)
}

/// The sort values that the query's cursor means; `None` without one.
///
/// # Errors
/// 400 for one of another query, or one that was not made here.
pub(super) fn read(list: &str, caller: &Caller) -> Result<Option<Vec<String>>, Problem> {
    let Some(text) = caller.query.some("cursor") else {
        return Ok(None);
    };
    let key = cursor::read(&binding(list, caller), text);
    key.map(Some).ok_or_else(foreign)
}

/// The refusal of a cursor.
pub(super) fn foreign() -> Problem {
    let detail =
        "The cursor belongs to another query. Begin without one, and keep the other fields while you page.";
    Problem::bad_request("cursor-foreign", detail)
}
