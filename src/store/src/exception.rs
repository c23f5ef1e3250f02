//! Direct assignments that carry a reason, an owner and an end.
//!
//! A row speaks for the assignment that one change wrote. It holds while the assignment still has that policy and that
//! change; whatever wrote the assignment later, the row has no say in it any more. [`settle`] takes such rows away.

mod list;
mod settle;
mod write;

pub use list::{Filter, ListedException, count, due, find, list, owners, summary};
pub use settle::{forget, restore, settle, settle_all, settle_undone};
pub use write::{NewException, put, put_changed};

use crate::error::StoreError;
use crate::moment::from_micros;
use forecourt_model::{PersonId, PolicyId, Revision};
use time::OffsetDateTime;
use uuid::Uuid;

/// Every statement of this module by name, as [`crate::dialect::text_for`] takes it.
pub const ALL: &[(&str, &str)] = &[
    ("FIND", list::FIND),
    ("DUE", list::DUE),
    ("LIST", list::LIST),
    ("COUNT", list::COUNT),
    ("OWNERS", list::OWNERS),
    ("SUMMARY", list::SUMMARY),
    ("PUT", write::PUT),
    ("PUT_CHANGED", write::PUT_CHANGED),
    ("ANY", settle::ANY),
    ("KEEP_ALL", settle::KEEP_ALL),
    ("DROP_ALL", settle::DROP_ALL),
    ("RENEW_ALL", settle::RENEW_ALL),
    ("KEEP_THESE", settle::KEEP_THESE),
    ("DROP_THESE", settle::DROP_THESE),
    ("RENEW_THESE", settle::RENEW_THESE),
    ("KEEP_REPLACED", settle::KEEP_REPLACED),
    ("KEEP_OF", settle::KEEP_OF),
    ("KEEP_CHANGED", settle::KEEP_CHANGED),
    ("DROP_OF", settle::DROP_OF),
    ("RESTORE", settle::RESTORE),
];

/// What stands for no end: later than every moment that there is.
const NEVER: i64 = i64::MAX;

/// A direct assignment with a reason, an owner and an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentException {
    /// Who has it.
    pub person: PersonId,
    /// The policy that is assigned until then.
    pub policy: PolicyId,
    /// Why, in the words of who made it.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// When it ends; `None` when it does not end by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// What is assigned directly afterwards.
    pub previous: Option<PolicyId>,
    /// When it was made or changed last.
    pub made_at: OffsetDateTime,
    /// Who did that.
    pub made_by: String,
    /// The change that it speaks for.
    pub revision: Revision,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    policy_id: Uuid,
    reason: Option<String>,
    owner: String,
    expires_at: i64,
    previous_policy_id: Option<Uuid>,
    made_at: i64,
    made_by: String,
    revision: i64,
}

impl TryFrom<Row> for AssignmentException {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let end = (row.expires_at != NEVER).then_some(row.expires_at);
        Ok(Self {
            person: PersonId(row.person_id),
            policy: PolicyId(row.policy_id),
            reason: row.reason,
            owner: row.owner,
            expires_at: end
                .map(|micros| from_micros("assignment_exception", micros))
                .transpose()?,
            previous: row.previous_policy_id.map(PolicyId),
            made_at: from_micros("assignment_exception", row.made_at)?,
            made_by: row.made_by,
            revision: Revision(row.revision),
        })
    }
}
