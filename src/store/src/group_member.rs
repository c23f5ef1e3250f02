//! Who is a direct member of which group, and who was.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::group::Group;
use crate::person::{Person, Row as PersonRow};
use forecourt_model::{GroupId, PersonId, Revision, TenantId};
use uuid::Uuid;

crate::statements! {
    // Lists of people stand in `in`: as one side of a join, SQLite would go through the list for each person.
    // Only people of the directory become members, and nobody twice.
    ADD = "insert into group_member (tenant_id, group_id, person_id, revision)
           select p.tenant_id, $3, p.person_id, $4 from person p
           where p.tenant_id = $1 and p.person_id in (select c.person_id from {ids:2} c)
           on conflict (tenant_id, group_id, person_id) do nothing";
    // In the order of the list, which is the one of the key.
    ADD_NEW = "insert into group_member (tenant_id, group_id, person_id, revision)
               select $1, $3, c.person_id, $4 from {ids:2} c";
    // Somebody who joins and leaves in one change has not been a member.
    KEEP_PAST = "insert into group_member_past (tenant_id, person_id, group_id, from_revision, until_revision)
                 select m.tenant_id, m.person_id, m.group_id, m.revision, $4 from group_member m
                 where m.tenant_id = $1 and m.group_id = $3
                 and m.person_id in (select c.person_id from {ids:2} c) and m.revision < $4";
    REMOVE = "delete from group_member where tenant_id = $1 and group_id = $3
              and person_id in (select c.person_id from {ids:2} c)";
    IDS = "select person_id from group_member where tenant_id = $1 and group_id = $2 order by person_id";
    OF_PERSON = "select g.group_id, g.display_name, g.kind, g.mail, g.people, m.revision from group_member m
                 join directory_group g on g.tenant_id = m.tenant_id and g.group_id = m.group_id
                 where m.tenant_id = $1 and m.person_id = $2 order by g.display_name_folded, g.group_id";
    PEOPLE = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
              p.account_enabled, a.direct_policy_id, a.effective_policy_id, a.effective_source, a.effective_group_id,
              a.revision from group_member m cross join assignment a cross join person p
              where a.tenant_id = m.tenant_id and a.person_id = m.person_id
              and p.tenant_id = m.tenant_id and p.person_id = m.person_id and m.tenant_id = $1 and m.group_id = $2 and (a.display_name_folded, a.person_id) > ($3, $4)
              and ($5 = 'all' or ($5 = 'masked' and a.effective_group_id is distinct from $2)
                   or ($5 = 'direct' and a.direct_policy_id is not null))
              order by a.display_name_folded, a.person_id limit $6";
    COUNTS = "select a.effective_source, a.effective_group_id, count(*) from group_member m cross join assignment a
              where a.tenant_id = m.tenant_id and a.person_id = m.person_id and m.tenant_id = $1 and m.group_id = $2 group by a.effective_source, a.effective_group_id";
    // SQLite takes the tables of a cross join in their order: only members of groups with a policy are looked at.
    COUNTS_OF_RANKED = "select m.group_id, a.effective_source, a.effective_group_id, count(*) from group_assignment r
              cross join group_member m cross join assignment a
              where r.tenant_id = $1 and m.tenant_id = r.tenant_id and m.group_id = r.group_id
              and a.tenant_id = m.tenant_id and a.person_id = m.person_id
              group by m.group_id, a.effective_source, a.effective_group_id";
    AT = "select m.group_id from group_member m where m.tenant_id = $1 and m.person_id = $2 and m.revision <= $3
          union select t.group_id from group_member_past t where t.tenant_id = $1 and t.person_id = $2
          and t.from_revision <= $3 and t.until_revision > $3";
    SINCE = "select t.group_id, t.from_revision, t.until_revision from group_member_past t
             where t.tenant_id = $1 and t.person_id = $2
             union all select m.group_id, m.revision, cast(null as bigint) from group_member m
             where m.tenant_id = $1 and m.person_id = $2 order by 2 desc";
}

/// How many people one statement takes.
const PIECE: usize = 10_000;

fn pieces(people: &[PersonId]) -> impl Iterator<Item = Ids> {
    people
        .chunks(PIECE)
        .map(|piece| Ids(piece.iter().map(|person| person.0).collect()))
}

/// Makes people direct members as change `revision`. Returns how many had not been. People who are not in the
/// directory are left out.
///
/// # Errors
/// [`StoreError`].
pub async fn add(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    people: &[PersonId],
    revision: Revision,
) -> Result<u64, StoreError> {
    add_by(connection, ADD, tenant, group, people, revision).await
}

async fn add_by(
    connection: &mut Connection<'_>,
    statement: &'static str,
    tenant: TenantId,
    group: GroupId,
    people: &[PersonId],
    revision: Revision,
) -> Result<u64, StoreError> {
    let text = text_for(connection.engine(), statement);
    let mut added = 0;
    for ids in pieces(people) {
        added += crate::execute!(
            connection,
            text.clone(),
            tenant.0,
            ids.clone(),
            group.0,
            revision.0
        )?;
    }
    Ok(added)
}

/// The same for a group without members and people who were written in the same transaction, nobody twice: none of them
/// is looked up.
///
/// # Errors
/// [`StoreError`].
pub async fn add_new(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    people: &[PersonId],
    revision: Revision,
) -> Result<(), StoreError> {
    let mut people = people.to_vec();
    people.sort_unstable();
    add_by(connection, ADD_NEW, tenant, group, &people, revision).await?;
    Ok(())
}

/// Ends memberships as change `revision` and keeps that they were. Returns how many ended.
///
/// # Errors
/// [`StoreError`].
pub async fn remove(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    people: &[PersonId],
    revision: Revision,
) -> Result<u64, StoreError> {
    let engine = connection.engine();
    let (keep, end) = (text_for(engine, KEEP_PAST), text_for(engine, REMOVE));
    let mut removed = 0;
    for ids in pieces(people) {
        crate::execute!(
            connection,
            keep.clone(),
            tenant.0,
            ids.clone(),
            group.0,
            revision.0
        )?;
        removed += crate::execute!(connection, end.clone(), tenant.0, ids.clone(), group.0)?;
    }
    Ok(removed)
}

/// Every direct member, by identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn ids(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), IDS, tenant.0, group.0)?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

#[derive(sqlx::FromRow)]
struct GroupRow {
    group_id: Uuid,
    display_name: String,
    kind: String,
    mail: Option<String>,
    people: i64,
    revision: i64,
}

/// The groups that a person is a direct member of, by name. Their revision is that of the membership.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<Group>, StoreError> {
    let rows = crate::fetch_all!(connection, GroupRow, OF_PERSON, tenant.0, person.0)?;
    let group = |row: GroupRow| Group {
        id: GroupId(row.group_id),
        display_name: row.display_name,
        kind: row.kind,
        mail: row.mail,
        people: u64::try_from(row.people).unwrap_or_default(),
        revision: Revision(row.revision),
    };
    Ok(rows.into_iter().map(group).collect())
}

/// Which members of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those for whom the group's policy does not count.
    NotReached,
    /// Those with a direct assignment.
    WithDirect,
}

/// At most `limit` direct members, by name, after the place `after` (folded name and identifier).
///
/// # Errors
/// [`StoreError`].
pub async fn people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    which: Which,
    after: Option<(&str, PersonId)>,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    let which = match which {
        Which::All => "all",
        Which::NotReached => "masked",
        Which::WithDirect => "direct",
    };
    let (name, id) = after.map_or(("", Uuid::nil()), |(name, person)| (name, person.0));
    let rows = crate::fetch_all!(
        connection, PersonRow, PEOPLE, tenant.0, group.0, name, id, which, limit
    )?;
    rows.into_iter().map(Person::try_from).collect()
}

/// How many members get their policy from where: source, group, people.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
) -> Result<Vec<(String, Option<GroupId>, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, Option<Uuid>, i64), COUNTS, tenant.0, group.0)?;
    let count = |(source, group, people): (String, Option<Uuid>, i64)| {
        (
            source,
            group.map(GroupId),
            u64::try_from(people).unwrap_or_default(),
        )
    };
    Ok(rows.into_iter().map(count).collect())
}

/// The same as [`counts`] for every group with a policy: the group first.
///
/// # Errors
/// [`StoreError`].
pub async fn counts_of_ranked(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<(GroupId, String, Option<GroupId>, u64)>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, Option<Uuid>, i64),
        COUNTS_OF_RANKED,
        tenant.0
    )?;
    let count = |(of, source, group, people): (Uuid, String, Option<Uuid>, i64)| {
        let people = u64::try_from(people).unwrap_or_default();
        (GroupId(of), source, group.map(GroupId), people)
    };
    Ok(rows.into_iter().map(count).collect())
}

/// The groups that a person was a direct member of once change `at` was made.
///
/// # Errors
/// [`StoreError`].
pub async fn at(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    at: Revision,
) -> Result<Vec<GroupId>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), AT, tenant.0, person.0, at.0)?;
    Ok(rows.into_iter().map(|(group,)| GroupId(group)).collect())
}

/// A membership: the group, the change it began with, and the one it ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group: GroupId,
    /// The change that it began with.
    pub from: Revision,
    /// The change that ended it.
    pub until: Option<Revision>,
}

/// Every membership that a person has or had, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn history(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<Membership>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid, i64, Option<i64>), SINCE, tenant.0, person.0)?;
    let membership = |(group, from, until): (Uuid, i64, Option<i64>)| Membership {
        group: GroupId(group),
        from: Revision(from),
        until: until.map(Revision),
    };
    Ok(rows.into_iter().map(membership).collect())
}
