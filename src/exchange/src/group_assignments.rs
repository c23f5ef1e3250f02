//! Policies of groups: what `Get-CsGroupPolicyAssignment` prints, as a table, as a list, as JSON or as CSV.

mod assignment;
mod column;
mod fields;
mod moment;
mod printed;
mod records;
mod width;

use crate::record::{is_configuration, not_the_object, read_records};
use crate::source::{Text, Unreadable, check_text};
use crate::table::{Column as _, Header, RowProblem, Rows, first_line, unread};
use assignment::Read;
use column::Column;
use fields::Fields;
use forecourt_model::GroupId;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use time::OffsetDateTime;

/// The external access policies of groups, from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupAssignmentsFile {
    /// Each assignment, by rank: the first wins. No two have the same group or the same rank; ranks may have gaps.
    pub assignments: Vec<ReadGroupAssignment>,
    /// Rows that are left out, and why. Other types of policies are none: they are counted in a note.
    pub problems: Vec<RowProblem>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

/// The policy of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadGroupAssignment {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// The group.
    pub group: GroupId,
    /// The name of the policy, without `Tag:`.
    pub policy_name: String,
    /// The rank as the file has it, at least 1. The lowest wins.
    pub rank: u32,
    /// When it was made, when the file says that in a way that can be understood. UTC.
    #[serde(serialize_with = "time::serde::rfc3339::option::serialize")]
    pub created_at: Option<OffsetDateTime>,
    /// Who made it: an object id, as written.
    pub created_by: Option<String>,
}

const WANTED: &str = "policy assignments of groups";
const ADVICE: &str = "Save what Get-CsGroupPolicyAssignment prints and choose that file.";

/// Reads the assignments of external access policies in any form and any order.
///
/// # Errors
/// When the text is something else, is broken, or lacks a column. Single bad rows are no error: they come back as
/// problems.
pub fn read_group_assignments(text: &str) -> Result<GroupAssignmentsFile, Unreadable> {
    check_text(text)?;
    let text = text.trim_start_matches('\u{feff}');
    let mut file = GroupAssignmentsFile::default();
    let is_objects =
        text.trim().is_empty() || text.trim_start().starts_with(['{', '[']) || is_configuration(text);
    let rows = if is_objects {
        from_records(text, &mut file)?
    } else if let Some(rows) = printed::read(text, &mut file)? {
        rows
    } else if let Some(rows) = from_csv(text, &mut file)? {
        rows
    } else {
        from_records(text, &mut file)?
    };
    sort_out(rows, &mut file);
    Ok(file)
}

/// The rows of a JSON file or of a Format-List.
fn from_records(text: &str, file: &mut GroupAssignmentsFile) -> Result<Vec<Fields>, Unreadable> {
    let found = read_records(text)?;
    let rows = records::rows(text, &found.records);
    if rows.is_empty() {
        return Err(not_the_object(text, &found, WANTED, ADVICE));
    }
    let others = found.records.len() - rows.len();
    file.notes.extend(found.notes);
    if others > 0 {
        file.notes.push(format!(
            "Objects that are no policy assignments and were left out: {others}."
        ));
    }
    Ok(rows)
}

/// The rows of a CSV file, if it is one.
fn from_csv(text: &str, file: &mut GroupAssignmentsFile) -> Result<Option<Vec<Fields>>, Unreadable> {
    let mut rows = Rows::new(Text::new(text.as_bytes())?);
    let header: Header<Column> = rows.header(text, &[])?;
    if !header.has(Column::GroupId) && !header.has(Column::PolicyType) {
        return Ok(None);
    }
    header.require(&Column::REQUIRED, text)?;
    file.notes.extend(header.notes());
    let mut all = Vec::new();
    while let Some(row) = rows.next_row() {
        match row?.and_then(|row| row.check_width(header.width()).map(|()| row)) {
            Ok(row) => all.push(Fields::new(row.line, false, |column| {
                header.cell(&row, column).map(str::to_owned)
            })),
            Err(problem) => file.problems.push(problem),
        }
    }
    Ok(Some(all))
}

/// Keeps what is an external access policy, and of each group and each rank the first.
fn sort_out(rows: Vec<Fields>, file: &mut GroupAssignmentsFile) {
    let (mut groups, mut ranks) = (HashMap::new(), HashMap::new());
    let (mut others, mut types) = (0, BTreeSet::new());
    let mut undated = Vec::new();
    if rows.is_empty() && file.problems.is_empty() {
        file.notes
            .push("The file has a header and no assignments.".to_owned());
    }
    for row in rows {
        match assignment::read(&row, &mut undated) {
            Ok(Read::Assignment(read)) => match repeated(&read, &mut groups, &mut ranks) {
                None => file.assignments.push(read),
                Some(problem) => file.problems.push(problem),
            },
            Ok(Read::OtherType(name)) => {
                others += 1;
                types.insert(name);
            }
            Err(problem) => file.problems.push(problem),
        }
    }
    file.notes.extend(note_of_others(others, &types));
    file.notes.extend(unread(
        Column::CreatedTime.name(),
        &undated,
        "not a known form of a moment",
    ));
    file.assignments.sort_by_key(|read| read.rank);
    file.problems.sort_by_key(|problem| problem.line);
}

/// The problem of an assignment whose group or rank has one already.
fn repeated(
    read: &ReadGroupAssignment,
    groups: &mut HashMap<GroupId, u64>,
    ranks: &mut HashMap<u32, u64>,
) -> Option<RowProblem> {
    let line = read.line;
    let problem = |column: Column, code: &'static str, first: u64, what: String| RowProblem {
        line,
        column: Some(column.name()),
        code,
        message: format!("Lines {first} and {line} {what} Line {line} was left out; correct one of them."),
    };
    if let Some(first) = groups.get(&read.group) {
        let what = format!(
            "are about the same group, {}, which can have one policy only.",
            read.group
        );
        return Some(problem(Column::GroupId, "duplicate-group", *first, what));
    }
    if let Some(first) = first_line(ranks, read.rank, line) {
        let what = format!(
            "have the same rank, {}, so which of them wins is unclear.",
            read.rank
        );
        return Some(problem(Column::Rank, "duplicate-rank", first, what));
    }
    groups.insert(read.group, line);
    None
}

fn note_of_others(count: usize, types: &BTreeSet<String>) -> Option<String> {
    let names: Vec<_> = types.iter().take(5).map(String::as_str).collect();
    let more = if types.len() > names.len() {
        " and others"
    } else {
        ""
    };
    let names = names.join(", ");
    match count {
        0 => None,
        1 => Some(format!(
            "1 row is about another type of policy and was skipped: {names}."
        )),
        _ => Some(format!(
            "{count} rows are about other types of policies and were skipped: {names}{more}."
        )),
    }
}
