//! One row, one person.

use super::ReadPerson;
use super::column::Column;
use super::phone::{self, Numbers};
use crate::reading::shortened;
use crate::table::{Column as _, Header, Row, RowProblem, is_sign_in_name};
use forecourt_model::PersonId;
use forecourt_model::policy::PolicyName;

/// A row that is taken.
pub(super) struct ReadRow {
    /// The person of the row.
    pub(super) person: ReadPerson,
    /// What is wrong with a cell that is left out.
    pub(super) cell: Option<RowProblem>,
    /// Whether the row has numbers with an extension.
    pub(super) has_extension: bool,
}

/// Reads one row.
pub(super) fn read(header: &Header<Column>, row: &Row<'_>) -> Result<ReadRow, RowProblem> {
    row.check_width(header.width())?;
    let cell = |column: Column| header.cell(row, column);
    let filled = |column: Column| header.filled(row, column);
    let lines = lines_count(header);
    let column = if lines {
        Column::LineUri
    } else {
        Column::PhoneNumber
    };
    let numbers = filled(column).map_or_else(
        || Ok(Numbers::default()),
        |text| phone::read(row.line, column, text),
    );
    let (numbers, problem) = match numbers {
        Ok(numbers) => (numbers, None),
        Err(problem) if lines => {
            let message = format!("{} The rest of the row was read.", problem.message);
            (Numbers::default(), Some(RowProblem { message, ..problem }))
        }
        Err(problem) => return Err(problem),
    };
    let person = ReadPerson {
        line: row.line,
        id: filled(Column::Identity)
            .map(|text| id(row.line, text))
            .transpose()?,
        user_principal_name: sign_in_name(row.line, cell(Column::UserPrincipalName).unwrap_or_default())?,
        display_name: cell(Column::DisplayName).unwrap_or_default().to_owned(),
        sip_address: filled(Column::SipAddress).map(str::to_owned),
        mail: filled(Column::Mail).map(str::to_owned),
        phone_numbers: numbers.own,
        numbers_are_lines: lines,
        department: filled(Column::Department).map(str::to_owned),
        account_enabled: filled(Column::AccountEnabled).map_or(Ok(true), |text| enabled(row.line, text))?,
        direct_policy: filled(Column::ExternalAccessPolicy)
            .map_or(Ok(None), |text| direct_policy(row.line, text))?,
        has_policy_column: header.has(Column::ExternalAccessPolicy),
    };
    Ok(ReadRow {
        person,
        cell: problem,
        has_extension: numbers.has_extension,
    })
}

/// Whether the numbers of a file are those of its lines: a column of phone numbers comes before that of lines.
pub(super) fn lines_count(header: &Header<Column>) -> bool {
    header.has(Column::LineUri) && !header.has(Column::PhoneNumber)
}

fn problem(line: u64, column: Column, code: &'static str, message: String) -> RowProblem {
    RowProblem {
        line,
        column: Some(column.name()),
        code,
        message,
    }
}

fn sign_in_name(line: u64, text: &str) -> Result<String, RowProblem> {
    let name = text.trim();
    let refused = |code, message| Err(problem(line, Column::UserPrincipalName, code, message));
    if name.is_empty() {
        let message = format!("Line {line} has no UserPrincipalName. Add it or remove the row.");
        return refused("user-principal-name-missing", message);
    }
    if is_sign_in_name(name) {
        return Ok(name.to_owned());
    }
    let message = format!(
        "“{}” on line {line} is not a sign-in name. Write one like name@contoso.com.",
        shortened(name)
    );
    refused("user-principal-name-wrong", message)
}

fn id(line: u64, text: &str) -> Result<PersonId, RowProblem> {
    text.trim().parse().map_err(|_| {
        let message = format!(
            "“{}” on line {line} is not an object id. Export the column Identity of Get-CsOnlineUser, or leave the column out.",
            shortened(text.trim())
        );
        problem(line, Column::Identity, "id-wrong", message)
    })
}

fn enabled(line: u64, text: &str) -> Result<bool, RowProblem> {
    match text.trim().trim_start_matches('$').to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => {
            let message = format!(
                "“{}” on line {line} is neither True nor False. Correct AccountEnabled.",
                shortened(text.trim())
            );
            Err(problem(
                line,
                Column::AccountEnabled,
                "account-enabled-wrong",
                message,
            ))
        }
    }
}

/// `Global` is what holds without an assignment, so it is none.
fn direct_policy(line: u64, text: &str) -> Result<Option<String>, RowProblem> {
    let name = text.trim();
    if name.contains("UserPolicyDefinition") {
        let message = format!(
            "Line {line} has the name of a type instead of a policy. Export the name: \
             @{{n='ExternalAccessPolicy';e={{$_.ExternalAccessPolicy.Name}}}}."
        );
        return Err(problem(
            line,
            Column::ExternalAccessPolicy,
            "policy-is-type-name",
            message,
        ));
    }
    let is_global = PolicyName::parse(name).is_ok_and(|name| name.is_global());
    Ok((!is_global).then(|| name.to_owned()))
}
