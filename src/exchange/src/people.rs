//! Lists of people: `Get-CsOnlineUser … | Export-Csv`, or what a spreadsheet makes of it.

mod column;
mod row;

use crate::source::{Text, Unreadable, check_text};
pub use crate::table::RowProblem;
use crate::table::{Rows, Wanted};
use column::Column;
use forecourt_model::PersonId;
use forecourt_model::folding::fold_case;
use serde::Serialize;
use std::collections::HashMap;

/// The people of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeopleFile {
    /// Each person, in the order of the file. No two have the same sign-in name or object id.
    pub people: Vec<ReadPerson>,
    /// Rows that are left out, and why.
    pub problems: Vec<RowProblem>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

/// One person as the file has them. Texts are kept as they are, blanks and formulas included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadPerson {
    /// The line on which the row begins, counted from 1.
    pub line: u64,
    /// The object id, when the file has one.
    pub id: Option<PersonId>,
    /// The sign-in name, without blanks around it.
    pub user_principal_name: String,
    /// The name, perhaps empty.
    pub display_name: String,
    /// The SIP address as written, with `sip:` if the file has it.
    pub sip_address: Option<String>,
    /// The e-mail address.
    pub mail: Option<String>,
    /// The phone numbers in their canonical form (E.164), sorted. Empty when the file has none.
    pub phone_numbers: Vec<String>,
    /// The department; may have line breaks.
    pub department: Option<String>,
    /// Whether the account is enabled; true when the file does not say.
    pub account_enabled: bool,
    /// The directly assigned policy, as written. `None` when there is none: a group or Global decides.
    pub direct_policy: Option<String>,
    /// Whether the file says anything about direct assignments.
    pub has_policy_column: bool,
}

const WANTED: Wanted = Wanted {
    what: "a list of people as CSV",
    advice: "Export the people with Export-Csv and choose that file.",
    again: "Export the people again with Export-Csv -Encoding UTF8 and choose that file.",
};

/// Reads a list of people. Commas, semicolons or tabs; columns in any order, their names in any case.
///
/// # Errors
/// When there is no column `UserPrincipalName`, or the text is something else. Single bad rows are no error: they
/// come back as problems.
pub fn read_people(text: &str) -> Result<PeopleFile, Unreadable> {
    check_text(text)?;
    WANTED.check(text.trim_start_matches('\u{feff}'))?;
    let mut rows = Rows::new(Text::new(text.as_bytes())?);
    let header = rows.header(text, &[Column::UserPrincipalName])?;
    let mut file = PeopleFile {
        notes: header.notes(),
        ..PeopleFile::default()
    };
    let mut seen = Seen::default();
    while let Some(row) = rows.next_row() {
        match row?.and_then(|row| seen.check(row::read(&header, &row)?)) {
            Ok(person) => file.people.push(person),
            Err(problem) => file.problems.push(problem),
        }
    }
    if file.people.is_empty() && file.problems.is_empty() {
        file.notes.push("The file has a header and no people.".to_owned());
    }
    Ok(file)
}

/// Where each name and each id was seen first.
#[derive(Default)]
struct Seen {
    names: HashMap<String, u64>,
    ids: HashMap<PersonId, u64>,
    phone_numbers: HashMap<String, u64>,
}

impl Seen {
    fn check(&mut self, person: ReadPerson) -> Result<ReadPerson, RowProblem> {
        let line = person.line;
        let refused = |column: &'static str, code: &'static str, what: &str, first: u64| RowProblem {
            line,
            column: Some(column),
            code,
            message: format!(
                "Lines {first} and {line} have the same {what}. Line {line} was left out; remove one of them."
            ),
        };
        let name = fold_case(&person.user_principal_name);
        if let Some(first) = self.names.get(&name) {
            let what = format!("sign-in name, {}", person.user_principal_name);
            return Err(refused(
                "UserPrincipalName",
                "duplicate-user-principal-name",
                &what,
                *first,
            ));
        }
        for number in &person.phone_numbers {
            if let Some(first) = self.phone_numbers.get(number) {
                return Err(refused(
                    "PhoneNumber",
                    "duplicate-phone-number",
                    &format!("phone number, {number}"),
                    *first,
                ));
            }
        }
        if let Some(id) = person.id {
            if let Some(first) = self.ids.get(&id) {
                return Err(refused(
                    "Identity",
                    "duplicate-id",
                    &format!("object id, {id}"),
                    *first,
                ));
            }
            self.ids.insert(id, line);
        }
        let numbers = person.phone_numbers.iter().cloned();
        self.phone_numbers.extend(numbers.map(|number| (number, line)));
        self.names.insert(name, line);
        Ok(person)
    }
}
