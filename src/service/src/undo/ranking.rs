//! Taking back a policy given to a group, taken from it, or moved to another rank. Only that group's place is put back.

use super::plan::{UndoPlan, depends, document, kept};
use super::restore::Restore;
use super::standing::later;
use crate::activity::Entry;
use crate::change::{Action, FieldChange};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::snapshot::Snapshot;
use forecourt_model::access::{GroupAssignment, RankingError, ranking};
use forecourt_model::{GroupId, PolicyId, Revision};
use forecourt_store::assignment::{Chosen, DirectChange, Moves};
use forecourt_store::{Connection, as_of, group, group_assignment};

/// The row of one group.
pub(super) fn of(ranking: &[GroupAssignment], group: GroupId) -> Option<&GroupAssignment> {
    ranking.iter().find(|row| row.group == group)
}

/// The group that a change names.
pub(super) fn group_id(entry: &Entry) -> Result<GroupId, ServiceError> {
    let unknown =
        |_| ServiceError::refused("not-undoable", "The change does not say which group it is about.");
    entry.change.target_id.parse().map_err(unknown)
}

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let (revision, id) = (entry.change.revision, group_id(&entry)?);
    let was: Vec<GroupAssignment> = kept(entry.detail.before.as_ref())?;
    let is: Vec<GroupAssignment> = kept(entry.detail.after.as_ref())?;
    let Some(group) = group::find(connection, context.tenant, id).await? else {
        let what = format!("the group {} was removed since", entry.change.target_name);
        return Err(depends(revision, &what, Vec::new()));
    };
    refuse_changed(connection, context, revision, (id, &group.display_name)).await?;
    let before = group_assignment::list(connection, context.tenant).await?;
    let plain: Vec<_> = before.iter().map(|row| row.assignment.clone()).collect();
    let policy = |ranking: &[GroupAssignment]| of(ranking, id).map(|row| row.policy);
    if policy(&plain) != policy(&is) {
        let what = format!("the policy of {} was changed again since", group.display_name);
        return Err(depends(revision, &what, Vec::new()));
    }
    let wanted = of(&was, id).cloned();
    if let Some(row) = &wanted {
        refuse_gone(connection, context, snapshot, revision, row.policy).await?;
    }
    let after = restored(&plain, id, wanted.as_ref(), &was)?;
    let moves = Moves {
        chosen: Chosen::Members(id),
        ranking: after.clone(),
        direct: DirectChange::Keep,
        joins: None,
        leaves: None,
    };
    let (impact, _) = impact::of_moves(connection, snapshot, context.tenant, &moves).await?;
    Ok(UndoPlan {
        fields: fields(snapshot, of(&plain, id), of(&after, id)),
        impact,
        before: document(&plain),
        after: document(&after),
        entry,
        restore: Restore::Ranking {
            group: Box::new(group),
            before,
            after,
        },
    })
}

/// Refuses when policy or rank of the group were changed again, and that still stands.
async fn refuse_changed(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    (group, name): (GroupId, &str),
) -> Result<(), ServiceError> {
    let ranks = [
        Action::GroupPolicyAssigned,
        Action::GroupPolicyUnassigned,
        Action::GroupMoved,
    ];
    let id = group.to_string();
    let changes = later(connection, context, ("group", &id), revision).await?;
    let on: Vec<_> = changes
        .iter()
        .filter(|change| ranks.iter().any(|action| action.code() == change.action))
        .map(|change| change.revision)
        .collect();
    if on.is_empty() {
        return Ok(());
    }
    let what = format!("the policy or the rank of {name} was changed again since");
    Err(depends(revision, &what, on))
}

/// Refuses when a policy that would be given back is gone.
pub(super) async fn refuse_gone(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    policy: PolicyId,
) -> Result<(), ServiceError> {
    if snapshot.policy(policy).is_some() {
        return Ok(());
    }
    let id = policy.to_string();
    let name = as_of::name(connection, context.tenant, ("policy", &id), revision).await?;
    let what = format!(
        "the policy {} was deleted since",
        name.unwrap_or_else(|| id.clone())
    );
    let changes = later(connection, context, ("policy", &id), revision).await?;
    let on = changes.last().map(|change| change.revision);
    Err(depends(revision, &what, on.into_iter().collect()))
}

/// The rank at which a group stands again among the others as it stood in `was`: right after the nearest group that
/// came before it, else right before the nearest that came after. Numbers alone would not do, because others may have
/// come and gone.
fn place(current: &[GroupAssignment], row: &GroupAssignment, was: &[GroupAssignment]) -> i64 {
    let mut others: Vec<_> = current.iter().filter(|other| other.group != row.group).collect();
    others.sort_by_key(|other| other.rank);
    let position = |group: GroupId| others.iter().position(|other| other.group == group);
    let mut sorted: Vec<_> = was.iter().filter(|other| other.group != row.group).collect();
    sorted.sort_by_key(|other| other.rank);
    let mut before = sorted.iter().rev().filter(|other| other.rank < row.rank);
    let mut after = sorted.iter().filter(|other| other.rank > row.rank);
    let found = before
        .find_map(|other| position(other.group).map(|at| at + 2))
        .or_else(|| after.find_map(|other| position(other.group).map(|at| at + 1)));
    found.map_or(i64::from(row.rank), |rank| {
        i64::try_from(rank).unwrap_or(i64::MAX)
    })
}

/// The order with one group's place put back. `was` is the order in which it had that place.
pub(super) fn restored(
    current: &[GroupAssignment],
    group: GroupId,
    wanted: Option<&GroupAssignment>,
    was: &[GroupAssignment],
) -> Result<Vec<GroupAssignment>, ServiceError> {
    let order = match wanted {
        Some(row) => ranking::assign(current, group, row.policy, Some(place(current, row, was))),
        None if of(current, group).is_none() => Ok(current.to_vec()),
        None => ranking::unassign(current, group),
    };
    match order {
        // Others made room in between: it is where it was.
        Err(RankingError::AlreadyAssigned) => Ok(current.to_vec()),
        Err(error) => Err(ServiceError::refused(error.code(), error.to_string())),
        Ok(order) => Ok(order),
    }
}

/// What differs in the row of one group.
pub(super) fn fields(
    snapshot: &Snapshot,
    was: Option<&GroupAssignment>,
    is: Option<&GroupAssignment>,
) -> Vec<FieldChange> {
    let name = |row: &GroupAssignment| {
        snapshot
            .policy(row.policy)
            .map_or_else(|| row.policy.to_string(), |policy| policy.name.to_string())
    };
    let rank = |row: &GroupAssignment| row.rank.to_string();
    [
        ("ExternalAccessPolicy", was.map(name), is.map(name)),
        ("Rank", was.map(rank), is.map(rank)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(field, before, after)| FieldChange::new(field, before, after))
    .collect()
}
