//! What becomes of exceptions when assignments change.

use crate::database::Connection;
use crate::dialect::{Ids, text_for};
use crate::error::StoreError;
use crate::moment::to_micros;
use crate::touched;
use forecourt_model::{PersonId, Revision, TenantId};
use time::OffsetDateTime;

/// How many people one statement takes.
pub(super) const PIECE: usize = 10_000;

/// Up to how many people their exceptions are looked up one by one. Exceptions are fewer than people, so beyond this
/// all of them are gone through instead.
const FEW: usize = 200;

pub(super) const ANY: &str = "select 1 from assignment_exception where tenant_id = $1 limit 1";

macro_rules! keep_past {
    ($which:expr) => {
        concat!(
            "insert into assignment_exception_past (tenant_id, until_revision, person_id, policy_id, reason, owner,
             owner_folded, expires_at, previous_policy_id, made_at, made_by)
             select e.tenant_id, $2, e.person_id, e.policy_id, e.reason, e.owner, e.owner_folded, e.expires_at,
             e.previous_policy_id, e.made_at, e.made_by from assignment_exception e ", $which,
            " on conflict (tenant_id, until_revision, person_id) do nothing")
    };
}

// What another policy has taken the place of.
macro_rules! replaced {
    ($people:literal) => {
        concat!(
            "where e.tenant_id = $1 ",
            $people,
            " and exists (select 1 from assignment a
             where a.tenant_id = e.tenant_id and a.person_id = e.person_id
             and a.direct_policy_id is distinct from e.policy_id)"
        )
    };
}

macro_rules! drop_replaced {
    ($people:literal) => {
        concat!(
            "delete from assignment_exception where tenant_id = $1 and person_id in (
             select e.person_id from assignment_exception e ",
            replaced!($people),
            ")"
        )
    };
}

macro_rules! renew {
    ($people:literal) => {
        concat!(
            "update assignment_exception set revision = $2 where tenant_id = $1 and revision <> $2 ", $people,
            " and exists (select 1 from assignment a
             where a.tenant_id = assignment_exception.tenant_id and a.person_id = assignment_exception.person_id
             and a.direct_policy_id = assignment_exception.policy_id and a.direct_revision = $2)")
    };
}

pub(super) const KEEP_ALL: &str = keep_past!(replaced!(""));
pub(super) const DROP_ALL: &str = drop_replaced!("");
pub(super) const RENEW_ALL: &str = renew!("");
pub(super) const KEEP_THESE: &str = keep_past!(replaced!(
    "and e.person_id in (select c.person_id from {ids:3} c)"
));
pub(super) const DROP_THESE: &str = drop_replaced!("and e.person_id in (select c.person_id from {ids:2} c)");
pub(super) const RENEW_THESE: &str = renew!("and person_id in (select c.person_id from {ids:3} c)");
pub(super) const KEEP_REPLACED: &str =
    keep_past!("where e.tenant_id = $1 and e.person_id in (select c.person_id from {ids:3} c)");
// What a change has made, with all its parts.
pub(super) const KEEP_OF: &str = keep_past!(
    "where e.tenant_id = $1 and e.revision in (
     select $3 union all select c.revision from change c where c.tenant_id = $1 and c.part_of = $3)"
);
pub(super) const DROP_OF: &str = "delete from assignment_exception where tenant_id = $1 and revision in (
    select $2 union all select c.revision from change c where c.tenant_id = $1 and c.part_of = $2)";
// What is holding for whoever a change has recorded.
pub(super) const KEEP_CHANGED: &str = keep_past!(
    "cross join change_person cp where e.tenant_id = $1 and cp.tenant_id = $1 and cp.revision = $2
     and cp.person_id = e.person_id and exists (select 1 from assignment a
     where a.tenant_id = $1 and a.person_id = e.person_id and a.direct_policy_id = e.policy_id
     and a.direct_revision = e.revision)"
);
pub(super) const RESTORE: &str =
    "insert into assignment_exception (tenant_id, person_id, policy_id, reason, owner,
    owner_folded, expires_at, previous_policy_id, made_at, made_by, revision)
    select t.tenant_id, t.person_id, t.policy_id, t.reason, t.owner, t.owner_folded, t.expires_at,
    t.previous_policy_id, t.made_at, t.made_by, $3 from assignment_exception_past t
    cross join assignment a where a.tenant_id = t.tenant_id and a.person_id = t.person_id
      and a.direct_policy_id = t.policy_id and a.direct_revision = $3 and t.tenant_id = $1
      and t.until_revision in (
        select $2 union all select c.revision from change c where c.tenant_id = $1 and c.part_of = $2)
      and t.expires_at > $4
    on conflict (tenant_id, person_id) do nothing";

/// Brings exceptions in line with the direct assignments that change `revision` has written for `people`: those of
/// another policy are over, those of the same policy speak for the new assignment.
///
/// # Errors
/// [`StoreError`].
pub async fn settle(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    revision: Revision,
) -> Result<(), StoreError> {
    if crate::fetch_optional!(connection, (i32,), ANY, tenant.0)?.is_none() {
        return Ok(());
    }
    if people.len() > FEW {
        return go_through_all(connection, tenant, revision).await;
    }
    let engine = connection.engine();
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let (keep, end) = (text_for(engine, KEEP_THESE), text_for(engine, DROP_THESE));
    crate::execute!(connection, keep.clone(), tenant.0, revision.0, ids.clone())?;
    crate::execute!(connection, end.clone(), tenant.0, ids.clone())?;
    let renew = text_for(engine, RENEW_THESE);
    crate::execute!(connection, renew.clone(), tenant.0, revision.0, ids.clone())?;
    Ok(())
}

/// The same for whoever change `revision` has written an assignment for, when they are many.
///
/// # Errors
/// [`StoreError`].
pub async fn settle_all(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<(), StoreError> {
    if crate::fetch_optional!(connection, (i32,), ANY, tenant.0)?.is_some() {
        go_through_all(connection, tenant, revision).await?;
    }
    Ok(())
}

/// The same for whoever change `undone` had touched and change `revision` has given back what they had.
///
/// # Errors
/// [`StoreError`].
pub async fn settle_undone(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    undone: Revision,
    revision: Revision,
) -> Result<(), StoreError> {
    let limit = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
    let first = touched::people(connection, tenant, undone, None, limit).await?;
    let people: Vec<_> = first.iter().map(|touched| touched.person).collect();
    settle(connection, tenant, &people, revision).await
}

async fn go_through_all(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, KEEP_ALL, tenant.0, revision.0)?;
    crate::execute!(connection, DROP_ALL, tenant.0)?;
    crate::execute!(connection, RENEW_ALL, tenant.0, revision.0)?;
    Ok(())
}

/// Keeps the exceptions that people have, because change `revision` is about to replace them.
pub(super) async fn keep_replaced(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
    revision: Revision,
) -> Result<(), StoreError> {
    let text = text_for(connection.engine(), KEEP_REPLACED);
    for piece in people.chunks(PIECE) {
        let ids = Ids(piece.iter().map(|person| person.0).collect());
        crate::execute!(connection, text.clone(), tenant.0, revision.0, ids.clone())?;
    }
    Ok(())
}

/// Takes away the exceptions that change `made` has made, with all its parts, as change `revision`, which takes `made`
/// back. They are kept, so that `revision` can be taken back too.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    made: Revision,
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, KEEP_OF, tenant.0, revision.0, made.0)?;
    crate::execute!(connection, DROP_OF, tenant.0, made.0)?;
    Ok(())
}

/// Puts the exceptions that change `ended`, with all its parts, had ended or replaced back, for the assignments that
/// change `revision` has written again; with `ending_after`, only those that end later than that. Returns how many came back.
///
/// # Errors
/// [`StoreError`].
pub async fn restore(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    ended: Revision,
    revision: Revision,
    ending_after: Option<OffsetDateTime>,
) -> Result<u64, StoreError> {
    crate::execute!(
        connection,
        RESTORE,
        tenant.0,
        ended.0,
        revision.0,
        ending_after.map_or(i64::MIN, to_micros)
    )
}
