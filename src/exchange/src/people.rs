//! Lists of people: `Get-CsOnlineUser … | Export-Csv`, or what a spreadsheet makes of it.

mod header;
mod row;
mod table;

use crate::record::looks_like;
use crate::source::{Unreadable, check_text};
use forecourt_model::PersonId;
use forecourt_model::folding::fold_case;
use header::Header;
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
    /// The department; may have line breaks.
    pub department: Option<String>,
    /// Whether the account is enabled; true when the file does not say.
    pub account_enabled: bool,
    /// The directly assigned policy, as written. `None` when there is none: a group or Global decides.
    pub direct_policy: Option<String>,
    /// Whether the file says anything about direct assignments.
    pub has_policy_column: bool,
}

/// A row that is left out.
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

/// Reads a list of people. Commas, semicolons or tabs; columns in any order, their names in any case.
///
/// # Errors
/// When there is no column `UserPrincipalName`, or the text is something else. Single bad rows are no error: they
/// come back as problems.
pub fn read_people(text: &str) -> Result<PeopleFile, Unreadable> {
    check_text(text)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unreadable::new(
            "empty",
            "The file is empty. Export the people again with Export-Csv -Encoding UTF8 and choose that file.",
        ));
    }
    if text.trim_start().starts_with(['{', '[', '<']) {
        let records = crate::record::read_records(text)
            .map(|found| found.records)
            .unwrap_or_default();
        let seems = looks_like(text, &records).unwrap_or("JSON or a web page");
        return Err(Unreadable::new(
            "wrong-object",
            format!(
                "This looks like {seems}, not a list of people as CSV. Export the people with Export-Csv and choose that file."
            ),
        ));
    }
    let mut table = table::read(text)?;
    let header = Header::read(&table.header, text)?;
    let mut file = PeopleFile {
        notes: header.notes(),
        problems: std::mem::take(&mut table.problems),
        ..PeopleFile::default()
    };
    if table.rows.is_empty() && file.problems.is_empty() {
        file.notes.push("The file has a header and no people.".to_owned());
    }
    let mut seen = Seen::default();
    for row in &table.rows {
        match row::read(&header, row).and_then(|person| seen.check(person)) {
            Ok(person) => file.people.push(person),
            Err(problem) => file.problems.push(problem),
        }
    }
    file.problems.sort_by_key(|problem| problem.line);
    Ok(file)
}

/// Where each name and each id was seen first.
#[derive(Default)]
struct Seen {
    names: HashMap<String, u64>,
    ids: HashMap<PersonId, u64>,
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
        self.names.insert(name, line);
        Ok(person)
    }
}
