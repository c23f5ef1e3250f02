//! One row, one member.

use super::column::Column;
use super::{MemberRef, ReadMember};
use crate::reading::shortened;
use crate::table::{Column as _, Header, Row, RowProblem, group_id, is_sign_in_name};
use forecourt_model::{GroupId, PersonId};

/// Reads one row.
pub(super) fn read(header: &Header<Column>, row: &Row<'_>) -> Result<ReadMember, RowProblem> {
    row.check_width(header.width())?;
    let line = row.line;
    let filled = |column: Column| header.filled(row, column).map(str::trim);
    let group = match filled(Column::GroupId) {
        Some(text) => group_id(line, Column::GroupId.name(), text)?,
        None => {
            let message = format!("Line {line} has no GroupId. Add it or remove the row.");
            return Err(problem(line, Column::GroupId, "group-id-missing", message));
        }
    };
    let member = if is_group(line, header, filled(Column::MemberType))? {
        MemberRef::Group(inner_group(line, group, filled(Column::MemberId))?)
    } else {
        person(
            line,
            filled(Column::MemberId),
            filled(Column::MemberUserPrincipalName),
        )?
    };
    Ok(ReadMember { line, group, member })
}

fn problem(line: u64, column: Column, code: &'static str, message: String) -> RowProblem {
    RowProblem {
        line,
        column: Some(column.name()),
        code,
        message,
    }
}

/// Whether the member is a group. A file without the column has people only.
fn is_group(line: u64, header: &Header<Column>, text: Option<&str>) -> Result<bool, RowProblem> {
    let text = text.unwrap_or(if header.has(Column::MemberType) {
        ""
    } else {
        "User"
    });
    let bare = text.trim_start_matches("#microsoft.graph.");
    if bare.eq_ignore_ascii_case("User") {
        return Ok(false);
    }
    if bare.eq_ignore_ascii_case("Group") {
        return Ok(true);
    }
    let message = if text.is_empty() {
        format!("Line {line} has no MemberType. Write User or Group.")
    } else {
        format!(
            "“{}” on line {line} is neither User nor Group, and nothing else gets policies. Correct MemberType or remove the row.",
            shortened(text)
        )
    };
    Err(problem(line, Column::MemberType, "member-type-wrong", message))
}

fn inner_group(line: u64, outer: GroupId, text: Option<&str>) -> Result<GroupId, RowProblem> {
    let Some(text) = text else {
        let message = format!("Line {line} has no MemberId. A group is known by its id only; add it.");
        return Err(problem(line, Column::MemberId, "member-missing", message));
    };
    let inner = group_id(line, Column::MemberId.name(), text)?;
    if inner == outer {
        let message = format!("Line {line} puts a group into itself. Remove the row.");
        return Err(problem(line, Column::MemberId, "group-in-itself", message));
    }
    Ok(inner)
}

fn person(line: u64, id: Option<&str>, name: Option<&str>) -> Result<MemberRef, RowProblem> {
    let id: Option<PersonId> = match id {
        Some(text) => Some(text.parse().map_err(|_| {
            let message = format!(
                "“{}” on line {line} is not an object id. Correct MemberId, or leave it empty and give the sign-in name.",
                shortened(text)
            );
            problem(line, Column::MemberId, "id-wrong", message)
        })?),
        None => None,
    };
    match name {
        None if id.is_none() => {
            let message = format!(
                "Line {line} has neither MemberId nor MemberUserPrincipalName. Add one or remove the row."
            );
            Err(problem(line, Column::MemberId, "member-missing", message))
        }
        Some(name) if id.is_none() && !is_sign_in_name(name) => {
            let message = format!(
                "“{}” on line {line} is not a sign-in name. Write one like name@contoso.com, or give the MemberId.",
                shortened(name)
            );
            Err(problem(
                line,
                Column::MemberUserPrincipalName,
                "user-principal-name-wrong",
                message,
            ))
        }
        name => Ok(MemberRef::User {
            id,
            user_principal_name: name.map(str::to_owned),
        }),
    }
}
