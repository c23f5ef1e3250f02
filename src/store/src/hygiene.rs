//! Assignments that do nothing, or stand in the way.
//!
//! Each question is asked from the side that has fewer rows: from the direct assignments of the policies in question
//! (found by the policy), or from the members of the groups that have a policy. Counts stop at a
//! limit, so that a page answers at once however many there are.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision, TenantId};
use uuid::Uuid;

macro_rules! counted {
    ($inner:expr) => {
        concat!("select count(*) from (", $inner, ") found")
    };
}

// What a group would give is the policy that is assigned already. From the direct assignments.
macro_rules! redundant_by_direct {
    ($limit:literal) => {
        concat!(
            "select a.person_id from {held in:a} where a.tenant_id = $1 and a.effective_source = 'direct'
             and a.effective_policy_id in (select h.policy_id from group_assignment h where h.tenant_id = $1)
             and a.effective_policy_id = (select b.policy_id from group_member n cross join group_assignment b
               where n.tenant_id = $1 and n.person_id = a.person_id and b.tenant_id = $1 and b.group_id = n.group_id
               order by b.rank limit 1) ",
            $limit
        )
    };
}

// The same from the members of groups. SQLite takes a cross join in the order in which it is written; PostgreSQL
// chooses for itself.
macro_rules! redundant_by_group {
    ($limit:literal) => {
        concat!(
            "select a.person_id from group_assignment held cross join group_member m cross join assignment a
             where held.tenant_id = $1 and m.tenant_id = $1 and m.group_id = held.group_id
             and a.tenant_id = $1 and a.person_id = m.person_id and a.direct_policy_id = held.policy_id
             and not exists (select 1 from group_member n cross join group_assignment b
               where n.tenant_id = $1 and n.person_id = a.person_id and b.tenant_id = $1 and b.group_id = n.group_id
               and b.rank < held.rank) ",
            $limit
        )
    };
}

// A direct assignment of policy $2 hides what a group would give.
macro_rules! masking_by_direct {
    ($limit:literal) => {
        concat!(
            "select a.person_id from {held in:a}
             where a.tenant_id = $1 and a.effective_policy_id = $2 and a.effective_source = 'direct'
             and exists (select 1 from group_member m
               join group_assignment b on b.tenant_id = m.tenant_id and b.group_id = m.group_id
               where m.tenant_id = $1 and m.person_id = a.person_id and b.policy_id <> $2) ",
            $limit
        )
    };
}

macro_rules! masking_by_group {
    ($limit:literal) => {
        concat!(
            "select distinct m.person_id from group_assignment b cross join group_member m cross join assignment a
             where b.tenant_id = $1 and b.policy_id <> $2 and m.tenant_id = $1 and m.group_id = b.group_id
             and a.tenant_id = $1 and a.person_id = m.person_id and a.direct_policy_id = $2 ",
            $limit
        )
    };
}

macro_rules! disabled {
    ($limit:literal) => {
        concat!(
            "select p.person_id from person p
             join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id
               and a.direct_policy_id is not null
             where p.tenant_id = $1 and not p.account_enabled ",
            $limit
        )
    };
}

macro_rules! direct_of {
    ($limit:literal) => {
        concat!(
            "select a.person_id from {held in:a}
             where a.tenant_id = $1 and a.effective_policy_id = $2 and a.effective_source = 'direct' ",
            $limit
        )
    };
}

crate::statements! {
    COUNT_REDUNDANT_BY_DIRECT = counted!(redundant_by_direct!("limit $2"));
    COUNT_REDUNDANT_BY_GROUP = counted!(redundant_by_group!("limit $2"));
    REDUNDANT_BY_DIRECT = redundant_by_direct!("");
    REDUNDANT_BY_GROUP = redundant_by_group!("");
    COUNT_MASKING_BY_DIRECT = counted!(masking_by_direct!("limit $3"));
    COUNT_MASKING_BY_GROUP = counted!(masking_by_group!("limit $3"));
    MASKING_BY_DIRECT = masking_by_direct!("");
    MASKING_BY_GROUP = masking_by_group!("");
    COUNT_DISABLED = counted!(disabled!("limit $2"));
    DISABLED = disabled!("");
    DIRECT_OF = direct_of!("");
    REACHES_NOBODY = "select b.group_id from group_assignment b
        join directory_group g on g.tenant_id = b.tenant_id and g.group_id = b.group_id and g.people > 0
        where b.tenant_id = $1 and not exists (
          select 1 from group_member m
          join assignment a on a.tenant_id = m.tenant_id and a.person_id = m.person_id
            and a.effective_group_id = b.group_id
          where m.tenant_id = $1 and m.group_id = b.group_id) order by b.rank";
    NOTE = "insert into change_person (tenant_id, revision, person_id, policy_before, policy_after)
        select a.tenant_id, $3, a.person_id, a.direct_policy_id, $4 from {ids:2} c
        {in order} assignment a on a.tenant_id = $1 and a.person_id = c.person_id";
}

/// From which side a question about groups is asked: the one with fewer rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the direct assignments.
    Direct,
    /// From the members of groups.
    Groups,
}

/// People whose direct assignment does nothing, or stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Superfluous {
    /// What their groups give is the same policy.
    Redundant(Side),
    /// A direct assignment of this policy hides what their groups give.
    Masking(PolicyId, Side),
    /// They cannot sign in.
    Disabled,
    /// Everybody who has this policy directly.
    Of(PolicyId),
}

/// How many they are, `limit` at most.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    which: Superfluous,
    limit: i64,
) -> Result<u64, StoreError> {
    let engine = connection.engine();
    let text = |statement| text_for(engine, statement);
    let row = match which {
        Superfluous::Redundant(Side::Direct) => crate::fetch_optional!(
            connection,
            (i64,),
            text(COUNT_REDUNDANT_BY_DIRECT),
            tenant.0,
            limit
        )?,
        Superfluous::Redundant(Side::Groups) => {
            crate::fetch_optional!(connection, (i64,), COUNT_REDUNDANT_BY_GROUP, tenant.0, limit)?
        }
        Superfluous::Masking(policy, Side::Direct) => crate::fetch_optional!(
            connection,
            (i64,),
            text(COUNT_MASKING_BY_DIRECT),
            tenant.0,
            policy.0,
            limit
        )?,
        Superfluous::Masking(policy, Side::Groups) => crate::fetch_optional!(
            connection,
            (i64,),
            COUNT_MASKING_BY_GROUP,
            tenant.0,
            policy.0,
            limit
        )?,
        Superfluous::Disabled => crate::fetch_optional!(connection, (i64,), COUNT_DISABLED, tenant.0, limit)?,
        Superfluous::Of(policy) => {
            let all = people(connection, tenant, Superfluous::Of(policy)).await?.len();
            return Ok(u64::try_from(all).unwrap_or_default());
        }
    };
    Ok(row.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default()))
}

/// Who they are, all of them, in no order.
///
/// # Errors
/// [`StoreError`].
pub async fn people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    which: Superfluous,
) -> Result<Vec<PersonId>, StoreError> {
    let engine = connection.engine();
    let text = |statement| text_for(engine, statement);
    let rows = match which {
        Superfluous::Redundant(Side::Direct) => {
            crate::fetch_all!(connection, (Uuid,), text(REDUNDANT_BY_DIRECT), tenant.0)?
        }
        Superfluous::Redundant(Side::Groups) => {
            crate::fetch_all!(connection, (Uuid,), REDUNDANT_BY_GROUP, tenant.0)?
        }
        Superfluous::Masking(policy, Side::Direct) => {
            crate::fetch_all!(connection, (Uuid,), text(MASKING_BY_DIRECT), tenant.0, policy.0)?
        }
        Superfluous::Masking(policy, Side::Groups) => {
            crate::fetch_all!(connection, (Uuid,), MASKING_BY_GROUP, tenant.0, policy.0)?
        }
        Superfluous::Disabled => crate::fetch_all!(connection, (Uuid,), DISABLED, tenant.0)?,
        Superfluous::Of(policy) => {
            crate::fetch_all!(connection, (Uuid,), text(DIRECT_OF), tenant.0, policy.0)?
        }
    };
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// The groups that have a policy and members, none of whom gets it from there, best rank first.
///
/// # Errors
/// [`StoreError`].
pub async fn reaching_nobody(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<GroupId>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), REACHES_NOBODY, tenant.0)?;
    Ok(rows.into_iter().map(|(group,)| GroupId(group)).collect())
}

/// Notes that change `revision` is about to give people the direct assignment `after`, or none.
///
/// # Errors
/// [`StoreError`].
pub async fn note(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    after: Option<PolicyId>,
    revision: Revision,
) -> Result<(), StoreError> {
    let text = text_for(connection.engine(), NOTE);
    for piece in people.chunks(10_000) {
        let ids = Ids(piece.iter().map(|person| person.0).collect());
        let after = after.map(|policy| policy.0);
        crate::execute!(connection, text.clone(), tenant.0, ids.clone(), revision.0, after)?;
    }
    Ok(())
}
