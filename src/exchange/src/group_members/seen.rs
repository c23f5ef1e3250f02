//! Which members have gone by.

use super::column::Column;
use super::{MemberRef, ReadMember};
use crate::table::{Column as _, RowProblem, first_line};
use forecourt_model::GroupId;
use forecourt_model::folding::fold_case;
use std::collections::HashMap;

/// Finds members that come again in the same group. Needs about 40 bytes for each member with an id.
///
/// A person who comes once by id and once by sign-in name only counts as two: which belongs to which is not in the
/// file.
#[derive(Default)]
pub struct SeenMembers {
    /// Groups get short numbers here, because many members share one.
    groups: HashMap<GroupId, u32>,
    /// The lines of members by group and object id. Bytes and short numbers, because there may be millions.
    ids: HashMap<(u32, [u8; 16]), u32>,
    names: HashMap<(u32, String), u32>,
}

impl SeenMembers {
    /// Gives `member` back when it comes for the first time.
    ///
    /// # Errors
    /// When the same member was in the same group before.
    pub fn check(&mut self, member: ReadMember) -> Result<ReadMember, RowProblem> {
        let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let group = *self.groups.entry(member.group).or_insert(next);
        let line = u32::try_from(member.line).unwrap_or(u32::MAX);
        let first = match &member.member {
            MemberRef::User { id: Some(id), .. } => {
                first_line(&mut self.ids, (group, id.0.into_bytes()), line)
            }
            MemberRef::Group(id) => first_line(&mut self.ids, (group, id.0.into_bytes()), line),
            MemberRef::User {
                user_principal_name, ..
            } => {
                let name = fold_case(user_principal_name.as_deref().unwrap_or_default());
                first_line(&mut self.names, (group, name), line)
            }
        };
        let Some(first) = first else {
            return Ok(member);
        };
        Err(RowProblem {
            line: member.line,
            column: Some(Column::MemberId.name()),
            code: "duplicate-member",
            message: format!(
                "Lines {first} and {line} name the same member of the same group. Line {line} was left out; remove one of them."
            ),
        })
    }
}
