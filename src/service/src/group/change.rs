//! A change of groups before it is made: what it would do to whom.

use super::members::distinct;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{GroupAssignment, Impact, RankingError, Untouched, ranking};
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, PersonId, PolicyId};
use forecourt_store::Connection;
use forecourt_store::assignment::{self, Chosen, DirectChange, MovedPeople, MovedPerson, Moves};

/// A change of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupChange {
    /// Give a group a policy, at a rank or at the last place.
    Assign(GroupId, PolicyId, Option<i64>),
    /// Take the policy of a group away.
    Unassign(GroupId),
    /// Move a group to another rank.
    Move(GroupId, i64),
    /// People become direct members.
    AddMembers(GroupId, Vec<PersonId>),
    /// People stop being direct members.
    RemoveMembers(GroupId, Vec<PersonId>),
    /// The group goes away.
    Remove(GroupId),
    /// The direct assignments of its members are taken away, so that groups count for them.
    RemoveMasking(GroupId),
}

/// What a change of groups would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupImpact {
    /// Over everybody.
    pub impact: Impact,
    /// How many people are concerned: members, or those who come and go.
    pub concerned: u64,
    /// How many of them get another policy, or the same from elsewhere.
    pub moved: u64,
    /// How many of them a direct assignment masks.
    pub masked_by_direct: u64,
    /// How many of them a group with a better rank decides for.
    pub masked_by_rank: u64,
}

impl GroupChange {
    /// The group.
    pub fn group(&self) -> GroupId {
        match self {
            Self::Assign(group, ..)
            | Self::Unassign(group)
            | Self::Move(group, _)
            | Self::AddMembers(group, _)
            | Self::RemoveMembers(group, _)
            | Self::Remove(group)
            | Self::RemoveMasking(group) => *group,
        }
    }

    /// The assignments of groups after the change.
    pub(super) fn ranking(&self, current: &[GroupAssignment]) -> Result<Vec<GroupAssignment>, RankingError> {
        match self {
            Self::Assign(group, policy, rank) => ranking::assign(current, *group, *policy, *rank),
            Self::Unassign(group) => ranking::unassign(current, *group),
            Self::Move(group, rank) => ranking::move_to(current, *group, *rank),
            Self::Remove(group) if current.iter().any(|row| row.group == *group) => {
                ranking::unassign(current, *group)
            }
            Self::AddMembers(..) | Self::RemoveMembers(..) | Self::Remove(_) | Self::RemoveMasking(_) => {
                Ok(current.to_vec())
            }
        }
    }

    /// The state that the change would lead to, for the people whom it can reach.
    pub(super) fn moves(&self, snapshot: &Snapshot) -> Result<Moves, RankingError> {
        let ranking = self.ranking(&snapshot.group_assignments())?;
        let (chosen, joins, leaves) = match self {
            Self::AddMembers(group, people) => (Chosen::People(distinct(people)), Some(*group), None),
            Self::RemoveMembers(group, people) => (Chosen::People(distinct(people)), None, Some(*group)),
            Self::Assign(group, ..)
            | Self::Unassign(group)
            | Self::Move(group, _)
            | Self::Remove(group)
            | Self::RemoveMasking(group) => (Chosen::Members(*group), None, None),
        };
        let direct = match self {
            Self::RemoveMasking(_) => DirectChange::Remove,
            _ => DirectChange::Keep,
        };
        Ok(Moves {
            chosen,
            ranking,
            direct,
            joins,
            leaves,
        })
    }
}

/// The refusal of an order of groups as a use case gives it: a wrong rank belongs to its field.
pub(super) fn refusal(error: RankingError) -> ServiceError {
    match error {
        RankingError::BelowOne => ServiceError::field("rank", error.code(), error.to_string()),
        other => ServiceError::refused(other.code(), other.to_string()),
    }
}

/// What a change would do, without doing it.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when the group or the policy is gone;
/// [`ServiceError::Invalid`] for the field `rank`; [`ServiceError::Refused`]; [`ServiceError::Store`].
pub async fn preview(
    services: &Services,
    context: &OpContext,
    change: &GroupChange,
) -> Result<GroupImpact, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    of_change(&mut reader.connection(), context, &snapshot, change).await
}

/// The same as of what `connection` sees.
pub(super) async fn of_change(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    change: &GroupChange,
) -> Result<GroupImpact, ServiceError> {
    super::get::require(connection, context, change.group()).await?;
    if let GroupChange::Assign(_, policy, _) = change {
        if *policy == PolicyId::GLOBAL {
            let message = "Global is what people have when nothing else counts for them, so it is not assigned. \
                           Take the policy of the group away instead.";
            return Err(ServiceError::field("policy", "global-is-not-assigned", message));
        }
        if snapshot.policy(*policy).is_none() {
            return Err(ServiceError::NotFound { what: "policy" });
        }
    }
    let wanted = change.moves(snapshot).map_err(refusal)?;
    let (impact, moved) = impact::of_moves(connection, snapshot, context.tenant, &wanted).await?;
    Ok(summed(snapshot, context, change, impact, &moved))
}

fn summed(
    snapshot: &Snapshot,
    context: &OpContext,
    change: &GroupChange,
    mut impact: Impact,
    moved: &[MovedPeople],
) -> GroupImpact {
    let mut summary = GroupImpact::default();
    let group = change.group();
    let removes_direct = matches!(change, GroupChange::RemoveMasking(_));
    // A group without a policy gives nothing, so nothing stands before it either.
    let gives = matches!(change, GroupChange::Assign(..))
        || snapshot.ranking.iter().any(|row| row.assignment.group == group);
    // Those who keep their policy are told apart by what stands before the group.
    let mut other = impact.people;
    impact.unaffected.clear();
    for part in moved.iter().filter(|part| part.has_direct || !removes_direct) {
        summary.concerned += part.people;
        other = other.saturating_sub(part.people);
        let access = |policy| snapshot.access(policy, context.now);
        if part.has_direct && !removes_direct {
            summary.masked_by_direct += part.people;
            impact.leave(Untouched::DirectAssignment, part.people);
        } else if part.from == part.to {
            if gives && part.to_group.is_some_and(|other| other != group) {
                summary.masked_by_rank += part.people;
                impact.leave(Untouched::BetterRank, part.people);
            } else {
                impact.leave(Untouched::SameAnswers, part.people);
            }
        } else {
            summary.moved += part.people;
            if access(part.from.0) == access(part.to.0) {
                let why = if snapshot.settings.switches().access {
                    Untouched::SameAnswers
                } else {
                    Untouched::OrganizationOff
                };
                impact.leave(why, part.people);
            }
        }
    }
    impact.leave(Untouched::OtherPolicy, other);
    summary.impact = impact;
    summary
}

/// At most `limit` of the people for whom another policy would count, by name, after the person `after`.
///
/// # Errors
/// As [`preview`].
pub async fn affected(
    services: &Services,
    context: &OpContext,
    change: &GroupChange,
    after: Option<&MovedPerson>,
    limit: i64,
) -> Result<Vec<MovedPerson>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let wanted = change.moves(&snapshot).map_err(refusal)?;
    let mut reader = services.database().read().await?;
    let people =
        assignment::moved_people(&mut reader.connection(), context.tenant, &wanted, after, limit).await?;
    Ok(people)
}
