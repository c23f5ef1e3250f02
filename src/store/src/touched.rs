//! The people whose direct assignment a change touched, with all its parts: for showing them, and for putting back
//! what they had, however many they are.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PersonId, PolicyId, Revision, TenantId};
use uuid::Uuid;

/// `$1` the organization, `$2` the change.
macro_rules! touched {
    ($rest:literal) => {
        concat!(
            "with touched as (select cp.person_id, cp.policy_before, cp.policy_after from change_person cp
               where cp.tenant_id = $1 and cp.revision in (select t.revision from change t
                 where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2))) ",
            $rest
        )
    };
}

/// The same, but for those to whom an undo that was cancelled gave back what they had: they have no more to do with the
/// change, unless they were given again what it gave them.
macro_rules! of_those_left {
    () => {
        "with undone as (select up.person_id from change w cross join change t cross join change_person up
           left join assignment a on a.tenant_id = $1 and a.person_id = up.person_id
           where w.tenant_id = $1 and w.undoes = $2 and t.tenant_id = $1
           and (t.revision = w.revision or t.part_of = w.revision) and up.tenant_id = $1 and up.revision = t.revision
           and (a.person_id is null or a.direct_policy_id is distinct from up.policy_before)),
         touched as (select cp.person_id, cp.policy_before, cp.policy_after from change_person cp
           left join undone u on u.person_id = cp.person_id
           where cp.tenant_id = $1 and u.person_id is null and cp.revision in (select t.revision from change t
             where t.tenant_id = $1 and (t.revision = $2 or t.part_of = $2)))"
    };
    ($rest:literal) => {
        concat!(of_those_left!(), " ", $rest)
    };
}
pub(crate) use of_those_left;

macro_rules! summary {
    ($touched:ident) => {
        $touched!(
            "select t.policy_before, t.policy_after, count(*),
            count(*) filter (where a.person_id is null),
            count(*) filter (where a.person_id is not null and a.direct_policy_id is distinct from t.policy_after)
            from touched t left join assignment a on a.tenant_id = $1 and a.person_id = t.person_id
            group by t.policy_before, t.policy_after order by count(*) desc, t.policy_before, t.policy_after"
        )
    };
}

macro_rules! people {
    ($touched:ident) => {
        $touched!(
            "select t.person_id, p.display_name, p.user_principal_name, t.policy_before, t.policy_after
            from touched t left join person p on p.tenant_id = $1 and p.person_id = t.person_id
            where t.person_id > $3 order by t.person_id limit $4"
        )
    };
}

// What counts for everybody touched once they have again what they had before the change. $3: Global.
macro_rules! restored {
    ($rest:literal) => {
        concat!(
            of_those_left!(),
            ", best as (select m.person_id, min(g.rank) as rank from touched t cross join group_member m cross join group_assignment g
               where m.tenant_id = $1 and m.person_id = t.person_id
               and g.tenant_id = $1 and g.group_id = m.group_id and t.policy_before is null group by m.person_id),
             restored as (select t.person_id, t.policy_before,
                 case when t.policy_before is null then g.group_id end as group_id,
                 coalesce(t.policy_before, g.policy_id, $3) as policy_id,
                 case when t.policy_before is not null then 'direct'
                      when g.policy_id is not null then 'group' else 'global' end as source
               from touched t left join best b on b.person_id = t.person_id
               left join group_assignment g on g.tenant_id = $1 and g.rank = b.rank) ",
            $rest
        )
    };
}

crate::statements! {
    SUMMARY = summary!(touched);
    LEFT = summary!(of_those_left);
    CHANGED_AGAIN = of_those_left!("select a.person_id from touched t cross join assignment a
            where a.tenant_id = $1 and a.person_id = t.person_id and a.direct_policy_id is distinct from t.policy_after
            order by a.display_name_folded, a.person_id limit $3");
    PEOPLE = people!(touched);
    PEOPLE_LEFT = people!(of_those_left);
    HOLDING_BESIDES = touched!("select a.person_id from {held in:a} where a.tenant_id = $1
            and a.effective_policy_id = $3
            and not exists (select 1 from touched t where t.person_id = a.person_id and t.policy_after = $3)
            order by a.display_name_folded, a.person_id limit $4");
    // What no row of the change tells: a policy that it did not assign, an end for one that it did, and identities. Phone
    // numbers it may have given itself, and whoever wrote them last may have written the same.
    GOT_SINCE = "select a.person_id, cast(null as bigint) from {ids:3} c {in order} assignment a on a.tenant_id = $1
              and a.person_id = c.person_id where a.direct_policy_id is not null and not exists (
                select 1 from change_person cp where cp.tenant_id = $1 and cp.revision = $2 and cp.person_id = a.person_id)
            union all select e.person_id, e.revision from {ids:3} c {in order} assignment_exception e on e.tenant_id = $1
              and e.person_id = c.person_id where e.revision <> $2 and exists (select 1 from assignment a
                where a.tenant_id = $1 and a.person_id = e.person_id and a.direct_policy_id = e.policy_id
                and a.direct_revision = e.revision)
            union all select i.person_id, i.revision from {ids:3} c {in order} identity i on i.tenant_id = $1
              and i.person_id = c.person_id where i.revision <> $2 and i.kind <> 'phone'";
    MOVES = restored!("select a.effective_policy_id, a.effective_source, r.policy_id, r.source, count(*)
            from restored r cross join assignment a where a.tenant_id = $1 and a.person_id = r.person_id
            group by a.effective_policy_id, a.effective_source, r.policy_id, r.source");
    PUT_BACK = restored!("update assignment set direct_policy_id = r.policy_before,
            direct_revision = case when r.policy_before is not null then cast($4 as bigint) end,
            effective_policy_id = r.policy_id, effective_source = r.source, effective_group_id = r.group_id,
            revision = $4
            from restored r where assignment.tenant_id = $1 and assignment.person_id = r.person_id");
    KEEP = of_those_left!("insert into change_person (tenant_id, revision, person_id, policy_before, policy_after)
            select $1, $3, t.person_id, t.policy_after, t.policy_before from touched t");
}

/// People whose direct assignment went from the same to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TouchedPeople {
    /// The direct assignment before the change.
    pub before: Option<PolicyId>,
    /// The direct assignment after it.
    pub after: Option<PolicyId>,
    /// How many people.
    pub people: u64,
    /// How many of them are not in the directory any more.
    pub gone: u64,
    /// How many of them have another direct assignment by now.
    pub changed_again: u64,
}

/// Somebody whose direct assignment a change touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedPerson {
    /// Who.
    pub person: PersonId,
    /// The name to show, and the sign-in name; `None` for somebody who is not in the directory any more.
    pub name: Option<(String, String)>,
    /// The direct assignment before the change.
    pub before: Option<PolicyId>,
    /// The direct assignment after it.
    pub after: Option<PolicyId>,
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// How many people change `revision` touched, by what they had before and after.
///
/// # Errors
/// [`StoreError`].
pub async fn summary(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<TouchedPeople>, StoreError> {
    counted(connection, SUMMARY, tenant, revision).await
}

/// The same without those to whom an undo that was cancelled gave back what they had: whom taking the change back
/// concerns.
///
/// # Errors
/// [`StoreError`].
pub async fn left(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<TouchedPeople>, StoreError> {
    counted(connection, LEFT, tenant, revision).await
}

async fn counted(
    connection: &mut Connection<'_>,
    statement: &'static str,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<TouchedPeople>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Option<Uuid>, Option<Uuid>, i64, i64, i64),
        statement,
        tenant.0,
        revision.0
    )?;
    let group =
        |(before, after, people, gone, again): (Option<Uuid>, Option<Uuid>, i64, i64, i64)| TouchedPeople {
            before: before.map(PolicyId),
            after: after.map(PolicyId),
            people: count(people),
            gone: count(gone),
            changed_again: count(again),
        };
    Ok(rows.into_iter().map(group).collect())
}

/// At most `limit` people whose direct assignment is not any more what change `revision` made it, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn changed_again(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    limit: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid,), CHANGED_AGAIN, tenant.0, revision.0, limit)?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// At most `limit` people who have a policy although change `revision` did not give it to them, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn holding_besides(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    policy: PolicyId,
    limit: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let text = text_for(connection.engine(), HOLDING_BESIDES);
    let rows = crate::fetch_all!(connection, (Uuid,), text, tenant.0, revision.0, policy.0, limit)?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

/// Which of `people`, whom change `revision` added, were given a direct assignment, an end of it or identities other than
/// phone numbers by anything but that change, and by which change, where that is stored with it.
///
/// # Errors
/// [`StoreError`].
pub async fn got_since(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    people: &[PersonId],
) -> Result<Vec<(PersonId, Option<Revision>)>, StoreError> {
    let text = text_for(connection.engine(), GOT_SINCE);
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let rows = crate::fetch_all!(
        connection,
        (Uuid, Option<i64>),
        text.clone(),
        tenant.0,
        revision.0,
        ids.clone()
    )?;
    let got = |(person, by): (Uuid, Option<i64>)| (PersonId(person), by.map(Revision));
    Ok(rows.into_iter().map(got).collect())
}

/// At most `limit` people whom change `revision` touched, by identifier, after the person `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<TouchedPerson>, StoreError> {
    listed(connection, PEOPLE, tenant, revision, after, limit).await
}

/// At most `limit` of those whom taking change `revision` back concerns, by identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn people_left(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
    limit: i64,
) -> Result<Vec<TouchedPerson>, StoreError> {
    listed(connection, PEOPLE_LEFT, tenant, revision, None, limit).await
}

async fn listed(
    connection: &mut Connection<'_>,
    statement: &'static str,
    tenant: TenantId,
    revision: Revision,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<TouchedPerson>, StoreError> {
    type PersonRow = (Uuid, Option<String>, Option<String>, Option<Uuid>, Option<Uuid>);
    let after = after.map_or(Uuid::nil(), |person| person.0);
    let rows = crate::fetch_all!(
        connection, PersonRow, statement, tenant.0, revision.0, after, limit
    )?;
    let person = |(person, display, address, before, after): PersonRow| TouchedPerson {
        person: PersonId(person),
        name: address.map(|address| {
            let display = display.filter(|display| !display.trim().is_empty());
            (display.unwrap_or_else(|| address.clone()), address)
        }),
        before: before.map(PolicyId),
        after: after.map(PolicyId),
    };
    Ok(rows.into_iter().map(person).collect())
}

/// People who go from one effective policy to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// How many.
    pub people: u64,
    /// Effective policy and its source now.
    pub from: (PolicyId, SourceKind),
    /// Effective policy and its source once they have again what they had before the change.
    pub to: (PolicyId, SourceKind),
}

/// What [`put_back`] would do.
///
/// # Errors
/// [`StoreError`].
pub async fn moves(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<PutBack>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, Uuid, String, i64),
        MOVES,
        tenant.0,
        revision.0,
        PolicyId::GLOBAL.0
    )?;
    let source = |code: &str| {
        SourceKind::from_code(code).ok_or_else(|| StoreError::Inconsistent {
            table: "assignment",
            problem: format!("the source `{code}`"),
        })
    };
    rows.into_iter()
        .map(|(from, from_source, to, to_source, people)| {
            Ok(PutBack {
                people: count(people),
                from: (PolicyId(from), source(&from_source)?),
                to: (PolicyId(to), source(&to_source)?),
            })
        })
        .collect()
}

/// Gives everybody whom change `undone` touched the direct assignment that they had before it, as change `revision`,
/// writes what is effective then, and notes whom `revision` touched. Returns how many people it touched.
///
/// # Errors
/// [`StoreError`].
pub async fn put_back(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    undone: Revision,
    revision: Revision,
) -> Result<u64, StoreError> {
    // First: whom it touches shows in what they have.
    crate::execute!(connection, KEEP, tenant.0, undone.0, revision.0)?;
    crate::execute!(
        connection,
        PUT_BACK,
        tenant.0,
        undone.0,
        PolicyId::GLOBAL.0,
        revision.0
    )
}
