//! What working on the people of a draft would do, in one look at all of them.

use super::Wanted;
use super::part::Range;
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, TenantId};
use std::collections::BTreeMap;
use uuid::Uuid;

// How a line ends. $3: the assignment afterwards; $4: the one they must have, which counts when $5 is 1.
macro_rules! found {
    () => {
        "case when o.outcome is not null then o.outcome when a.person_id is null then 'gone'
         when a.direct_policy_id is not distinct from $3 then 'already'
         when $5 = 1 and a.direct_policy_id is distinct from $4 then 'not_from' else 'change' end as found"
    };
}

// The lines with what is assigned to the people of them. Both tables are in the order of names, so one is read along the
// other; a million people looked up one by one take several times as long.
macro_rules! by_name {
    () => {
        " from operation_person o left join assignment a on a.tenant_id = $1
          and a.display_name_folded = o.display_name_folded and a.person_id = o.person_id
          where o.tenant_id = $1 and o.operation_id = $2 "
    };
}

// Finds those too who were renamed since the draft was made.
macro_rules! by_person {
    () => {
        " from operation_person o left join assignment a on a.tenant_id = $1 and a.person_id = o.person_id
          where o.tenant_id = $1 and o.operation_id = $2 "
    };
}

macro_rules! to_policy {
    ($from:expr, $lines:literal) => {
        concat!(
            "select l.found, l.effective_policy_id, l.effective_source, count(*) from (select ",
            found!(),
            ", a.effective_policy_id, a.effective_source",
            $from,
            $lines,
            ") l group by l.found, l.effective_policy_id, l.effective_source"
        )
    };
}

// The policy of the best group takes the place of the one that is taken away.
macro_rules! to_nothing {
    ($from:expr, $lines:literal) => {
        concat!(
            "select l.found, l.effective_policy_id, l.effective_source, g.policy_id, count(*) from (select ",
            found!(),
            ", a.effective_policy_id, a.effective_source, case when a.direct_policy_id is not null then (
                 select min(r.rank) from group_member n cross join group_assignment r where r.tenant_id = $1
                 and r.group_id = n.group_id and n.tenant_id = $1 and n.person_id = a.person_id) end as rank",
            $from,
            $lines,
            ") l left join group_assignment g on g.tenant_id = $1 and g.rank = l.rank
             group by l.found, l.effective_policy_id, l.effective_source, g.policy_id"
        )
    };
}

crate::statements! {
    TO_POLICY = to_policy!(by_name!(), "");
    TO_POLICY_BY_PERSON = to_policy!(by_person!(), "");
    TO_NOTHING = to_nothing!(by_name!(), "");
    TO_NOTHING_BY_PERSON = to_nothing!(by_person!(), "");
    SOME_TO_POLICY = to_policy!(by_name!(), "and o.position > $6 and o.position <= $7");
    SOME_TO_POLICY_BY_PERSON = to_policy!(by_person!(), "and o.position > $6 and o.position <= $7");
    SOME_TO_NOTHING = to_nothing!(by_name!(), "and o.position > $6 and o.position <= $7");
    SOME_TO_NOTHING_BY_PERSON = to_nothing!(by_person!(), "and o.position > $6 and o.position <= $7");
}

/// People who would go from one effective policy to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StagedMove {
    /// Effective policy and its source before.
    pub from: (PolicyId, SourceKind),
    /// The effective policy after.
    pub to: PolicyId,
    /// How many.
    pub people: u64,
}

/// What working on a draft would do, with assignments and groups as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// How many lines end how: the code of a [`super::Found`], or `change`.
    pub lines: BTreeMap<String, u64>,
    /// Whoever changes.
    pub moves: Vec<StagedMove>,
}

/// What was found of a line, the effective policy with its source, that of the best group, and how many lines are alike.
type Row = (String, Option<Uuid>, Option<String>, Option<Uuid>, i64);

/// The same without a best group.
type Short = (String, Option<Uuid>, Option<String>, i64);

/// What working on the people of a draft would do; with a range, on those of it.
///
/// # Errors
/// [`StoreError`].
pub async fn preview(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    range: Option<Range>,
    wanted: Wanted,
) -> Result<Preview, StoreError> {
    let mut rows = rows(connection, tenant, (operation, range), wanted, true).await?;
    if rows.iter().any(|(found, ..)| found == super::Found::Gone.code()) {
        rows = self::rows(connection, tenant, (operation, range), wanted, false).await?;
    }
    let mut preview = Preview::default();
    for (found, policy, source, group_policy, lines) in rows {
        let people = u64::try_from(lines).unwrap_or_default();
        if let (CHANGE, Some(policy), Some(source)) = (found.as_str(), policy, source) {
            let wrong = || StoreError::Inconsistent {
                table: "assignment",
                problem: format!("the source `{source}`"),
            };
            let after = wanted.policy.or(group_policy.map(PolicyId));
            preview.moves.push(StagedMove {
                from: (
                    PolicyId(policy),
                    SourceKind::from_code(&source).ok_or_else(wrong)?,
                ),
                to: after.unwrap_or(PolicyId::GLOBAL),
                people,
            });
        }
        *preview.lines.entry(found).or_default() += people;
    }
    Ok(preview)
}

/// The code of a line whose person changes.
pub const CHANGE: &str = "change";

async fn rows(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (operation, range): (Uuid, Option<Range>),
    wanted: Wanted,
    by_name: bool,
) -> Result<Vec<Row>, StoreError> {
    let (policy, from, has_from) = wanted.bound();
    macro_rules! fetch {
        ($row:ty, $all:expr, $some:expr) => {
            match range {
                None => crate::fetch_all!(
                    connection, $row, $all, tenant.0, operation, policy, from, has_from
                ),
                Some((after, last)) => crate::fetch_all!(
                    connection, $row, $some, tenant.0, operation, policy, from, has_from, after, last
                ),
            }
        };
    }
    if policy.is_none() {
        return if by_name {
            fetch!(Row, TO_NOTHING, SOME_TO_NOTHING)
        } else {
            fetch!(Row, TO_NOTHING_BY_PERSON, SOME_TO_NOTHING_BY_PERSON)
        };
    }
    let rows = if by_name {
        fetch!(Short, TO_POLICY, SOME_TO_POLICY)?
    } else {
        fetch!(Short, TO_POLICY_BY_PERSON, SOME_TO_POLICY_BY_PERSON)?
    };
    let rows = rows.into_iter();
    Ok(rows
        .map(|(found, policy, source, lines)| (found, policy, source, None, lines))
        .collect())
}
