//! What another place of one group would do to its members.
//!
//! The other groups keep their order, so what is effective for a member today says which of them is their best: members
//! are counted by that, and only those whose best is the group itself need a look at their other groups, when others
//! come before it.

use super::moves::{Chosen, DirectChange, MovedPeople, Moves, source};
use crate::database::Connection;
use crate::error::StoreError;
use crate::group_assignment;
use forecourt_model::access::{GroupAssignment, SourceKind, effective_policy};
use forecourt_model::{GroupId, PolicyId, TenantId};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const STANDINGS: &str =
    "select a.effective_policy_id, a.effective_source, a.effective_group_id, count(*)
    from group_member m cross join assignment a where m.tenant_id = $1 and m.group_id = $2
    and a.tenant_id = $1 and a.person_id = m.person_id
    group by a.effective_policy_id, a.effective_source, a.effective_group_id";

// Those whose policy comes from the group, with the rank of their best other one. They are members of the group at least,
// so nobody is left out, and whatever the size that PostgreSQL takes a group for, each membership is looked at once.
pub(super) const NEXT_BEST: &str = "select h.policy_id, h.rank, count(*)
    from (select a.person_id, a.effective_policy_id as policy_id, min(r.rank) as rank
          from group_member m cross join assignment a cross join group_member n
          left join group_assignment r on r.tenant_id = $1 and r.group_id = n.group_id and r.group_id <> $2
          where m.tenant_id = $1 and m.group_id = $2 and a.tenant_id = $1 and a.person_id = m.person_id
          and a.effective_group_id = $2 and n.tenant_id = $1 and n.person_id = a.person_id
          group by a.person_id, a.effective_policy_id) h group by h.policy_id, h.rank";

/// What `wanted` would do, when it is about nothing but the place or the policy of the group whose members it
/// chooses.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn shifts(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
) -> Result<Option<Vec<MovedPeople>>, StoreError> {
    let (Chosen::Members(group), DirectChange::Keep, None, None) =
        (&wanted.chosen, wanted.direct, wanted.joins, wanted.leaves)
    else {
        return Ok(None);
    };
    let group = *group;
    let before = group_assignment::list(connection, tenant).await?;
    let before: Vec<_> = before.into_iter().map(|row| row.assignment).collect();
    let (others, place_before) = around(&before, group);
    let (others_after, place) = around(&wanted.ranking, group);
    if others != others_after {
        return Ok(None);
    }
    let stays_best = place.is_some_and(|place| place_before.is_none_or(|before| place <= before));
    let mut counted = Counted::default();
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, Option<Uuid>, i64),
        STANDINGS,
        tenant.0,
        group.0
    )?;
    let mut asks_others = false;
    for (policy, code, from, people) in rows {
        let (from, standing) = (from.map(GroupId), (PolicyId(policy), source(&code)?));
        if standing.1 == SourceKind::Direct {
            counted.add(standing, (standing, None), people);
        } else if from == Some(group) && !stays_best {
            asks_others = true;
        } else {
            let after = best(&wanted.ranking, |row| {
                row.group == group || Some(row.group) == from
            });
            counted.add(standing, after, people);
        }
    }
    if asks_others {
        let rows = crate::fetch_all!(connection, (Uuid, Option<i64>, i64), NEXT_BEST, tenant.0, group.0)?;
        for (policy, rank, people) in rows {
            let next = before.iter().find(|row| Some(i64::from(row.rank)) == rank);
            let next = next.map(|row| row.group);
            let after = best(&wanted.ranking, |row| {
                row.group == group || Some(row.group) == next
            });
            counted.add((PolicyId(policy), SourceKind::Group), after, people);
        }
    }
    Ok(Some(counted.people()))
}

/// The groups of a ranking without `group`, best first, and how many of them come before it; `None` when it has no
/// policy.
fn around(ranking: &[GroupAssignment], group: GroupId) -> (Vec<GroupId>, Option<usize>) {
    let mut sorted: Vec<_> = ranking.iter().collect();
    sorted.sort_by_key(|row| (row.rank, row.group));
    let place = sorted.iter().position(|row| row.group == group);
    let others = sorted.iter().map(|row| row.group).filter(|other| *other != group);
    (others.collect(), place)
}

/// What counts for a member of the groups of `ranking` that `is_member` lets through.
fn best(ranking: &[GroupAssignment], is_member: impl Fn(&GroupAssignment) -> bool) -> After {
    let mine: Vec<_> = ranking.iter().filter(|row| is_member(row)).cloned().collect();
    let effective = effective_policy(None, &mine);
    let (kind, group) = effective.source.parts();
    ((effective.policy, kind), group)
}

/// An effective policy with its source.
type Standing = (PolicyId, SourceKind);

/// What would count, and the group that it comes from.
type After = (Standing, Option<GroupId>);

/// How many people go from what to what.
#[derive(Default)]
struct Counted(BTreeMap<(Standing, After), u64>);

impl Counted {
    fn add(&mut self, from: Standing, to: After, people: i64) {
        *self.0.entry((from, to)).or_default() += u64::try_from(people).unwrap_or_default();
    }

    fn people(self) -> Vec<MovedPeople> {
        let moved = |((from, (to, to_group)), people): ((Standing, After), u64)| MovedPeople {
            people,
            from,
            to,
            to_group,
            has_direct: from.1 == SourceKind::Direct,
        };
        self.0.into_iter().map(moved).collect()
    }
}
