//! Looking back: which change was the last at a moment, and what counted for somebody then.

use crate::change::{Change, Row, changes_of_person};
use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::{GroupId, PersonId, PolicyId, Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

/// The columns of a change, for [`Row`].
macro_rules! select_change {
    ($rest:literal) => {
        concat!(
            "select c.revision, c.change_id, c.occurred_at, c.actor_id, c.actor_name, c.action, c.target_kind,
             c.target_id, c.target_name, c.detail, c.reason, c.undoes, c.undone_by, c.request_id from change c ",
            $rest
        )
    };
}

crate::statements! {
    LAST_AT = select_change!("where c.tenant_id = $1 and c.occurred_at <= $2 order by c.revision desc limit 1");
    // A part stands for its whole, once that is written.
    WHOLE = select_change!("join change p on p.tenant_id = c.tenant_id where c.tenant_id = $1 and p.revision = $2
             and c.revision = coalesce((select w.revision from change w where w.tenant_id = p.tenant_id
                                        and w.revision = p.part_of), p.revision)");
    OF_TARGET_AFTER = select_change!("where c.tenant_id = $1 and c.target_kind = $2 and c.target_id = $3
             and c.revision > $4 and c.part_of is null order by c.revision limit $5");
    // Also from the names that the thing got later, when it had none yet.
    NAME = "select target_name from change where tenant_id = $1 and target_kind = $2 and target_id = $3
            order by case when revision <= $4 then 0 else 1 end, abs($4 - revision) limit 1";
    DIRECT_UP_TO = concat!("select h.revision, h.policy_after from ", changes_of_person!("$2"),
                    " h where h.revision <= $3 order by h.revision desc limit 1");
    DIRECT_AFTER = concat!("select h.policy_before from ", changes_of_person!("$2"),
                    " h where h.revision > $3 order by h.revision limit 1");
    MEMBER_SINCE = "select m.revision from group_member m where m.tenant_id = $1 and m.person_id = $2
                    and m.group_id = $3 and m.revision <= $4
                    union select t.from_revision from group_member_past t where t.tenant_id = $1 and t.person_id = $2
                    and t.group_id = $3 and t.from_revision <= $4 and t.until_revision > $4";
    // Whose membership began or ended with a change, and since when they are members now.
    BEGAN = "select b.person_id, m.revision from (
               select person_id from group_member where tenant_id = $1 and group_id = $2 and revision = $3
               union select person_id from group_member_past
               where tenant_id = $1 and group_id = $2 and from_revision = $3) b
             left join group_member m on m.tenant_id = $1 and m.group_id = $2 and m.person_id = b.person_id
             order by b.person_id";
    ENDED = "select t.person_id, m.revision, p.person_id is not null from group_member_past t
             left join group_member m on m.tenant_id = t.tenant_id and m.group_id = t.group_id
               and m.person_id = t.person_id
             left join person p on p.tenant_id = t.tenant_id and p.person_id = t.person_id
             where t.tenant_id = $1 and t.group_id = $2 and t.until_revision = $3 order by t.person_id";
    MEMBERS_AMONG = "select m.person_id from group_member m where m.tenant_id = $1
                     and m.person_id in (select c.person_id from {ids:2} c) order by m.person_id";
    // An organization that began with versions has one of the rollout from its first change on, and everything is
    // known. Otherwise: from the last change before versions were kept, which is the newest of the first version of
    // each thing that was there before, and of the deletions that left none. Imports from before versions were kept
    // do not say whether they added a policy or changed it; they count as if they had changed it.
    KNOWN_FROM = "select case when exists (select 1 from version v where v.tenant_id = $1 and v.kind = 'rollout'
                      and v.revision = (select min(c.revision) from change c where c.tenant_id = $1))
                    then cast(0 as bigint)
                    else (select max(k.revision) from (
                      select min(v.revision) as revision from version v where v.tenant_id = $1 and v.kind = 'settings'
                      union all
                      select f.revision from (select v.item, min(v.revision) as revision from version v
                          where v.tenant_id = $1 and v.kind = 'policy' group by v.item) f
                        join change c on c.tenant_id = $1 and c.revision = f.revision
                        where c.action in ('policy.changed', 'policy.reset')
                        or (c.action = 'configuration.imported' and c.detail like '%\"before\":null,\"after\":null_')
                      union all
                      select c.revision from change c where c.tenant_id = $1 and c.action = 'policy.deleted'
                        and not exists (select 1 from version v where v.tenant_id = $1 and v.kind = 'policy'
                                        and v.item = c.target_id and v.revision = c.revision)) k) end";
}

/// The last change that had been made at `moment`, in the order of their numbers.
///
/// # Errors
/// [`StoreError`].
pub async fn last_at(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    moment: OffsetDateTime,
) -> Result<Option<Change>, StoreError> {
    crate::fetch_optional!(connection, Row, LAST_AT, tenant.0, to_micros(moment))?
        .map(Change::try_from)
        .transpose()
}

/// The change with this number; when it is a part of a change over many people, that one.
///
/// # Errors
/// [`StoreError`].
pub async fn whole(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Option<Change>, StoreError> {
    crate::fetch_optional!(connection, Row, WHOLE, tenant.0, revision.0)?
        .map(Change::try_from)
        .transpose()
}

/// At most `limit` changes of one thing after change `after`, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_target_after(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (kind, id): (&str, &str),
    after: Revision,
    limit: i64,
) -> Result<Vec<Change>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        Row,
        OF_TARGET_AFTER,
        tenant.0,
        kind,
        id,
        after.0,
        limit
    )?;
    rows.into_iter().map(Change::try_from).collect()
}

/// What a thing was called once change `at` was made, as far as changes name it.
///
/// # Errors
/// [`StoreError`].
pub async fn name(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (kind, id): (&str, &str),
    at: Revision,
) -> Result<Option<String>, StoreError> {
    let row = crate::fetch_optional!(connection, (String,), NAME, tenant.0, kind, id, at.0)?;
    Ok(row.map(|(name,)| name))
}

/// A direct assignment of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectThen {
    /// The policy; `None`: none was assigned.
    pub policy: Option<PolicyId>,
    /// The change, or part of one, that made it so; `None` when it had never been changed until then.
    pub since: Option<Revision>,
}

/// The direct assignment of a person once change `at` was made; `None` when no change tells, so that what is stored
/// now has been so all along.
///
/// # Errors
/// [`StoreError`].
pub async fn direct(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: PersonId,
    at: Revision,
) -> Result<Option<DirectThen>, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (i64, Option<Uuid>),
        DIRECT_UP_TO,
        tenant.0,
        person.0,
        at.0
    )?;
    if let Some((revision, policy)) = row {
        return Ok(Some(DirectThen {
            policy: policy.map(PolicyId),
            since: Some(Revision(revision)),
        }));
    }
    let row = crate::fetch_optional!(
        connection,
        (Option<Uuid>,),
        DIRECT_AFTER,
        tenant.0,
        person.0,
        at.0
    )?;
    Ok(row.map(|(policy,)| DirectThen {
        policy: policy.map(PolicyId),
        since: None,
    }))
}

/// The change that a membership of the past began with; `None` when the person was no direct member once change `at`
/// was made.
///
/// # Errors
/// [`StoreError`].
pub async fn member_since(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (person, group): (PersonId, GroupId),
    at: Revision,
) -> Result<Option<Revision>, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (i64,),
        MEMBER_SINCE,
        tenant.0,
        person.0,
        group.0,
        at.0
    )?;
    Ok(row.map(|(revision,)| Revision(revision)))
}

/// The people whose membership of a group began with a change, and the change since which each is a member now; `None`
/// for those who are none any more.
///
/// # Errors
/// [`StoreError`].
pub async fn began(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    revision: Revision,
) -> Result<Vec<(PersonId, Option<Revision>)>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Uuid, Option<i64>),
        BEGAN,
        tenant.0,
        group.0,
        revision.0
    )?;
    let member = |(person, since): (Uuid, Option<i64>)| (PersonId(person), since.map(Revision));
    Ok(rows.into_iter().map(member).collect())
}

/// Somebody whose membership ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastMember {
    /// Who.
    pub person: PersonId,
    /// The change since which they are a member again.
    pub since: Option<Revision>,
    /// Whether they are in the directory.
    pub in_directory: bool,
}

/// The people whose membership of a group ended with a change.
///
/// # Errors
/// [`StoreError`].
pub async fn ended(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    group: GroupId,
    revision: Revision,
) -> Result<Vec<PastMember>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Uuid, Option<i64>, bool),
        ENDED,
        tenant.0,
        group.0,
        revision.0
    )?;
    let member = |(person, since, in_directory): (Uuid, Option<i64>, bool)| PastMember {
        person: PersonId(person),
        since: since.map(Revision),
        in_directory,
    };
    Ok(rows.into_iter().map(member).collect())
}

/// Those of `people` who are direct members of any group; once for each group.
///
/// # Errors
/// [`StoreError`].
pub async fn members_among(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
) -> Result<Vec<PersonId>, StoreError> {
    let text = text_for(connection.engine(), MEMBERS_AMONG);
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let rows = crate::fetch_all!(connection, (Uuid,), text.clone(), tenant.0, ids.clone())?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// The first change from which on settings and policies are known as each change left them.
///
/// # Errors
/// [`StoreError`].
pub async fn known_from(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Revision, StoreError> {
    let row = crate::fetch_optional!(connection, (Option<i64>,), KNOWN_FROM, tenant.0)?;
    Ok(Revision(row.and_then(|(revision,)| revision).unwrap_or_default()))
}
