//! What another ranking, other direct assignments or other memberships would do, without doing it.

use super::shifts::shifts;
use crate::database::Connection;
use crate::dialect::{Ids, ranking_json, text_for};
use crate::error::StoreError;
use forecourt_model::access::{GroupAssignment, SourceKind};
use forecourt_model::{GroupId, PersonId, PolicyId, TenantId};
use uuid::Uuid;

// $2: the people when they are named; $3: the group whose members they are; $4: which of the two, or everybody.
// $5: the ranking. $6: what happens to direct assignments ('keep', 'set', 'remove'); $7: the policy that is set.
// $8: the rank of a group that everybody chosen joins; $9: a group that they leave. $10: Global.
// Ranks are looked up for each person by themselves: a list of people in the order of names then ends where its page
// does, and those with a direct assignment need no look at their groups.
macro_rules! with_moves {
    ($ranked:literal, $columns:literal, $from:literal, $where:literal, $tail:literal) => {
        with_moves!(
            "select d.person_id from {ids:2} d where $4 = 'ids'
             union all select m.person_id from group_member m where $4 = 'group' and m.tenant_id = $1 and m.group_id = $3
             union all select e.person_id from assignment e where $4 = 'everybody' and e.tenant_id = $1",
            $ranked, $columns, $from, $where, $tail
        )
    };
    ($chosen:literal, $ranked:literal, $columns:literal, $from:literal, $where:literal, $tail:literal) => {
        concat!(
            "with chosen as materialized (", $chosen, "),
             ranking as materialized (select * from {rows:5 group_id uuid, rank bigint, policy_id uuid} r),
             ranked as ", $ranked, " (select a.person_id, a.display_name_folded, a.direct_policy_id, a.effective_policy_id,
                 a.effective_source, a.effective_group_id,
                 case when $6 = 'set' or ($6 = 'keep' and a.direct_policy_id is not null) then 0 else (
                   select min(r.rank) from group_member n {in order} ranking r on r.group_id = n.group_id
                   where n.tenant_id = $1 and n.person_id = a.person_id and n.group_id <> $9) end as own_rank
               from ", $from, $where, "),
             moved as (select a.person_id, a.display_name_folded, a.direct_policy_id,
                 a.effective_policy_id as from_policy, a.effective_source as from_source,
                 a.effective_group_id as from_group,
                 case when a.own_rank = 0 then 'direct'
                      when r.policy_id is not null then 'group' else 'global' end as to_source,
                 case when $6 = 'set' then $7 when a.own_rank = 0 then a.direct_policy_id
                      else coalesce(r.policy_id, $10) end as to_policy,
                 r.group_id as to_group
               from ranked a left join ranking r on a.own_rank is distinct from 0 and r.rank =
                 case when a.own_rank < $8 or cast($8 as bigint) is null then a.own_rank else $8 end)
             select ", $columns, " from moved ", $tail)
    };
}

// Everybody is counted, so ranks are looked up once and kept.
pub(super) const MOVES: &str = with_moves!(
    "materialized",
    "from_policy, from_source, to_policy, to_source, to_group, direct_policy_id is not null as has_direct, count(*)",
    "chosen c {in order} assignment a on a.tenant_id = $1 and a.person_id = c.person_id",
    "",
    "group by from_policy, from_source, to_policy, to_source, to_group, direct_policy_id is not null"
);

// SQLite walks the people in the order of names and stops when a page is full; PostgreSQL, which would work out a rank
// again wherever it is asked for, does all of them once.
pub(super) const MOVED_PEOPLE: &str = with_moves!(
    "{once}",
    "person_id, display_name_folded, from_policy, from_source, to_policy, to_source",
    "assignment a",
    " where a.tenant_id = $1 and a.person_id in (select c.person_id from chosen c)
     and (a.display_name_folded, a.person_id) > ($11, $12)",
    "where (from_policy <> to_policy or from_source <> to_source or from_group is distinct from to_group)
     order by display_name_folded, person_id limit $13"
);

// The same of the people of a window: $2 people in the order of names.
pub(super) const MOVED_NEAR: &str = with_moves!(
    "select w.person_id from (select s.person_id from person_search s where s.tenant_id = $1
       and (s.display_name_folded, s.person_id) > ($11, $12)
       order by s.display_name_folded, s.person_id limit $2) w
     where $4 = 'everybody' or ($4 = 'group' and exists (select 1 from group_member m
       where m.tenant_id = $1 and m.group_id = $3 and m.person_id = w.person_id))",
    "{once}",
    "person_id, display_name_folded, from_policy, from_source, to_policy, to_source",
    "chosen c {in order} assignment a on a.tenant_id = $1 and a.person_id = c.person_id",
    "",
    "where (from_policy <> to_policy or from_source <> to_source or from_group is distinct from to_group)
     order by display_name_folded, person_id limit $13"
);

/// The people whom a change touches.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// These.
    People(Vec<PersonId>),
    /// The direct members of a group.
    Members(GroupId),
    /// Everybody.
    Everybody,
}

/// What happens to the direct assignments of the people who are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectChange {
    /// They stay.
    Keep,
    /// Everybody gets this one.
    Set(PolicyId),
    /// They are taken away.
    Remove,
}

/// A state of assignments that is not stored: what would be.
#[derive(Clone, Debug)]
pub struct Moves {
    /// For whom.
    pub chosen: Chosen,
    /// The assignments of groups, as they would be.
    pub ranking: Vec<GroupAssignment>,
    /// What happens to direct assignments.
    pub direct: DirectChange,
    /// A group that everybody chosen would be a member of besides.
    pub joins: Option<GroupId>,
    /// A group that nobody chosen would be a member of.
    pub leaves: Option<GroupId>,
}

/// People who share what counts for them before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedPeople {
    /// How many.
    pub people: u64,
    /// Effective policy and its source before.
    pub from: (PolicyId, SourceKind),
    /// Effective policy and its source after.
    pub to: (PolicyId, SourceKind),
    /// The group that the policy after comes from.
    pub to_group: Option<GroupId>,
    /// Whether they have a direct assignment today.
    pub has_direct: bool,
}

/// A person for whom something else would count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPerson {
    /// Who.
    pub person: PersonId,
    /// What lists are sorted by, for going on after this person.
    pub display_name_folded: String,
    /// Effective policy and its source before.
    pub from: (PolicyId, SourceKind),
    /// Effective policy and its source after.
    pub to: (PolicyId, SourceKind),
}

pub(super) struct Bound {
    pub(super) ids: Ids,
    pub(super) group: Uuid,
    pub(super) which: &'static str,
    pub(super) ranking: String,
    pub(super) direct: &'static str,
    pub(super) policy: Option<Uuid>,
    pub(super) joins: Option<i64>,
    pub(super) leaves: Uuid,
}

impl Moves {
    pub(super) fn bound(&self) -> Bound {
        let (ids, group, which) = match &self.chosen {
            Chosen::People(people) => (people.iter().map(|person| person.0).collect(), Uuid::nil(), "ids"),
            Chosen::Members(group) => (Vec::new(), group.0, "group"),
            Chosen::Everybody => (Vec::new(), Uuid::nil(), "everybody"),
        };
        let (direct, policy) = match self.direct {
            DirectChange::Keep => ("keep", None),
            DirectChange::Set(policy) => ("set", Some(policy.0)),
            DirectChange::Remove => ("remove", None),
        };
        let rows = self
            .ranking
            .iter()
            .map(|row| (row.group.0, i64::from(row.rank), row.policy.0));
        Bound {
            ids: Ids(ids),
            group,
            which,
            ranking: ranking_json(rows),
            direct,
            policy,
            joins: self.joins.and_then(|group| {
                let joined = self.ranking.iter().find(|row| row.group == group);
                joined.map(|row| i64::from(row.rank))
            }),
            // No group has the nil identifier.
            leaves: self.leaves.map_or(Uuid::nil(), |group| group.0),
        }
    }
}

pub(super) fn source(code: &str) -> Result<SourceKind, StoreError> {
    SourceKind::from_code(code).ok_or_else(|| StoreError::Inconsistent {
        table: "assignment",
        problem: format!("the source `{code}`"),
    })
}

type MovesRow = (Uuid, String, Uuid, String, Option<Uuid>, bool, i64);

/// How many people go from what to what; those who stay are in it, with the same on both sides.
///
/// # Errors
/// [`StoreError`].
pub async fn moves(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
) -> Result<Vec<MovedPeople>, StoreError> {
    if let Some(shifts) = shifts(connection, tenant, wanted).await? {
        return Ok(shifts);
    }
    let bound = wanted.bound();
    let text = text_for(connection.engine(), MOVES);
    let rows = crate::fetch_all!(
        connection,
        MovesRow,
        text.clone(),
        tenant.0,
        bound.ids.clone(),
        bound.group,
        bound.which,
        bound.ranking.as_str(),
        bound.direct,
        bound.policy,
        bound.joins,
        bound.leaves,
        PolicyId::GLOBAL.0
    )?;
    rows.into_iter()
        .map(
            |(from, from_source, to, to_source, to_group, has_direct, people)| {
                Ok(MovedPeople {
                    people: u64::try_from(people).unwrap_or_default(),
                    from: (PolicyId(from), source(&from_source)?),
                    to: (PolicyId(to), source(&to_source)?),
                    to_group: to_group.map(GroupId),
                    has_direct,
                })
            },
        )
        .collect()
}
