//! Whole answers of lists, kept in memory until the organization changes.
//!
//! The statement that looks at a token also reads the newest revision of the organization, from the database and for
//! every request. An answer counts for exactly that revision, so it is never older than the database, whichever server
//! or command has changed it. What may be kept must therefore change with a revision only, and be the same for
//! whoever may ask; why that holds of people is written down in decision 13.

use super::answer::{Answer, json};
use super::caller::Caller;
use crate::http::problem::Problem;
use axum::body::Bytes;
use axum::http::Uri;
use forecourt_model::{Revision, TenantId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The most bytes of questions and answers that are kept; beyond, all are dropped.
const MAXIMUM: usize = 8 * 1024 * 1024;

/// The largest answer that is kept.
const MAXIMUM_ANSWER: usize = 512 * 1024;

/// The newest revision of the organization when the token of the request was looked at. In each request with a token.
#[derive(Clone, Copy, Debug)]
pub struct SeenAt(pub Revision);

/// What a request asks, and where the answer may be kept.
pub(super) struct Asked {
    pub(super) answers: KeptAnswers,
    pub(super) uri: Uri,
    pub(super) seen_at: SeenAt,
}

/// The answers that are kept; shared by all requests of a server. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct KeptAnswers(Arc<Mutex<Shelf>>);

/// Answers of one revision.
#[derive(Debug, Default)]
struct Shelf {
    made_at: Option<(TenantId, Revision)>,
    bytes: usize,
    answers: HashMap<String, Bytes>,
}

/// The answer to what `caller` asks: the JSON that is kept, or what `make` makes, which is kept when it can be. Whether
/// the caller may have it has to be known before.
///
/// # Errors
/// As `make`.
pub(super) async fn answer(caller: &Caller, make: impl AsyncFnOnce() -> Result<Bytes, Problem>) -> Answer {
    let Asked {
        answers,
        uri,
        seen_at: SeenAt(revision),
    } = &caller.asked;
    let snapshot = caller.services().snapshot()?;
    let made_at = (caller.context.tenant, *revision);
    // The day of the rollout comes without a change.
    let question = format!("{} {uri}", snapshot.is_active(caller.context.now));
    if let Some(found) = answers.find(made_at, &question) {
        return Ok(json(found));
    }
    let text = make().await?;
    // While the snapshot is behind, names and answers may be older than this revision.
    if snapshot.revision() == *revision {
        answers.keep(made_at, question, &text);
    }
    Ok(json(text))
}

impl KeptAnswers {
    /// The answer to `question` of exactly this revision. Those of any other are dropped, newer ones as well: a
    /// database that was put back counts from there again.
    fn find(&self, made_at: (TenantId, Revision), question: &str) -> Option<Bytes> {
        let mut shelf = self.0.lock().ok()?;
        if shelf.made_at != Some(made_at) {
            *shelf = Shelf {
                made_at: Some(made_at),
                ..Shelf::default()
            };
        }
        shelf.answers.get(question).cloned()
    }

    /// Keeps an answer, unless another revision was asked for since, or the same was kept.
    fn keep(&self, made_at: (TenantId, Revision), question: String, answer: &Bytes) {
        let size = question.len() + answer.len();
        let Ok(mut shelf) = self.0.lock() else {
            return;
        };
        let is_late = shelf.made_at != Some(made_at) || shelf.answers.contains_key(&question);
        if is_late || answer.len() > MAXIMUM_ANSWER {
            return;
        }
        if shelf.bytes + size > MAXIMUM {
            shelf.answers.clear();
            shelf.bytes = 0;
        }
        shelf.bytes += size;
        shelf.answers.insert(question, answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(revision: i64) -> (TenantId, Revision) {
        (TenantId::DEFAULT, Revision(revision))
    }

    #[test]
    fn another_revision_drops_what_is_kept_also_one_before() {
        let answers = KeptAnswers::default();
        for (revision, other) in [(7, 8), (8, 7)] {
            assert_eq!(answers.find(at(revision), "a"), None);
            answers.keep(at(revision), "a".to_owned(), &Bytes::from_static(b"1"));
            assert_eq!(answers.find(at(revision), "a"), Some(Bytes::from_static(b"1")));
            assert_eq!(answers.find(at(revision), "b"), None);
            assert_eq!(answers.find(at(other), "a"), None);
            answers.keep(at(revision), "a".to_owned(), &Bytes::from_static(b"1"));
            assert_eq!(answers.find(at(other), "a"), None, "late for its revision");
            assert_eq!(answers.find(at(revision), "a"), None);
        }
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let answers = KeptAnswers::default();
        let (one, large) = (
            Bytes::from(vec![b'x'; MAXIMUM_ANSWER]),
            Bytes::from(vec![b'x'; MAXIMUM_ANSWER + 1]),
        );
        answers.find(at(1), "");
        answers.keep(at(1), "large".to_owned(), &large);
        assert_eq!(answers.find(at(1), "large"), None);
        for number in 0..100 {
            answers.keep(at(1), number.to_string(), &one);
            answers.keep(at(1), number.to_string(), &one);
            let shelf = answers.0.lock().unwrap();
            let bytes: usize = shelf
                .answers
                .iter()
                .map(|(question, answer)| question.len() + answer.len())
                .sum();
            assert!(
                bytes == shelf.bytes && bytes <= MAXIMUM,
                "{bytes}, {}",
                shelf.bytes
            );
            assert!(shelf.answers.contains_key(&number.to_string()));
        }
    }
}
