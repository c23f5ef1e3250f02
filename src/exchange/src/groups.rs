//! Lists of groups as CSV: `GroupId`, `DisplayName`, `GroupType`, `Mail`, `MemberCount`.

mod column;
mod row;

use crate::source::{Text, Unreadable, check_text};
use crate::table::{RowProblem, Rows, Wanted, first_line, unread};
use column::Column;
use forecourt_model::GroupId;
use forecourt_model::folding::fold_case;
use serde::Serialize;
use std::collections::HashMap;

/// The groups of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupsFile {
    /// Each group, in the order of the file. No two have the same id, and no two without an id have the same name.
    pub groups: Vec<ReadGroup>,
    /// Rows that are left out, and why.
    pub problems: Vec<RowProblem>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

/// One group as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadGroup {
    /// The line on which the row begins, counted from 1.
    pub line: u64,
    /// The object id, when the file has one.
    pub id: Option<GroupId>,
    /// The name as it is, blanks and formulas included; never blank. Two groups may have the same.
    pub display_name: String,
    /// The type as written, such as `Microsoft365`, `Security` or `Distribution`.
    pub group_type: Option<String>,
    /// The e-mail address.
    pub mail: Option<String>,
    /// How many direct members the file says that the group has.
    pub member_count: Option<u64>,
}

const WANTED: Wanted = Wanted {
    what: "a list of groups as CSV",
    advice: "Export the groups with Export-Csv and choose that file.",
    again: "Export the groups again with Export-Csv -Encoding UTF8 and choose that file.",
};

/// Reads a list of groups. Commas, semicolons or tabs; columns in any order, their names in any case. Only
/// `DisplayName` is required.
///
/// # Errors
/// When there is no column `DisplayName`, or the text is something else. Single bad rows are no error: they come back
/// as problems.
pub fn read_groups(text: &str) -> Result<GroupsFile, Unreadable> {
    check_text(text)?;
    WANTED.check(text.trim_start_matches('\u{feff}'))?;
    let mut rows = Rows::new(Text::new(text.as_bytes())?);
    let header = rows.header(text, &[Column::DisplayName])?;
    let mut file = GroupsFile {
        notes: header.notes(),
        ..GroupsFile::default()
    };
    let mut seen = Seen::default();
    let mut uncounted = Vec::new();
    while let Some(row) = rows.next_row() {
        match row?.and_then(|row| seen.check(row::read(&header, &row, &mut uncounted)?)) {
            Ok(group) => file.groups.push(group),
            Err(problem) => file.problems.push(problem),
        }
    }
    if file.groups.is_empty() && file.problems.is_empty() {
        file.notes.push("The file has a header and no groups.".to_owned());
    }
    file.notes
        .extend(unread("MemberCount", &uncounted, "not a number"));
    Ok(file)
}

/// Where each id, and each name without one, was seen first.
#[derive(Default)]
struct Seen {
    ids: HashMap<GroupId, u64>,
    names: HashMap<String, u64>,
}

impl Seen {
    fn check(&mut self, group: ReadGroup) -> Result<ReadGroup, RowProblem> {
        let line = group.line;
        let name = group.display_name.trim();
        let first = match group.id {
            Some(id) => first_line(&mut self.ids, id, line),
            None => first_line(&mut self.names, fold_case(name), line),
        };
        let Some(first) = first else {
            return Ok(group);
        };
        let (column, code, what) = match group.id {
            Some(id) => ("GroupId", "duplicate-group-id", format!("group id, {id}")),
            None => (
                "DisplayName",
                "duplicate-group-name",
                format!("group name, {name}, and no id"),
            ),
        };
        Err(RowProblem {
            line,
            column: Some(column),
            code,
            message: format!(
                "Lines {first} and {line} have the same {what}. Line {line} was left out; remove one of them."
            ),
        })
    }
}
