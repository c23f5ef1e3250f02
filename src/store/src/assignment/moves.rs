//! What another ranking, other direct assignments or other memberships would do, without doing it.

use crate::database::Connection;
use crate::dialect::{Ids, ranking_json, text_for};
use crate::error::StoreError;
use forecourt_model::access::{GroupAssignment, SourceKind};
use forecourt_model::{GroupId, PersonId, PolicyId, TenantId};
use uuid::Uuid;

// $2: the people when they are named; $3: the group whose members they are; $4: which of the two, or everybody.
// $5: the ranking. $6: what happens to direct assignments ('keep', 'set', 'remove'); $7: the policy that is set.
// $8: a group that everybody chosen joins; $9: one that they leave. $10: Global.
macro_rules! with_moves {
    ($columns:literal, $tail:literal) => {
        concat!(
            "with chosen as materialized (select d.person_id from {ids:2} d where $4 = 'ids'
               union all select m.person_id from group_member m where $4 = 'group' and m.tenant_id = $1 and m.group_id = $3
               union all select e.person_id from assignment e where $4 = 'everybody' and e.tenant_id = $1),
             ranking as materialized (select * from {ranking:5} r),
             best as materialized (select n.person_id, min(n.rank) as rank from (
                 select m.person_id, r.rank from chosen c
                 join group_member m on m.tenant_id = $1 and m.person_id = c.person_id and m.group_id <> $9
                 join ranking r on r.group_id = m.group_id
                 union all select c.person_id, r.rank from chosen c join ranking r on r.group_id = $8) n
               group by n.person_id),
             moved as (select a.person_id, a.display_name_folded, a.direct_policy_id,
                 a.effective_policy_id as from_policy, a.effective_source as from_source,
                 a.effective_group_id as from_group,
                 case when $6 = 'set' then 'direct'
                      when $6 = 'keep' and a.direct_policy_id is not null then 'direct'
                      when r.policy_id is not null then 'group' else 'global' end as to_source,
                 case when $6 = 'set' then $7
                      when $6 = 'keep' and a.direct_policy_id is not null then a.direct_policy_id
                      else coalesce(r.policy_id, $10) end as to_policy,
                 case when $6 = 'set' or ($6 = 'keep' and a.direct_policy_id is not null) then null
                      else r.group_id end as to_group
               from chosen c join assignment a on a.tenant_id = $1 and a.person_id = c.person_id
               left join best b on b.person_id = a.person_id
               left join ranking r on r.rank = b.rank)
             select ", $columns, " from moved ", $tail)
    };
}

pub(super) const MOVES: &str = with_moves!(
    "from_policy, from_source, to_policy, to_source, to_group, direct_policy_id is not null as has_direct, count(*)",
    "group by from_policy, from_source, to_policy, to_source, to_group, direct_policy_id is not null"
);

pub(super) const MOVED_PEOPLE: &str = with_moves!(
    "person_id, display_name_folded, from_policy, from_source, to_policy, to_source",
    "where (display_name_folded, person_id) > ($11, $12)
     and (from_policy <> to_policy or from_source <> to_source or from_group is distinct from to_group)
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

struct Bound {
    ids: Ids,
    group: Uuid,
    which: &'static str,
    ranking: String,
    direct: &'static str,
    policy: Option<Uuid>,
    joins: Uuid,
    leaves: Uuid,
}

impl Moves {
    fn bound(&self) -> Bound {
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
            // No group has the nil identifier.
            joins: self.joins.map_or(Uuid::nil(), |group| group.0),
            leaves: self.leaves.map_or(Uuid::nil(), |group| group.0),
        }
    }
}

fn source(code: &str) -> Result<SourceKind, StoreError> {
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

/// At most `limit` people for whom something else would count, by name, after the person `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn moved_people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
    after: Option<&MovedPerson>,
    limit: i64,
) -> Result<Vec<MovedPerson>, StoreError> {
    let bound = wanted.bound();
    let text = text_for(connection.engine(), MOVED_PEOPLE);
    let name = after.map_or("", |person| person.display_name_folded.as_str());
    let id = after.map_or(Uuid::nil(), |person| person.person.0);
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, Uuid, String, Uuid, String),
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
        PolicyId::GLOBAL.0,
        name,
        id,
        limit
    )?;
    rows.into_iter()
        .map(
            |(person, display_name_folded, from, from_source, to, to_source)| {
                Ok(MovedPerson {
                    person: PersonId(person),
                    display_name_folded,
                    from: (PolicyId(from), source(&from_source)?),
                    to: (PolicyId(to), source(&to_source)?),
                })
            },
        )
        .collect()
}
