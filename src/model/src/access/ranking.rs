//! The order in which groups with a policy are asked.

use super::effective::GroupAssignment;
use crate::identifier::{GroupId, PolicyId};

/// The most groups that can have a policy (New-CsGroupPolicyAssignment).
pub const MAXIMUM_RANKED_GROUPS: usize = 64;

/// Why an order cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankingError {
    /// A rank below 1.
    #[error(
        "Ranks begin with 1, the best. Write 1 or a larger number, or leave the rank open for the last place."
    )]
    BelowOne,
    /// One more group than can have a policy.
    #[error(
        "{MAXIMUM_RANKED_GROUPS} groups have a policy already, and more are not possible. Take the policy of another \
         group away first."
    )]
    TooMany,
    /// The group has this very policy at this place.
    #[error("The group has this policy already. Nothing was changed.")]
    AlreadyAssigned,
    /// The group has no policy.
    #[error("The group has no policy. Assign one first.")]
    NotAssigned,
}

impl RankingError {
    /// A stable code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::BelowOne => "rank-below-one",
            Self::TooMany => "too-many-ranked-groups",
            Self::AlreadyAssigned => "group-has-policy",
            Self::NotAssigned => "group-without-policy",
        }
    }
}

fn numbered(groups: Vec<(GroupId, PolicyId)>) -> Vec<GroupAssignment> {
    (1..)
        .zip(groups)
        .map(|(rank, (group, policy))| GroupAssignment { group, rank, policy })
        .collect()
}

fn others(ranking: &[GroupAssignment], group: GroupId) -> Vec<(GroupId, PolicyId)> {
    let mut sorted: Vec<_> = ranking.iter().filter(|row| row.group != group).collect();
    sorted.sort_by_key(|row| row.rank);
    sorted.into_iter().map(|row| (row.group, row.policy)).collect()
}

fn of(ranking: &[GroupAssignment], group: GroupId) -> Option<&GroupAssignment> {
    ranking.iter().find(|row| row.group == group)
}

/// The order after `policy` is assigned to `group`. A group has at most one policy: another one takes its place. A rank
/// pushes the group that had it, and those below, down by one; without a rank a new group comes last and one that has
/// a policy stays where it is; a rank beyond the last is the last. Ranks have no gaps afterwards.
///
/// # Errors
/// [`RankingError::BelowOne`], [`RankingError::TooMany`], and [`RankingError::AlreadyAssigned`] when nothing would
/// change.
pub fn assign(
    ranking: &[GroupAssignment],
    group: GroupId,
    policy: PolicyId,
    rank: Option<i64>,
) -> Result<Vec<GroupAssignment>, RankingError> {
    if rank.is_some_and(|rank| rank < 1) {
        return Err(RankingError::BelowOne);
    }
    let current = of(ranking, group);
    if current.is_none() && ranking.len() >= MAXIMUM_RANKED_GROUPS {
        return Err(RankingError::TooMany);
    }
    let mut groups = others(ranking, group);
    let kept = current.map(|row| i64::from(row.rank));
    let place = rank.or(kept).map_or(groups.len(), place);
    groups.insert(place.min(groups.len()), (group, policy));
    let after = numbered(groups);
    let same = |row: &GroupAssignment| current.is_some_and(|current| current == row);
    if after.iter().any(same) {
        return Err(RankingError::AlreadyAssigned);
    }
    Ok(after)
}

fn place(rank: i64) -> usize {
    usize::try_from(rank - 1).unwrap_or(usize::MAX)
}

/// The order after `group` has moved to `rank`.
///
/// # Errors
/// [`RankingError::BelowOne`], [`RankingError::NotAssigned`].
pub fn move_to(
    ranking: &[GroupAssignment],
    group: GroupId,
    rank: i64,
) -> Result<Vec<GroupAssignment>, RankingError> {
    if rank < 1 {
        return Err(RankingError::BelowOne);
    }
    let current = of(ranking, group).ok_or(RankingError::NotAssigned)?;
    let mut groups = others(ranking, group);
    groups.insert(place(rank).min(groups.len()), (group, current.policy));
    Ok(numbered(groups))
}

/// The order after the policy of `group` is taken away. Those below move up.
///
/// # Errors
/// [`RankingError::NotAssigned`].
pub fn unassign(ranking: &[GroupAssignment], group: GroupId) -> Result<Vec<GroupAssignment>, RankingError> {
    of(ranking, group).ok_or(RankingError::NotAssigned)?;
    Ok(numbered(others(ranking, group)))
}
