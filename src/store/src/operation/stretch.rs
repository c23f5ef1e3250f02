//! The policies of an operation: one for everybody, or stretches of its lines with a policy each.
//!
//! Lines that name policies of their own are kept policy by policy, so that a part never has more than one and is done
//! by the same statements as any other.

use super::part::Range;
use super::{Operation, Wanted};
use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into operation_policy (tenant_id, operation_id, after_position, last_position, policy_id,
              policy_name, people, from_policy_id, has_from) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_OPERATION = "select after_position, last_position, policy_id, policy_name, people, from_policy_id, has_from
              from operation_policy where tenant_id = $1 and operation_id = $2 order by last_position";
    // Of the people whom an operation could not change: their policies, in the order of its lines.
    OF_FAILED = "select s.policy_id, s.policy_name, count(*), s.from_policy_id, s.has_from from operation_policy s
              join operation_person o on o.tenant_id = s.tenant_id and o.operation_id = s.operation_id
                and o.position > s.after_position and o.position <= s.last_position
              where s.tenant_id = $1 and s.operation_id = $2 and o.outcome in ('gone', 'policy_gone')
              group by s.last_position, s.policy_id, s.policy_name, s.from_policy_id, s.has_from
              order by s.last_position";
}

/// Lines of an operation that get the same policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The lines: after the first position, up to and with the second.
    pub range: Range,
    /// The policy that people get; `None` takes their direct assignment away.
    pub policy: Option<PolicyId>,
    /// Its name when the operation was prepared; empty without one.
    pub policy_name: String,
    /// How many people are worked on.
    pub people: i64,
    /// Only people who have this directly; inside, `None` is no direct assignment.
    pub from: Option<Option<PolicyId>>,
}

impl Stretch {
    /// What people end with, and what they must have before.
    pub fn wanted(&self, operation: &Operation) -> Wanted {
        Wanted {
            policy: self.policy,
            from: self.from.or(operation.from_policy.map(Some)),
        }
    }
}

/// The policies of an operation; with one for everybody a single stretch over all lines that there can be.
///
/// # Errors
/// [`StoreError`].
pub async fn of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: &Operation,
) -> Result<Vec<Stretch>, StoreError> {
    type StretchRow = (i64, i64, Option<Uuid>, String, i64, Option<Uuid>, i64);
    if !operation.is_by_line() {
        return Ok(vec![Stretch {
            range: (0, i64::MAX),
            policy: operation.policy,
            policy_name: operation.policy_name.clone(),
            people: operation.people,
            from: operation.from_policy.map(Some),
        }]);
    }
    let rows = crate::fetch_all!(connection, StretchRow, OF_OPERATION, tenant.0, operation.id)?;
    let stretch = |(after, last, policy, policy_name, people, from, has_from): StretchRow| Stretch {
        range: (after, last),
        policy: policy.map(PolicyId),
        policy_name,
        people,
        from: (has_from == 1).then_some(from.map(PolicyId)),
    };
    Ok(rows.into_iter().map(stretch).collect())
}

/// Notes the policies of a draft.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    stretches: &[Stretch],
) -> Result<(), StoreError> {
    for stretch in stretches {
        crate::execute!(
            connection,
            INSERT,
            tenant.0,
            operation,
            stretch.range.0,
            stretch.range.1,
            stretch.policy.map(|id| id.0),
            stretch.policy_name.as_str(),
            stretch.people,
            stretch.from.flatten().map(|id| id.0),
            i64::from(stretch.from.is_some())
        )?;
    }
    Ok(())
}

/// Notes the policies of a draft for the people whom operation `of` could not change, as
/// [`super::staging::stage_failed`] has put them there.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_failed(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    of: Uuid,
) -> Result<(), StoreError> {
    type FailedRow = (Option<Uuid>, String, i64, Option<Uuid>, i64);
    let rows = crate::fetch_all!(connection, FailedRow, OF_FAILED, tenant.0, of)?;
    let mut after = 0;
    let mut stretches = Vec::with_capacity(rows.len());
    for (policy, policy_name, people, from, has_from) in rows {
        stretches.push(Stretch {
            range: (after, after + people),
            policy: policy.map(PolicyId),
            policy_name,
            people,
            from: (has_from == 1).then_some(from.map(PolicyId)),
        });
        after += people;
    }
    insert(connection, tenant, operation, &stretches).await
}
