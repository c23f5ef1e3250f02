//! Policies assigned to groups, in the order in which they are asked.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use crate::version;
use forecourt_model::access::GroupAssignment;
use forecourt_model::{GroupId, PolicyId, Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    LIST = "select a.group_id, g.display_name, g.people, a.policy_id, a.rank, a.assigned_at, a.assigned_by, a.revision
            from group_assignment a
            join directory_group g on g.tenant_id = a.tenant_id and g.group_id = a.group_id
            where a.tenant_id = $1 order by a.rank";
    REVISION = "select max(revision) from version where tenant_id = $1 and kind = 'ranking'";
    CLEAR = "delete from group_assignment where tenant_id = $1";
    INSERT = "insert into group_assignment (tenant_id, group_id, policy_id, rank, assigned_at, assigned_by, revision)
              values ($1, $2, $3, $4, $5, $6, $7)";
}

/// A policy that is assigned to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedGroup {
    /// Group, rank and policy.
    pub assignment: GroupAssignment,
    /// The name of the group.
    pub group_name: String,
    /// How many people are direct members of the group.
    pub people: u64,
    /// When the policy was assigned.
    pub assigned_at: OffsetDateTime,
    /// Who assigned it.
    pub assigned_by: String,
    /// The change that assigned the policy or moved the group last.
    pub revision: Revision,
}

#[derive(sqlx::FromRow)]
struct Row {
    group_id: Uuid,
    display_name: String,
    people: i64,
    policy_id: Uuid,
    rank: i64,
    assigned_at: i64,
    assigned_by: String,
    revision: i64,
}

/// Every assignment to a group, best rank first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<RankedGroup>, StoreError> {
    crate::fetch_all!(connection, Row, LIST, tenant.0)?
        .into_iter()
        .map(|row| {
            Ok(RankedGroup {
                assignment: GroupAssignment {
                    group: GroupId(row.group_id),
                    rank: u32::try_from(row.rank).unwrap_or(u32::MAX),
                    policy: PolicyId(row.policy_id),
                },
                group_name: row.display_name,
                people: u64::try_from(row.people).unwrap_or_default(),
                assigned_at: from_micros("group_assignment", row.assigned_at)?,
                assigned_by: row.assigned_by,
                revision: Revision(row.revision),
            })
        })
        .collect()
}

/// The change that wrote the ranks last; 0 before the first.
///
/// # Errors
/// [`StoreError`].
pub async fn revision(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Revision, StoreError> {
    let row = crate::fetch_optional!(connection, (Option<i64>,), REVISION, tenant.0)?;
    Ok(Revision(row.and_then(|(revision,)| revision).unwrap_or_default()))
}

/// Writes all assignments to groups as change `revision`, and keeps them as a version.
///
/// # Errors
/// [`StoreError::Reference`] when a group or a policy is gone; [`StoreError::Duplicate`] when a group is in it twice.
pub async fn replace(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    ranking: &[RankedGroup],
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR, tenant.0)?;
    for row in ranking {
        crate::execute!(
            connection,
            INSERT,
            tenant.0,
            row.assignment.group.0,
            row.assignment.policy.0,
            i64::from(row.assignment.rank),
            to_micros(row.assigned_at),
            row.assigned_by.as_str(),
            row.revision.0
        )?;
    }
    let document: Vec<_> = ranking.iter().map(|row| row.assignment.clone()).collect();
    version::keep(
        connection,
        tenant,
        version::Item::Ranking,
        revision,
        Some(&document),
    )
    .await
}
