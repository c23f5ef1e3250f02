//! Doing an operation part by part: who is changed, who is not and why. Everything here runs in the transaction of one
//! part; [`super::apply`] writes what its people get.

use super::Wanted;
use super::together::Together;
use crate::change;
use crate::database::{Connection, Engine};
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::planning::one_by_one;
use forecourt_model::{Revision, TenantId};
use uuid::Uuid;

// Whom of a part the operation changes. $1 to $4: tenant, operation, and the places of the part; $5: the assignment
// afterwards; $6: the one they must have, when $7 is 1. Both tables are in the order of names, so one is read along the
// other.
macro_rules! to_change {
    ($before:literal, $after:literal) => {
        concat!(
            "from operation_person o ",
            $before,
            " a.tenant_id = $1 and a.display_name_folded = o.display_name_folded and a.person_id = o.person_id ",
            $after,
            " o.tenant_id = $1 and o.operation_id = $2 and o.position > $3 and o.position <= $4
              and o.outcome is null and a.direct_policy_id is distinct from $5
              and ($7 = 0 or a.direct_policy_id is not distinct from $6)"
        )
    };
}

pub(super) use to_change;

// Writes them into the audit trail, as change $8; $9 is 1 in a large part.
macro_rules! record {
    () => {
        concat!(
            "insert into change_person (tenant_id, revision, person_id, policy_before, policy_after, in_large_part)
              select $1, $8, a.person_id, a.direct_policy_id, $5, $9 ",
            to_change!("{in order} assignment a on", "where")
        )
    };
}

// Whoever of a part is not recorded for $5, the part's change. They are few, so what else is asked of them costs little.
// The recorded are gathered first: PostgreSQL takes a change that is new to its statistics for an empty one, and would
// go through all of them for each person.
macro_rules! not_recorded {
    () => {
        "where tenant_id = $1 and operation_id = $2 and position > $3 and position <= $4 and outcome is null
         and person_id not in (select c.person_id from change_person c where c.tenant_id = $1 and c.revision = $5)"
    };
}

crate::statements! {
    COUNT = "select count(*) from operation_person where tenant_id = $1 and operation_id = $2 and position > $3
             and position <= $4 and outcome is null";
    // Somebody was renamed since the draft was made.
    RENEW_NAMES = concat!("update operation_person set display_name_folded = (
              select a.display_name_folded from assignment a
              where a.tenant_id = $1 and a.person_id = operation_person.person_id) ", not_recorded!(),
              " and not exists (select 1 from assignment a where a.tenant_id = $1
                and a.display_name_folded = operation_person.display_name_folded
                and a.person_id = operation_person.person_id)");
    RECORD = concat!(record!(), " order by a.person_id");
    // Whoever was recorded before they had their new names stays as they are.
    RECORD_RENAMED = concat!(record!(), " and not exists (select 1 from change_person c where c.tenant_id = $1
              and c.revision = $8 and c.person_id = a.person_id) order by a.person_id");
    // $6: the assignment afterwards; $7: the one they must have, when $8 is 1. By person, because somebody who was renamed
    // is not found by name: they are to be changed.
    MARK_EXCEPTIONS = concat!("update operation_person set outcome = coalesce((
              select case when a.direct_policy_id is not distinct from $6 then 'already' else 'not_from' end
              from assignment a where a.tenant_id = $1 and a.person_id = operation_person.person_id), 'gone') ",
              not_recorded!(), " and not exists (select 1 from assignment a where a.tenant_id = $1
                and a.person_id = operation_person.person_id and a.direct_policy_id is distinct from $6
                and ($8 = 0 or a.direct_policy_id is not distinct from $7))");
    COUNT_GONE = "select count(*) from operation_person where tenant_id = $1 and operation_id = $2 and position > $3
              and position <= $4 and outcome = 'gone'";
    MARK_POLICY_GONE = "update operation_person set outcome = 'policy_gone' where tenant_id = $1 and operation_id = $2
              and position > $3 and position <= $4 and outcome is null";
}

/// From how many lines on a part is large.
pub const LARGE: i64 = 5_000;

/// Positions after the first, up to and with the second.
pub type Range = (i64, i64);

/// A part of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The organization.
    pub tenant: TenantId,
    /// The operation.
    pub operation: Uuid,
    /// The lines.
    pub range: Range,
    /// The change that the part is.
    pub revision: Revision,
    /// What its people are to have.
    pub wanted: Wanted,
}

/// People of a part who are not changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// They are not in the directory any more.
    pub gone: u64,
    /// They have the wanted assignment already, or do not have the one that they must have.
    pub unchanged: u64,
}

pub(super) fn count(rows: Option<(i64,)>) -> u64 {
    rows.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default())
}

/// Binds what says whose lines they are, and more, to a statement, and runs it by a macro of the store.
macro_rules! of_lines {
    ($part:expr => $run:ident $([$row:ty])?, $connection:expr, $text:expr $(, $more:expr)* $(,)?) => {
        crate::$run!(
            $connection,
            $($row,)?
            $text,
            $part.tenant.0,
            $part.operation,
            $part.range.0,
            $part.range.1
            $(, $more)*
        )
    };
}

pub(super) use of_lines;

impl Part {
    pub(super) fn lines(&self) -> i64 {
        self.range.1 - self.range.0
    }

    /// How many people are to be worked on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn people(&self, connection: &mut Connection<'_>) -> Result<u64, StoreError> {
        of_lines!(self => fetch_optional[(i64,)], connection, COUNT).map(count)
    }

    pub(super) fn is_large(&self) -> bool {
        self.lines() >= LARGE
    }

    /// Writes who is changed, with what they have before. Returns how many. A large part is written without the index by
    /// person. `together` says among whom the lines lie: with it, PostgreSQL does not look them up one by one. SQLite
    /// reads both tables in the order of names anyway.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn record(
        &self,
        connection: &mut Connection<'_>,
        together: Option<&Together>,
    ) -> Result<u64, StoreError> {
        match together {
            Some(together) if connection.engine() == Engine::Postgres => {
                together.record(connection, self).await
            }
            _ => self.record_by(connection, RECORD).await,
        }
    }

    /// The same once more for those who were left out because they had other names. Returns how many were added.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn record_renamed(&self, connection: &mut Connection<'_>) -> Result<u64, StoreError> {
        self.record_by(connection, RECORD_RENAMED).await
    }

    async fn record_by(
        &self,
        connection: &mut Connection<'_>,
        statement: &'static str,
    ) -> Result<u64, StoreError> {
        let (policy, from, has_from) = self.wanted.bound();
        let (revision, is_large) = (self.revision.0, i32::from(self.is_large()));
        let text = text_for(connection.engine(), statement);
        one_by_one(connection, async |connection| {
            let text = text.clone();
            of_lines!(self => execute, connection, text, policy, from, has_from, revision, is_large)
        })
        .await
    }

    /// Notes that the part is large, if it is: once for each part, before or after [`Self::record`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_size(&self, connection: &mut Connection<'_>) -> Result<(), StoreError> {
        if self.is_large() {
            change::mark_large(connection, self.tenant, self.revision).await?;
        }
        Ok(())
    }

    /// Notes the names that people have now, where they had others when the draft was made and were not recorded for
    /// that reason. Returns of how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renew_names(&self, connection: &mut Connection<'_>) -> Result<u64, StoreError> {
        one_by_one(
            connection,
            async |connection| of_lines!(self => execute, connection, RENEW_NAMES, self.revision.0),
        )
        .await
    }

    /// Notes why people are not changed: those who are not recorded, but for those who are to be changed and have other
    /// names.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mark_exceptions(&self, connection: &mut Connection<'_>) -> Result<Exceptions, StoreError> {
        let (policy, from, has_from) = self.wanted.bound();
        let marked = one_by_one(connection, async |connection| {
            let revision = self.revision.0;
            of_lines!(self => execute, connection, MARK_EXCEPTIONS, revision, policy, from, has_from)
        })
        .await?;
        let gone = of_lines!(self => fetch_optional[(i64,)], connection, COUNT_GONE).map(count)?;
        Ok(Exceptions {
            gone,
            unchanged: marked.saturating_sub(gone),
        })
    }

    /// Notes that nobody is changed, because the policy was deleted. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mark_policy_gone(&self, connection: &mut Connection<'_>) -> Result<u64, StoreError> {
        of_lines!(self => execute, connection, MARK_POLICY_GONE)
    }
}
