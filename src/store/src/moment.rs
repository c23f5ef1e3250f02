//! Moments as both engines store them.

use crate::StoreError;
use time::{Duration, OffsetDateTime};

/// How far the clocks of servers may be apart. A lease that ends later than this after the latest end that it can have
/// was given before the clock went back, and counts for nothing.
pub const CLOCKS_DIFFER: Duration = Duration::minutes(1);

/// `moment` as microseconds since 1970 in UTC.
pub fn to_micros(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
}

/// The moment that is `micros` after 1970 in UTC.
///
/// # Errors
/// [`StoreError::Inconsistent`] when no calendar has it.
pub fn from_micros(table: &'static str, micros: i64) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).map_err(|error| {
        StoreError::Inconsistent {
            table,
            problem: error.to_string(),
        }
    })
}

/// Reads a JSON document of `table`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not one.
pub fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent {
        table,
        problem: error.to_string(),
    })
}

/// Writes a document as JSON.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it has no JSON form.
pub fn to_json<T: serde::Serialize>(table: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent {
        table,
        problem: error.to_string(),
    })
}
