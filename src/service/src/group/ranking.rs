//! Policies of groups: giving, taking away, and moving a group to another rank.

use super::change::{GroupChange, GroupImpact, of_change, refusal};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::GroupAssignment;
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, PolicyId, Revision};
use forecourt_store::group::Group;
use forecourt_store::group_assignment::{self, RankedGroup};
use forecourt_store::{assignment, group_member, policy as policies};

/// A change of the ranks that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Its number.
    pub revision: Revision,
    /// What it did to people.
    pub impact: GroupImpact,
}

/// Gives a group a policy. One that it has is replaced. `expected` is the change that wrote the ranks last when the
/// decision was made.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when the group or the policy is gone;
/// [`ServiceError::Invalid`] for the field `rank`; [`ServiceError::Refused`] when there are too many groups with a
/// policy, or when the group has the policy already; [`ServiceError::Conflict`]; [`ServiceError::Store`]. Nothing is
/// changed then.
pub async fn assign(
    services: &Services,
    context: &OpContext,
    (group, policy, rank): (GroupId, PolicyId, Option<i64>),
    expected: Revision,
    reason: Option<String>,
) -> Result<Ranked, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let change = GroupChange::Assign(group, policy, rank);
    apply(services, context, &change, expected, reason).await
}

/// Takes the policy of a group away. Groups below move up.
///
/// # Errors
/// As [`assign`].
pub async fn unassign(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    expected: Revision,
    reason: Option<String>,
) -> Result<Ranked, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    apply(services, context, &GroupChange::Unassign(group), expected, reason).await
}

/// Moves a group to another rank.
///
/// # Errors
/// As [`assign`].
pub async fn move_to(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    rank: i64,
    expected: Revision,
    reason: Option<String>,
) -> Result<Ranked, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    apply(
        services,
        context,
        &GroupChange::Move(group, rank),
        expected,
        reason,
    )
    .await
}

async fn apply(
    services: &Services,
    context: &OpContext,
    change: &GroupChange,
    expected: Revision,
    reason: Option<String>,
) -> Result<Ranked, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let group = super::get::require(&mut draft.connection(), context, change.group()).await?;
    if let GroupChange::Assign(_, policy, _) = change
        && policies::find(&mut draft.connection(), context.tenant, *policy)
            .await?
            .is_none()
    {
        return Err(ServiceError::NotFound { what: "policy" });
    }
    let written = group_assignment::revision(&mut draft.connection(), context.tenant).await?;
    check_revision(&mut draft.connection(), context, expected, written).await?;
    let impact = of_change(&mut draft.connection(), context, &snapshot, change).await?;
    let before = group_assignment::list(&mut draft.connection(), context.tenant).await?;
    let plain: Vec<_> = before.iter().map(|row| row.assignment.clone()).collect();
    let after = change.ranking(&plain).map_err(refusal)?;
    write(&mut draft, context, &before, &after, &group).await?;
    let members = group_member::ids(&mut draft.connection(), context.tenant, group.id).await?;
    let revision = draft.revision();
    assignment::recompute(&mut draft.connection(), context.tenant, &members, revision).await?;
    let record = record(&snapshot, change, &group, (&plain, &after), &impact, reason);
    let revision = draft.commit(record, &[]).await?;
    Ok(Ranked { revision, impact })
}

/// Writes the order `after`. Rows that stay as they are keep who assigned them and when. `named` is the group that may
/// be new in it.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn write(
    draft: &mut Draft<'_>,
    context: &OpContext,
    before: &[RankedGroup],
    after: &[GroupAssignment],
    named: &Group,
) -> Result<(), ServiceError> {
    let revision = draft.revision();
    let row = |assignment: &GroupAssignment| {
        let old = before.iter().find(|row| row.assignment.group == assignment.group);
        let same_policy = old.filter(|row| row.assignment.policy == assignment.policy);
        RankedGroup {
            assignment: assignment.clone(),
            group_name: old.map_or_else(|| named.display_name.clone(), |row| row.group_name.clone()),
            people: old.map_or(named.people, |row| row.people),
            assigned_at: same_policy.map_or(context.now, |row| row.assigned_at),
            assigned_by: same_policy
                .map_or_else(|| context.actor_name().to_owned(), |row| row.assigned_by.clone()),
            revision: old
                .filter(|row| row.assignment == *assignment)
                .map_or(revision, |row| row.revision),
        }
    };
    let rows: Vec<_> = after.iter().map(row).collect();
    group_assignment::replace(&mut draft.connection(), context.tenant, &rows, revision).await?;
    Ok(())
}

fn record(
    snapshot: &Snapshot,
    change: &GroupChange,
    group: &Group,
    (before, after): (&[GroupAssignment], &[GroupAssignment]),
    impact: &GroupImpact,
    reason: Option<String>,
) -> Record {
    let of = |ranking: &[GroupAssignment]| ranking.iter().find(|row| row.group == group.id).cloned();
    let (was, is) = (of(before), of(after));
    let name = |row: &GroupAssignment| {
        snapshot
            .policy(row.policy)
            .map_or_else(|| row.policy.to_string(), |policy| policy.name.to_string())
    };
    let mut fields = Vec::new();
    let policies = (was.as_ref().map(name), is.as_ref().map(name));
    if policies.0 != policies.1 {
        fields.push(FieldChange::new("ExternalAccessPolicy", policies.0, policies.1));
    }
    let rank = |row: &GroupAssignment| row.rank.to_string();
    let ranks = (was.as_ref().map(rank), is.as_ref().map(rank));
    if ranks.0 != ranks.1 {
        fields.push(FieldChange::new("Rank", ranks.0, ranks.1));
    }
    let action = match change {
        GroupChange::Move(..) => Action::GroupMoved,
        GroupChange::Unassign(_) => Action::GroupPolicyUnassigned,
        _ => Action::GroupPolicyAssigned,
    };
    Record {
        action,
        target: Target::new(TargetKind::Group, group.id, group.display_name.clone()),
        detail: Detail {
            fields,
            impact: Some(impact.impact.clone()),
            before: serde_json::to_value(before).ok(),
            after: serde_json::to_value(after).ok(),
        },
        reason,
        undoes: None,
    }
}
