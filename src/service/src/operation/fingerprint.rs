//! What was asked with a key, as one value.

use super::prepare::{NewOperation, People};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// What was asked, so that the same key with something else is noticed.
pub(super) fn fingerprint(new: &NewOperation) -> String {
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update(u64::try_from(bytes.len()).unwrap_or_default().to_be_bytes());
        digest.update(bytes);
    };
    match &new.people {
        People::Ticked(people) => {
            add(b"ticked");
            for person in people {
                add(person.0.as_bytes());
            }
        }
        People::Matching(filter) => add(format!("matching {}", filter.fingerprint()).as_bytes()),
        People::List(bytes) => {
            add(b"list");
            add(bytes);
        }
        People::PolicyList(bytes) => {
            add(b"policy list");
            add(bytes);
        }
        People::SipAddresses(list) => {
            add(b"sip addresses");
            for text in list {
                add(text.as_bytes());
            }
        }
        People::FailedOf(id) => add(format!("failed of {id}").as_bytes()),
    }
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (owner, end) = (filled(&new.exception.owner), filled(&new.exception.date));
    let end = end.map(|day| (day, filled(&new.exception.time)));
    add(format!("{:?} {:?} {owner:?} {end:?}", new.task, new.reason).as_bytes());
    digest.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
