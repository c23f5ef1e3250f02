//! Doing an operation part by part. Everything here runs in the transaction of one part.

use super::Wanted;
use super::together::Together;
use crate::bulk;
use crate::change;
use crate::cohort;
use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::planning::one_by_one;
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, Revision, TenantId};
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
    BEFORE = concat!("select a.effective_policy_id, a.effective_source, count(*) ",
              to_change!("{in order} assignment a on", "where"), " group by a.effective_policy_id, a.effective_source");
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
    SET = concat!("update assignment as a set direct_policy_id = $5, direct_revision = $8, effective_policy_id = $5,
              effective_source = 'direct', effective_group_id = null, revision = $8 ", to_change!("where", "and"));
    REMOVE = "update assignment set direct_policy_id = null, direct_revision = null,
              effective_policy_id = coalesce(best.policy_id, $3),
              effective_source = case when best.policy_id is not null then 'group' else 'global' end,
              effective_group_id = best.group_id, revision = $2
              from (select cp.person_id, g.policy_id, g.group_id from change_person cp
                    left join (select m.person_id, min(a.rank) as rank from change_person d
                               cross join group_member m cross join group_assignment a
                               where m.tenant_id = $1 and m.person_id = d.person_id
                               and a.tenant_id = $1 and a.group_id = m.group_id and d.tenant_id = $1 and d.revision = $2 group by m.person_id) r
                         on r.person_id = cp.person_id
                    left join group_assignment g on g.tenant_id = $1 and g.rank = r.rank
                    where cp.tenant_id = $1 and cp.revision = $2) best
              where assignment.tenant_id = $1 and assignment.person_id = best.person_id";
    // Nearly everybody has it, so it is counted and not looked for.
    READ_BACK = "select count(case when a.direct_policy_id is not distinct from $5 and a.revision = $6 then 1 end)
              from operation_person o {in order} assignment a on a.tenant_id = $1
              and a.display_name_folded = o.display_name_folded and a.person_id = o.person_id
              where o.tenant_id = $1 and o.operation_id = $2 and o.position > $3 and o.position <= $4
              and o.outcome is null";
}

/// From how many lines on people are counted once for a whole part. For fewer, taking the trigger away that counts them
/// one by one takes longer than it saves: each reader then looks at the schema again.
const UNCOUNTED: i64 = 500;

/// From how many lines on a part is large.
pub const LARGE: i64 = 5_000;

/// Positions after the first, up to and with the second.
pub type Range = (i64, i64);

fn count(rows: Option<(i64,)>) -> u64 {
    rows.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default())
}

/// How many people of `range` are to be worked on.
///
/// # Errors
/// [`StoreError`].
pub async fn people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
) -> Result<u64, StoreError> {
    crate::fetch_optional!(connection, (i64,), COUNT, tenant.0, id, range.0, range.1).map(count)
}

/// Writes who of `range` is changed by part `revision`, with what they have before. Returns how many. A large part is
/// written without the index by person.
///
/// # Errors
/// [`StoreError`].
pub async fn record(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
    revision: Revision,
    wanted: Wanted,
) -> Result<u64, StoreError> {
    record_by(connection, RECORD, tenant, (id, range), revision, wanted).await
}

/// The same once more for those who were left out because they had other names. Returns how many were added.
///
/// # Errors
/// [`StoreError`].
pub async fn record_renamed(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
    revision: Revision,
    wanted: Wanted,
) -> Result<u64, StoreError> {
    record_by(connection, RECORD_RENAMED, tenant, (id, range), revision, wanted).await
}

async fn record_by(
    connection: &mut Connection<'_>,
    statement: &'static str,
    tenant: TenantId,
    (id, range): (Uuid, Range),
    revision: Revision,
    wanted: Wanted,
) -> Result<u64, StoreError> {
    let (policy, from, has_from) = wanted.bound();
    let is_large = range.1 - range.0 >= LARGE;
    let text = text_for(connection.engine(), statement);
    one_by_one(connection, async |connection| {
        crate::execute!(
            connection,
            text.clone(),
            tenant.0,
            id,
            range.0,
            range.1,
            policy,
            from,
            has_from,
            revision.0,
            i32::from(is_large)
        )
    })
    .await
}

/// Notes that part `revision` over `range` is large, if it is: once for each part, before or after [`record`].
///
/// # Errors
/// [`StoreError`].
pub async fn note_size(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    range: Range,
    revision: Revision,
) -> Result<(), StoreError> {
    if range.1 - range.0 >= LARGE {
        change::mark_large(connection, tenant, revision).await?;
    }
    Ok(())
}

/// Notes the names that people of `range` have now, where they had others when the draft was made and were not recorded
/// for part `revision` for that reason. Returns of how many.
///
/// # Errors
/// [`StoreError`].
pub async fn renew_names(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
    revision: Revision,
) -> Result<u64, StoreError> {
    one_by_one(connection, async |connection| {
        crate::execute!(
            connection,
            RENEW_NAMES,
            tenant.0,
            id,
            range.0,
            range.1,
            revision.0
        )
    })
    .await
}

/// People of a part who are not changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// They are not in the directory any more.
    pub gone: u64,
    /// They have the wanted assignment already, or do not have the one that they must have.
    pub unchanged: u64,
}

/// Notes why people of `range` are not changed: those who are not recorded for part `revision`, but for those who are
/// to be changed and have other names.
///
/// # Errors
/// [`StoreError`].
pub async fn mark_exceptions(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
    revision: Revision,
    wanted: Wanted,
) -> Result<Exceptions, StoreError> {
    let (policy, from, has_from) = wanted.bound();
    let marked = one_by_one(connection, async |connection| {
        crate::execute!(
            connection,
            MARK_EXCEPTIONS,
            tenant.0,
            id,
            range.0,
            range.1,
            revision.0,
            policy,
            from,
            has_from
        )
    })
    .await?;
    let gone =
        crate::fetch_optional!(connection, (i64,), COUNT_GONE, tenant.0, id, range.0, range.1).map(count)?;
    Ok(Exceptions {
        gone,
        unchanged: marked.saturating_sub(gone),
    })
}

/// Notes that nobody of `range` is changed, because the policy was deleted. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn mark_policy_gone(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: Uuid,
    range: Range,
) -> Result<u64, StoreError> {
    crate::execute!(connection, MARK_POLICY_GONE, tenant.0, id, range.0, range.1)
}

/// Gives the people of `range` who were recorded for part `revision` the assignment, or takes theirs away, and writes
/// what is effective then. `together` says that they lie together.
///
/// # Errors
/// [`StoreError`].
pub async fn apply(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (id, range): (Uuid, Range),
    revision: Revision,
    wanted: Wanted,
    together: Option<&Together>,
) -> Result<(), StoreError> {
    let Some(to) = wanted.policy else {
        crate::execute!(connection, REMOVE, tenant.0, revision.0, PolicyId::GLOBAL.0)?;
        return Ok(());
    };
    let (policy, from, has_from) = wanted.bound();
    let engine = connection.engine();
    let set = text_for(engine, SET);
    let uncounted = if range.1 - range.0 >= UNCOUNTED {
        bulk::uncounted(connection).await?
    } else {
        None
    };
    let mut before = together.map_or_else(Vec::new, |together| together.before.clone());
    if uncounted.is_some() && together.is_none() {
        let text = text_for(engine, BEFORE);
        before = crate::fetch_all!(
            connection,
            (Uuid, String, i64),
            text.clone(),
            tenant.0,
            id,
            range.0,
            range.1,
            policy,
            from,
            has_from
        )?;
    }
    let changed = if let Some(together) = together {
        together.set(connection, tenant, revision, wanted).await?
    } else {
        one_by_one(connection, async |connection| {
            crate::execute!(
                connection,
                set.clone(),
                tenant.0,
                id,
                range.0,
                range.1,
                policy,
                from,
                has_from,
                revision.0
            )
        })
        .await?
    };
    let Some(uncounted) = uncounted else {
        return Ok(());
    };
    let all: i64 = before.iter().map(|(.., people)| people).sum();
    if u64::try_from(all) != Ok(changed) {
        return Err(StoreError::Inconsistent {
            table: "assignment",
            problem: format!("{changed} were changed of {all} who were counted"),
        });
    }
    for (policy, source, people) in before {
        cohort::add_count(connection, tenant, (PolicyId(policy), &source), -people).await?;
    }
    cohort::add_count(connection, tenant, (to, SourceKind::Direct.code()), all).await?;
    uncounted.end(connection).await
}

/// How many people of `range` have the wanted assignment from part `revision`, as it is stored. `together` says that
/// they lie together.
///
/// # Errors
/// [`StoreError`].
pub async fn read_back(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (id, range): (Uuid, Range),
    revision: Revision,
    policy: Option<PolicyId>,
    together: Option<&Together>,
) -> Result<u64, StoreError> {
    if let Some(together) = together {
        let rows = together.read_back(connection, tenant, revision, policy);
        return rows.await.map(count);
    }
    let policy = policy.map(|id| id.0);
    let text = text_for(connection.engine(), READ_BACK);
    let rows = one_by_one(connection, async |connection| {
        crate::fetch_optional!(
            connection,
            (i64,),
            text.clone(),
            tenant.0,
            id,
            range.0,
            range.1,
            policy,
            revision.0
        )
    });
    rows.await.map(count)
}
