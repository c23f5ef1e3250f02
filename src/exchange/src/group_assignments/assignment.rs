//! From texts to an assignment.

use super::ReadGroupAssignment;
use super::column::Column;
use super::fields::Fields;
use super::moment::moment;
use crate::reading::shortened;
use crate::record::plain;
use crate::table::{Column as _, RowProblem, group_id};
use forecourt_model::policy::PolicyName;

/// The type of policy that is kept.
const KEPT: &str = "ExternalAccessPolicy";

/// What a row turns out to be.
pub(super) enum Read {
    Assignment(ReadGroupAssignment),
    /// An assignment of this other type of policy.
    OtherType(String),
}

/// Reads one row. Lines whose moment is not understood go to `undated`.
pub(super) fn read(fields: &Fields, undated: &mut Vec<u64>) -> Result<Read, RowProblem> {
    let line = fields.line;
    let policy_type = needed(fields, Column::PolicyType)?;
    if let Some(stem) = fields.cut_off(policy_type)
        && KEPT.starts_with(stem)
    {
        return Err(cut_off(line, Column::PolicyType, policy_type));
    }
    if plain(policy_type) != plain(KEPT) {
        return Ok(Read::OtherType(shortened(policy_type)));
    }
    let group = whole(fields, Column::GroupId)?;
    let name = whole(fields, Column::PolicyName)?;
    let created = fields.get(Column::CreatedTime);
    let read = ReadGroupAssignment {
        line,
        group: group_id(line, Column::GroupId.name(), group)?,
        policy_name: policy_name(line, name)?,
        rank: rank(line, needed(fields, Column::Rank)?)?,
        created_at: created.and_then(moment),
        created_by: fields.get(Column::CreatedBy).map(str::to_owned),
    };
    if created.is_some() && read.created_at.is_none() {
        undated.push(line);
    }
    Ok(Read::Assignment(read))
}

fn problem(line: u64, column: Column, code: &'static str, message: String) -> RowProblem {
    RowProblem {
        line,
        column: Some(column.name()),
        code,
        message,
    }
}

fn needed(fields: &Fields, column: Column) -> Result<&str, RowProblem> {
    fields.get(column).ok_or_else(|| {
        let (line, name) = (fields.line, column.name());
        let message = format!("Line {line} has no {name}. Export whole assignments, without Select-Object.");
        problem(line, column, "value-missing", message)
    })
}

/// A text that must be there to its end.
fn whole(fields: &Fields, column: Column) -> Result<&str, RowProblem> {
    let text = needed(fields, column)?;
    match fields.cut_off(text) {
        Some(_) => Err(cut_off(fields.line, column, text)),
        None => Ok(text),
    }
}

fn cut_off(line: u64, column: Column, text: &str) -> RowProblem {
    let message = format!(
        "“{}” on line {line} is cut off by the width of the window. Export the assignments with Export-Csv and choose that file.",
        shortened(text)
    );
    problem(line, column, "value-cut-off", message)
}

fn policy_name(line: u64, text: &str) -> Result<String, RowProblem> {
    match PolicyName::parse(text) {
        Ok(name) => Ok(name.as_str().to_owned()),
        Err(error) => {
            let message = format!(
                "The policy “{}” on line {line} cannot be taken: {error}",
                shortened(text)
            );
            Err(problem(line, Column::PolicyName, error.code(), message))
        }
    }
}

fn rank(line: u64, text: &str) -> Result<u32, RowProblem> {
    match text.parse() {
        Ok(rank) if rank > 0 => Ok(rank),
        _ => {
            let message = format!(
                "“{}” on line {line} is not a rank. Ranks are whole numbers from 1; the lowest wins.",
                shortened(text)
            );
            Err(problem(line, Column::Rank, "rank-wrong", message))
        }
    }
}
