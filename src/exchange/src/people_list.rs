//! Lists of people for bulk work: one identifier per line, several with separators between them, or CSV with a header.

mod by_column;
mod column;
mod identifier;
mod pieces;
mod start;

use crate::source::{Text, Unreadable};
use crate::table::{RowProblem, Streamed};
use by_column::ByColumn;
use column::Column;
use forecourt_model::PersonId;
use pieces::Pieces;
use serde::Serialize;
use start::{Start, start};
use std::io::Read;

/// The most identifiers of a list, those that cannot be read included.
pub const MAXIMUM_LENGTH: u64 = 1_000_000;

/// The most characters of one identifier.
pub const MAXIMUM_CHARACTERS: usize = 1_024;

/// Who is on a list. Nobody has looked whether these people exist, or whether one of them is on it twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeopleListFile {
    /// Each identifier, in the order of the file.
    pub identifiers: Vec<ListedIdentifier>,
    /// What is left out, and why.
    pub problems: Vec<RowProblem>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
    /// Whether the file can give a policy for each person.
    pub has_policy_column: bool,
}

/// One person of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedIdentifier {
    /// The line on which it stands, counted from 1.
    pub line: u64,
    /// What is written, without quotes, the name beside an address in `<…>`, and blanks around it; `sip:` is kept.
    pub text: String,
    /// What kind of identifier `text` is.
    pub kind: IdentifierKind,
    /// The policy of this row as written, without blanks around it. `None` without such a column or with a blank cell.
    pub policy: Option<String>,
}

/// What an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// An object id.
    Id(PersonId),
    /// A sign-in name, a chat address with or without `sip:`, or a mailbox: the text as it is.
    Address,
}

/// Reads identifiers one by one, from a file of any length or from pasted text. Holds only the piece of the file that
/// it is reading.
pub struct PeopleList<R> {
    entries: Entries<R>,
    notes: Vec<String>,
    has_policy_column: bool,
    count: u64,
    done: bool,
}

enum Entries<R> {
    Pieces(Pieces<R>),
    ByColumn(ByColumn<R>),
}

impl<R: Read> PeopleList<R> {
    /// Finds out what `reader` holds, in any encoding that [`crate::decode`] takes.
    ///
    /// Without a header, each piece between line breaks, commas, semicolons and tabs is an identifier. A header names
    /// at least one of the columns `Identity` (or `ObjectId`, `Id`), `UserPrincipalName`, `SipAddress`, `Mail` and
    /// `User`, in any case and order; of several, the first in this order that holds an identifier counts, row by
    /// row. A column `ExternalAccessPolicy` (or `PolicyName`, `Policy`) gives each person a policy.
    ///
    /// # Errors
    /// When there is nothing, the header has none of the columns, or the file is something else.
    pub fn new(reader: R) -> Result<Self, Unreadable> {
        let mut text = Text::new(reader)?;
        let start = start(text.head())?;
        let mut list = Self {
            notes: Vec::new(),
            has_policy_column: false,
            count: 0,
            done: false,
            entries: match start {
                Start::Pieces { bytes, lines } => {
                    text.skip(bytes);
                    Entries::Pieces(Pieces::new(text, lines + 1))
                }
                Start::Header => Entries::ByColumn(ByColumn::new(text)?),
            },
        };
        if let Entries::ByColumn(rows) = &list.entries {
            list.notes = rows.header().notes();
            list.has_policy_column = rows.header().has(Column::ExternalAccessPolicy);
        }
        Ok(list)
    }

    /// What is worth saying about the header, in whole sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the file can give a policy for each person.
    pub fn has_policy_column(&self) -> bool {
        self.has_policy_column
    }
}

impl<R: Read> Iterator for PeopleList<R> {
    type Item = Streamed<ListedIdentifier>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let entry = match &mut self.entries {
            Entries::Pieces(pieces) => pieces.next_identifier(),
            Entries::ByColumn(rows) => rows.next_identifier(),
        };
        self.count += 1;
        let entry = match entry {
            Some(Ok(_)) if self.count > MAXIMUM_LENGTH => Some(Err(too_many())),
            entry => entry,
        };
        self.done = !matches!(entry, Some(Ok(_)));
        entry
    }
}

/// Reads a whole list.
///
/// # Errors
/// As [`PeopleList::new`], when the file is not text to its end, and when it has more than [`MAXIMUM_LENGTH`]
/// identifiers. What is no identifier is no error: it comes back as a problem.
pub fn read_people_list(bytes: &[u8]) -> Result<PeopleListFile, Unreadable> {
    let list = PeopleList::new(bytes)?;
    let mut file = PeopleListFile {
        notes: list.notes().to_vec(),
        has_policy_column: list.has_policy_column(),
        ..PeopleListFile::default()
    };
    for entry in list {
        match entry? {
            Ok(identifier) => file.identifiers.push(identifier),
            Err(problem) => file.problems.push(problem),
        }
    }
    if file.identifiers.is_empty() && file.problems.is_empty() {
        file.notes.push("The file has a header and no people.".to_owned());
    }
    Ok(file)
}

fn too_many() -> Unreadable {
    Unreadable::new(
        "too-many-people",
        "The list has more than 1,000,000 people, and no more are taken at once. Split it into several lists.",
    )
}
