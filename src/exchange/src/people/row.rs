//! One row, one person.

use super::ReadPerson;
use super::column::Column;
use crate::reading::shortened;
use crate::table::{Column as _, Header, Row, RowProblem, is_sign_in_name};
use forecourt_model::PersonId;
use forecourt_model::decision::{Identifier, IdentifierKind};
use forecourt_model::policy::PolicyName;

/// Reads one row.
pub(super) fn read(header: &Header<Column>, row: &Row<'_>) -> Result<ReadPerson, RowProblem> {
    row.check_width(header.width())?;
    let cell = |column: Column| header.cell(row, column);
    let filled = |column: Column| header.filled(row, column);
    Ok(ReadPerson {
        line: row.line,
        id: filled(Column::Identity)
            .map(|text| id(row.line, text))
            .transpose()?,
        user_principal_name: sign_in_name(row.line, cell(Column::UserPrincipalName).unwrap_or_default())?,
        display_name: cell(Column::DisplayName).unwrap_or_default().to_owned(),
        sip_address: filled(Column::SipAddress).map(str::to_owned),
        mail: filled(Column::Mail).map(str::to_owned),
        phone_numbers: filled(Column::PhoneNumber)
            .map_or(Ok(Vec::new()), |text| phone_numbers(row.line, text))?,
        department: filled(Column::Department).map(str::to_owned),
        account_enabled: filled(Column::AccountEnabled).map_or(Ok(true), |text| enabled(row.line, text))?,
        direct_policy: filled(Column::ExternalAccessPolicy)
            .map_or(Ok(None), |text| direct_policy(row.line, text))?,
        has_policy_column: header.has(Column::ExternalAccessPolicy),
    })
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

/// The most numbers of one person.
const MAXIMUM_NUMBERS: usize = 20;

/// The numbers of a cell, with commas, semicolons or line breaks between them. What a `tel:` address says beside its
/// number, like `;ext=12`, is left out.
fn phone_numbers(line: u64, text: &str) -> Result<Vec<String>, RowProblem> {
    let refused = |code, message| Err(problem(line, Column::PhoneNumber, code, message));
    let mut numbers: Vec<String> = Vec::new();
    for part in text.split([',', ';', '\n', '\r']).map(str::trim) {
        if part.is_empty() || part.contains('=') {
            continue;
        }
        let Ok(number) = Identifier::parse(Some(IdentifierKind::Phone), part) else {
            let message = format!(
                "“{}” on line {line} is not a phone number with its country code. Write one like +4722334455, or leave \
                 the cell empty.",
                shortened(part)
            );
            return refused("phone-number-wrong", message);
        };
        if !numbers.iter().any(|held| held == number.as_str()) {
            numbers.push(number.as_str().to_owned());
        }
    }
    if numbers.len() > MAXIMUM_NUMBERS {
        let message = format!("Line {line} has more than {MAXIMUM_NUMBERS} phone numbers. Remove some.");
        return refused("too-many-phone-numbers", message);
    }
    numbers.sort_unstable();
    Ok(numbers)
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
