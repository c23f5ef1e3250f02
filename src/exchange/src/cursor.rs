//! Places in lists, in a form for addresses that says nothing to whoever reads it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest cursor that is read, in bytes: two names of full length and some.
const MAXIMUM_LENGTH: usize = 8_192;

/// A place in a list that is read onwards only.
#[derive(Serialize, Deserialize)]
struct Onwards {
    /// Of which list.
    l: String,
    /// The sort values of the last thing before the place.
    k: Vec<String>,
}

/// A place in a list that is read in both directions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Of which list.
    #[serde(rename = "l")]
    pub list: String,
    /// Whether the page ends before the place.
    #[serde(rename = "b")]
    pub backwards: bool,
    /// The sort values of the thing at the place.
    #[serde(rename = "k")]
    pub key: Vec<String>,
    /// How many things come before the page (onwards) or the place (backwards), as far as was known.
    #[serde(rename = "n")]
    pub passed: u64,
}

fn encode<T: Serialize>(place: &T) -> Option<String> {
    Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).ok()?))
}

fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    if text.len() > MAXIMUM_LENGTH {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

impl Place {
    /// The cursor of the place.
    pub fn write(&self) -> Option<String> {
        encode(self)
    }

    /// The place that a cursor means in the list that `list` stands for; `None` when it is of another list or was not
    /// made here.
    pub fn read(list: &str, text: &str) -> Option<Self> {
        decode(text).filter(|place: &Self| place.list == list)
    }
}

/// The cursor of the place after the thing with these sort values, in the list that `list` stands for.
pub fn write(list: &str, key: Vec<String>) -> Option<String> {
    encode(&Onwards {
        l: list.to_owned(),
        k: key,
    })
}

/// The sort values that a cursor means in the list that `list` stands for; `None` when it is of another list or was not
/// made here.
pub fn read(list: &str, text: &str) -> Option<Vec<String>> {
    let place: Onwards = decode(text)?;
    let is_ours = place.l == list && place.k.iter().all(|value| !value.contains('\0'));
    is_ours.then_some(place.k)
}
