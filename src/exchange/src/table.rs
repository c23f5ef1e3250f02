//! Tables as CSV: a header, rows and cells, in files of any length.

mod header;
mod preamble;
mod rows;

pub(crate) use header::{Column, Header};
pub(crate) use preamble::without_preamble;
pub(crate) use rows::{Row, Rows};

use crate::reading::shortened;
use crate::record::looks_like;
use crate::source::Unreadable;
use forecourt_model::GroupId;
use serde::Serialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// The column with the telephone lines of people. Whatever is wrong with it is no reason to leave a person out.
pub(crate) const LINE_URI: &str = "LineUri";

/// A row that is left out, or a cell of it: see [`RowProblem::leaves_row_out`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The line on which the row begins.
    pub line: u64,
    /// The column, by its name of today.
    pub column: Option<&'static str>,
    /// A stable code for programs, in kebab case.
    pub code: &'static str,
    /// What is wrong and what to do, in whole sentences.
    pub message: String,
}

impl RowProblem {
    /// Whether the whole row is left out. A number of a telephone line is left out alone.
    pub fn leaves_row_out(&self) -> bool {
        self.column != Some(LINE_URI)
    }
}

/// What a file that is read row by row gives next. An outer error ends the file; an inner one is a row that is left
/// out, and reading goes on after it.
pub type Streamed<T> = Result<Result<T, RowProblem>, Unreadable>;

/// What a table should be, in words for its refusals.
pub(crate) struct Wanted {
    /// As in *This looks like a web page, not …*.
    pub(crate) what: &'static str,
    /// How to get it: a whole sentence.
    pub(crate) advice: &'static str,
    /// How to get it again when the file is empty: a whole sentence.
    pub(crate) again: &'static str,
}

impl Wanted {
    /// Refuses what is no table at all. `head` is the file, or as much of it as is known.
    pub(crate) fn check(&self, head: &str) -> Result<(), Unreadable> {
        if head.trim().is_empty() {
            let message = format!("The file is empty. {}", self.again);
            return Err(Unreadable::new("empty", message));
        }
        if head.trim_start().starts_with(['{', '[', '<']) {
            return Err(self.wrong_object(head));
        }
        Ok(())
    }

    /// The refusal of a file that is something else.
    pub(crate) fn wrong_object(&self, head: &str) -> Unreadable {
        let records = crate::record::read_records(head)
            .map(|found| found.records)
            .unwrap_or_default();
        let seems = looks_like(head, &records).unwrap_or("JSON or a web page");
        Unreadable::new(
            "wrong-object",
            format!("This looks like {seems}, not {}. {}", self.what, self.advice),
        )
    }
}

/// Whether people can sign in with `name`, which has no blanks around it.
pub(crate) fn is_sign_in_name(name: &str) -> bool {
    /// The most characters of a sign-in name; longer ones exist nowhere.
    const MAXIMUM_LENGTH: usize = 320;
    let has_both_sides = name
        .rsplit_once('@')
        .is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty());
    has_both_sides
        && name.chars().count() <= MAXIMUM_LENGTH
        && !name
            .chars()
            .any(|character| character.is_whitespace() || character.is_control())
}

/// Reads the object id of a group.
pub(crate) fn group_id(line: u64, column: &'static str, text: &str) -> Result<GroupId, RowProblem> {
    text.parse().map_err(|_| RowProblem {
        line,
        column: Some(column),
        code: "group-id-wrong",
        message: format!(
            "“{}” on line {line} is not the object id of a group. Export the groups with their ids.",
            shortened(text)
        ),
    })
}

/// The line on which `key` was seen before, if it was; otherwise remembers `line`.
pub(crate) fn first_line<K: Hash + Eq, L: Copy>(lines: &mut HashMap<K, L>, key: K, line: L) -> Option<L> {
    match lines.entry(key) {
        Entry::Occupied(entry) => Some(*entry.get()),
        Entry::Vacant(entry) => {
            entry.insert(line);
            None
        }
    }
}

/// The sentence for cells of a column that are not read because they are `not` what they should be, as *not a number*.
pub(crate) fn unread(column: &str, lines: &[u64], not: &str) -> Option<String> {
    match lines {
        [] => None,
        [line] => Some(format!("{column} on line {line} is {not} and was not read.")),
        [first, rest @ ..] => Some(format!(
            "{column} on line {first} and {} more is {not} and was not read.",
            rest.len()
        )),
    }
}
