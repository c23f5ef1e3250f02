//! Places in lists, in a form for addresses that says nothing to whoever reads it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest cursor that is read, in bytes: two names of full length and some.
const MAXIMUM_LENGTH: usize = 8_192;

/// A place in a list that is read onwards only.
#[derive(Serialize, Deserialize)]
struct Place {
    /// Of which list.
    l: String,
    /// The sort values of the last thing before the place.
    k: Vec<String>,
}

/// The cursor of a place.
pub(crate) fn encode<T: Serialize>(place: &T) -> Option<String> {
    Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).ok()?))
}

/// The place that a cursor means; `None` when it was not made here.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    if text.len() > MAXIMUM_LENGTH {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// The cursor of the place after the thing with these sort values, in the list that `list` stands for.
pub fn write(list: &str, key: Vec<String>) -> Option<String> {
    encode(&Place {
        l: list.to_owned(),
        k: key,
    })
}

/// The sort values that a cursor means in the list that `list` stands for; `None` when it is of another list or was not
/// made here.
pub fn read(list: &str, text: &str) -> Option<Vec<String>> {
    let place: Place = decode(text)?;
    let is_ours = place.l == list && place.k.iter().all(|value| !value.contains('\0'));
    is_ours.then_some(place.k)
}
