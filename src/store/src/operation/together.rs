//! Parts whose people lie together: in the order of names, few others are among them, and of those none who would be
//! changed.
//!
//! SQLite keeps assignments in the order of names. Where people lie together, it reads and writes them in one go, from
//! the first to the last; looking each of them up takes twice as long. PostgreSQL keeps them in no order, and reads the
//! blocks from the first name to the last; whom it finds it compares with the lines at once, which takes half of looking
//! up each line.

use super::part::Part;
use crate::database::{Connection, Engine};
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::planning::{by_stretches, one_by_one};
use uuid::Uuid;

// $1 and the four values from $2 on: the organization, and the first and the last of the people.
macro_rules! among {
    () => {
        "a.tenant_id = $1 and (a.display_name_folded, a.person_id) >= ($2, $3)
         and (a.display_name_folded, a.person_id) <= ($4, $5)"
    };
}

// The same where nothing else leads to them.
macro_rules! found_among {
    () => {
        concat!(among!(), "{in blocks:a}")
    };
}

// How many have what, as `$counted` says, and whether they would be changed: whoever does not have $6 directly, or has $7
// when $8 is 1.
macro_rules! changing {
    ($counted:expr) => {
        concat!(
            "select c.policy_id, c.source, c.people, c.direct_policy_id is distinct from $6
             and ($8 = 0 or c.direct_policy_id is not distinct from $7)
             from (select b.policy_id, b.source, b.people, case when b.source = 'direct' then b.policy_id end
                     as direct_policy_id from (",
            $counted,
            ") b) c"
        )
    };
}

crate::statements! {
    // The first and the last line of a part, and how many lie between them: all, when the lines are in the order of names.
    ENDS = "select f.display_name_folded, f.person_id, l.display_name_folded, l.person_id, (
              select count(*) from operation_person o where o.tenant_id = $1 and o.operation_id = $2 and o.position > $3
              and o.position <= $4 and o.outcome is null
              and (o.display_name_folded, o.person_id) >= (f.display_name_folded, f.person_id)
              and (o.display_name_folded, o.person_id) <= (l.display_name_folded, l.person_id))
            from operation_person f cross join operation_person l
            where f.tenant_id = $1 and f.operation_id = $2 and f.position = $3 + 1 and f.person_id is not null
            and f.display_name_folded is not null and l.tenant_id = $1 and l.operation_id = $2 and l.position = $4
            and l.person_id is not null and l.display_name_folded is not null";
    // How many are among them, at most $9 of each kind, by what counts for them, and whether those would be changed.
    // Counted in SQLite's index by policy, nothing has to be sorted.
    BEFORE = changing!(concat!("select c.policy_id, c.source, (select count(*) from (select 1 from assignment a where ",
            among!(), " and a.effective_policy_id = c.policy_id and a.effective_source = c.source limit $9) held) as people
            from assignment_count c where c.tenant_id = $1 and c.people > 0"));
    // The same where each is read, at most $9 of all.
    BEFORE_READ = changing!(concat!("select a.effective_policy_id as policy_id, a.effective_source as source,
            count(*) as people from (select a.effective_policy_id, a.effective_source from assignment a where ",
            found_among!(), " limit $9) a group by a.effective_policy_id, a.effective_source"));
    SET = concat!("update assignment as a set direct_policy_id = $6, direct_revision = $9, effective_policy_id = $6,
            effective_source = 'direct', effective_group_id = null, revision = $9 where ", found_among!(),
            " and a.direct_policy_id is distinct from $6 and ($8 = 0 or a.direct_policy_id is not distinct from $7)");
    READ_BACK = concat!("select count(*) from assignment a where ", found_among!(),
            " and a.direct_policy_id = $6 and a.revision = $7");
}

// Writes those of them who are lines of the operation $10, after the place $11 and up to $12, and are to be changed, into
// the audit trail as change $9; $13 is 1 in a large part. Both sides are read on their own and then compared. Not among the
// statements of both engines: SQLite has no joins with what is found for each row.
const RECORD: &str = concat!(
    "insert into change_person (tenant_id, revision, person_id, policy_before, policy_after, in_large_part)
     select $1, $9, held.person_id, held.direct_policy_id, $6, $13 from (
       select a.person_id, a.display_name_folded, a.direct_policy_id from assignment a where ",
    found_among!(),
    " and a.direct_policy_id is distinct from $6 and ($8 = 0 or a.direct_policy_id is not distinct from $7) offset 0) held
     join (select o.person_id, o.display_name_folded from operation_person o
       where o.tenant_id = $1 and o.operation_id = $10 and o.position > $11 and o.position <= $12
       and o.outcome is null offset 0) line
     on line.person_id = held.person_id and line.display_name_folded = held.display_name_folded
     order by held.person_id"
);

/// The people between the first and the last line of a part, where most are lines of it.
#[derive(Clone, Debug)]
pub struct Together {
    first: (String, Uuid),
    last: (String, Uuid),
    /// What counts for those among them who are to be changed: effective policy, source, and how many they are.
    pub(super) before: Vec<(Uuid, String, i64)>,
}

type Ends = (String, Uuid, String, Uuid, i64);

/// The people between the first and the last of the `people` lines of `part` that are still open, if all of those lie
/// there and not many others: whether any of the others would be changed too, [`Together::are_all`] says.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    part: &Part,
    people: u64,
) -> Result<Option<Together>, StoreError> {
    if part.wanted.policy.is_none() || people == 0 {
        return Ok(None);
    }
    let (tenant, range) = (part.tenant, part.range);
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    let ends = crate::fetch_optional!(connection, Ends, ENDS, tenant.0, part.operation, range.0, range.1)?;
    let Some((first, first_id, last, last_id, _)) = ends.filter(|ends| ends.4 == people) else {
        return Ok(None);
    };
    let (policy, from, has_from) = part.wanted.bound();
    // So many others that looking people up is quicker.
    let most = people.saturating_mul(2);
    let text = match connection.engine() {
        Engine::Sqlite => text_for(Engine::Sqlite, BEFORE),
        Engine::Postgres => text_for(Engine::Postgres, BEFORE_READ),
    };
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, i64, bool),
        text,
        tenant.0,
        first.as_str(),
        first_id,
        last.as_str(),
        last_id,
        policy,
        from,
        has_from,
        most
    )?;
    let all: i64 = rows.iter().map(|(_, _, people, _)| people).sum();
    if all >= most {
        return Ok(None);
    }
    let changing = rows
        .into_iter()
        .filter(|(_, _, people, is_changed)| *is_changed && *people > 0);
    Ok(Some(Together {
        first: (first, first_id),
        last: (last, last_id),
        before: changing
            .map(|(policy, source, people, _)| (policy, source, people))
            .collect(),
    }))
}

/// Binds what says among whom it is, and more, to a statement, and runs it by a macro of the store.
macro_rules! among_them {
    ($together:expr, $part:expr => $run:ident $([$row:ty])?, $connection:expr, $text:expr $(, $more:expr)* $(,)?) => {
        crate::$run!(
            $connection,
            $($row,)?
            $text,
            $part.tenant.0,
            $together.first.0.as_str(),
            $together.first.1,
            $together.last.0.as_str(),
            $together.last.1
            $(, $more)*
        )
    };
}

impl Together {
    /// Whether those who were recorded, `recorded` in number, are all of them who are to be changed. Each of the recorded
    /// is a line under the name that they have, so they are among them.
    pub fn are_all(&self, recorded: u64) -> bool {
        let changing: i64 = self.before.iter().map(|(.., people)| people).sum();
        u64::try_from(changing) == Ok(recorded)
    }

    /// Writes the lines of `part` who are to be changed into PostgreSQL's audit trail. Returns how many.
    pub(super) async fn record(
        &self,
        connection: &mut Connection<'_>,
        part: &Part,
    ) -> Result<u64, StoreError> {
        let (policy, from, has_from) = part.wanted.bound();
        let (revision, range) = (part.revision.0, part.range);
        let text = text_for(connection.engine(), RECORD);
        by_stretches(connection, async |connection| {
            let text = text.clone();
            among_them!(self, part => execute, connection, text, policy, from, has_from, revision, part.operation,
                range.0, range.1, i32::from(part.is_large()))
        })
        .await
    }

    /// Gives whoever of them is to be changed the assignment; right only where [`Self::are_all`] holds. Returns how many
    /// got it.
    pub(super) async fn set(&self, connection: &mut Connection<'_>, part: &Part) -> Result<u64, StoreError> {
        let (policy, from, has_from) = part.wanted.bound();
        let text = text_for(connection.engine(), SET);
        one_by_one(connection, async |connection| {
            let revision = part.revision.0;
            among_them!(self, part => execute, connection, text.clone(), policy, from, has_from, revision)
        })
        .await
    }

    /// How many of them have the wanted policy from `part`, as it is stored. Where [`Self::are_all`] holds, nobody has it
    /// elsewhere.
    pub(super) async fn read_back(
        &self,
        connection: &mut Connection<'_>,
        part: &Part,
    ) -> Result<Option<(i64,)>, StoreError> {
        let text = text_for(connection.engine(), READ_BACK);
        let (policy, revision) = (part.wanted.policy.map(|id| id.0), part.revision.0);
        among_them!(self, part => fetch_optional[(i64,)], connection, text.clone(), policy, revision)
    }
}
