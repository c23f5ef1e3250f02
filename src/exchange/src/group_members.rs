//! Members of groups as CSV: `GroupId`, `MemberId`, `MemberType`, `MemberUserPrincipalName`.

mod column;
mod row;
mod seen;

pub use seen::SeenMembers;

use crate::source::{Text, Unreadable};
use crate::table::{Header, RowProblem, Rows, Streamed, Wanted};
use column::Column;
use forecourt_model::{GroupId, PersonId};
use serde::Serialize;
use std::io::Read;

/// The members of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupMembersFile {
    /// Each member, in the order of the file. None is twice in the same group.
    pub members: Vec<ReadMember>,
    /// Rows that are left out, and why.
    pub problems: Vec<RowProblem>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

/// One direct member of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadMember {
    /// The line on which the row begins, counted from 1.
    pub line: u64,
    /// The group.
    pub group: GroupId,
    /// Who is in it.
    pub member: MemberRef,
}

/// Who is in a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRef {
    /// A person, by at least one of the two.
    User {
        /// The object id.
        id: Option<PersonId>,
        /// The sign-in name, without blanks around it. It is one when there is no id.
        user_principal_name: Option<String>,
    },
    /// A group, never the same one. Its members do not become members of the outer group.
    Group(GroupId),
}

const WANTED: Wanted = Wanted {
    what: "a list of group members as CSV",
    advice: "Export the members with Export-Csv and choose that file.",
    again: "Export the members again with Export-Csv -Encoding UTF8 and choose that file.",
};

/// Reads members one by one, from a file of any length.
///
/// Nothing is remembered of the rows that have gone by, so the same member can come again; [`SeenMembers`] finds
/// repetitions for those who have the memory for it.
pub struct GroupMembers<R> {
    rows: Rows<R>,
    header: Header<Column>,
}

impl<R: Read> GroupMembers<R> {
    /// Reads the header of a file in any encoding that [`crate::decode`] takes. Commas, semicolons or tabs; columns in
    /// any order, their names in any case. Required are `GroupId` and one of the two columns that name the member.
    ///
    /// # Errors
    /// When a required column is missing, or the file is something else.
    pub fn new(reader: R) -> Result<Self, Unreadable> {
        let text = Text::new(reader)?;
        WANTED.check(text.head())?;
        let head = text.head().to_owned();
        let mut rows = Rows::new(text);
        let header: Header<Column> = rows.header(&head, &[Column::GroupId])?;
        if !header.has(Column::MemberUserPrincipalName) {
            header.require(&[Column::GroupId, Column::MemberId], &head)?;
        }
        Ok(Self { rows, header })
    }

    /// What is worth saying about the header, in whole sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.header.notes();
        if !self.header.has(Column::MemberType) {
            notes.push("The file has no column MemberType, so every member was read as a person.".to_owned());
        }
        notes
    }
}

impl<R: Read> Iterator for GroupMembers<R> {
    type Item = Streamed<ReadMember>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next_row()?;
        Some(row.map(|row| row::read(&self.header, &row?)))
    }
}

/// Reads a whole file. A member that is twice in the same group is taken once; the second row is a problem.
///
/// # Errors
/// As [`GroupMembers::new`]. Single bad rows are no error: they come back as problems.
pub fn read_group_members(text: &str) -> Result<GroupMembersFile, Unreadable> {
    let members = GroupMembers::new(text.as_bytes())?;
    let mut file = GroupMembersFile {
        notes: members.notes(),
        ..GroupMembersFile::default()
    };
    let mut seen = SeenMembers::default();
    for member in members {
        match member?.and_then(|member| seen.check(member)) {
            Ok(member) => file.members.push(member),
            Err(problem) => file.problems.push(problem),
        }
    }
    if file.members.is_empty() && file.problems.is_empty() {
        file.notes
            .push("The file has a header and no members.".to_owned());
    }
    Ok(file)
}
