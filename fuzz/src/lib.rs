//! What all targets hold to be true of an answer.

use forecourt_exchange::{RowProblem, Unreadable, decode};
use std::fmt::Debug;

/// The text of a file, as importers get it. What cannot be decoded is refused like everything else.
pub fn text(bytes: &[u8]) -> String {
    decode(bytes).unwrap_or_else(|error| {
        refused(&error);
        String::from_utf8_lossy(bytes).into_owned()
    })
}

/// A refusal has a code and a whole sentence.
pub fn refused(error: &Unreadable) {
    assert!(
        !error.code.is_empty() && error.message.ends_with(['.', '?']),
        "{error:?}"
    );
}

/// What is wrong with rows has a place and a whole sentence.
pub fn sentences(problems: &[RowProblem]) {
    for problem in problems {
        let is_whole = problem.line > 0 && !problem.code.is_empty() && problem.message.ends_with('.');
        assert!(is_whole, "{problem:?}");
    }
}

/// Two ways of reading find the same.
pub fn same<T: Debug + PartialEq>(one: &T, other: &T) {
    assert_eq!(one, other);
}
