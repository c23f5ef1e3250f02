//! Lists of people: `Get-CsOnlineUser … | Export-Csv`, or what a spreadsheet makes of it.

mod column;
mod phone;
mod row;
mod seen;

use crate::source::{Text, Unreadable, check_text};
pub use crate::table::RowProblem;
use crate::table::{Rows, Wanted};
use column::Column;
use forecourt_model::PersonId;
use seen::Seen;
use serde::Serialize;

/// The people of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeopleFile {
    /// Each person, in the order of the file. No two have the same sign-in name or object id.
    pub people: Vec<ReadPerson>,
    /// Rows that are left out, or cells of them, and why.
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
    /// Whether they are those of telephone lines (the column `LineUri`), which some organizations give to several people:
    /// a number that cannot be given to this person is left out, and the person is not.
    pub numbers_are_lines: bool,
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
    if header.has(Column::LineUri) && !row::lines_count(&header) {
        let note = "LineUri was not read, because the file has a column PhoneNumber.";
        file.notes.push(note.to_owned());
    }
    let (mut seen, mut with_extension) = (Seen::default(), Vec::new());
    while let Some(row) = rows.next_row() {
        match row?.and_then(|row| seen.check(row::read(&header, &row)?)) {
            Ok(row) => {
                if row.has_extension {
                    with_extension.push(row.person.line);
                }
                file.people.push(row.person);
                file.problems.extend(row.cell);
            }
            Err(problem) => file.problems.push(problem),
        }
    }
    for person in file.people.iter_mut().filter(|person| person.numbers_are_lines) {
        person.phone_numbers.retain(|number| !seen.is_shared(number));
    }
    file.notes.extend(phone::note(&with_extension));
    if file.people.is_empty() && file.problems.is_empty() {
        file.notes.push("The file has a header and no people.".to_owned());
    }
    Ok(file)
}
