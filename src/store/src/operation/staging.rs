//! The people of a draft: putting them there, and what working on them would do.

use super::part::Range;
use super::{Found, Wanted};
use crate::database::Connection;
use crate::dialect::{Ids, StagedLines, Texts, text_for};
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

// SQLite takes the tables of a cross join in their order: the people of the operation first.
crate::statements! {
    INSERT_LINES = "insert into operation_person (tenant_id, operation_id, position, line, text, person_id, outcome,
              display_name_folded)
            select $1, $2, l.position, l.line, l.text, l.person_id, l.outcome, (select a.display_name_folded
              from assignment a where a.tenant_id = $1 and a.person_id = l.person_id) from {lines:3} l";
    STAGE_FAILED = "insert into operation_person (tenant_id, operation_id, position, line, text, person_id,
              display_name_folded)
            select tenant_id, $2, row_number() over (order by position), line, text, person_id, display_name_folded
            from operation_person
            where tenant_id = $1 and operation_id = $3 and outcome in ('gone', 'policy_gone') order by position";
    KNOWN = "select p.person_id from {ids:2} c {in order} person p on p.tenant_id = $1 and p.person_id = c.person_id";
    ADDRESSES = "select t.text, p.person_id from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.user_principal_name_folded = t.text
            union select t.text, p.person_id from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.sip_address_folded = t.text
            union select t.text, p.person_id from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.mail_folded = t.text";
    SIP_ADDRESSES = "select t.text, p.person_id from {texts:2} t
            {in order} person p on p.tenant_id = $1 and p.sip_address_folded = t.text";
    // $3: the assignment afterwards; $4: the one they must have, which counts when $5 is 1; $6 and $7: which lines.
    SUMMARY = "select case when o.outcome is not null then o.outcome when a.person_id is null then 'gone'
              when a.direct_policy_id is not distinct from $3 then 'already'
              when $5 = 1 and a.direct_policy_id is distinct from $4 then 'not_from' else 'change' end, count(*)
            from operation_person o left join assignment a on a.tenant_id = $1 and a.person_id = o.person_id
            where o.tenant_id = $1 and o.operation_id = $2 and o.position > $6 and o.position <= $7 group by 1";
    MOVES_TO_POLICY = "select a.effective_policy_id, a.effective_source, a.direct_policy_id, count(*)
            from operation_person o cross join assignment a
            where a.tenant_id = $1 and a.person_id = o.person_id and o.tenant_id = $1 and o.operation_id = $2 and o.outcome is null
            and o.position > $6 and o.position <= $7
            and a.direct_policy_id is distinct from $3 and ($5 = 0 or a.direct_policy_id = $4) group by 1, 2, 3";
    MOVES_TO_NOTHING = "select m.effective_policy_id, m.effective_source, g.policy_id, count(*) from (
              select a.effective_policy_id, a.effective_source, (
                select min(r.rank) from group_member n cross join group_assignment r
                where r.tenant_id = $1 and r.group_id = n.group_id and n.tenant_id = $1 and n.person_id = a.person_id) as rank
              from operation_person o cross join assignment a
              where a.tenant_id = $1 and a.person_id = o.person_id and o.tenant_id = $1 and o.operation_id = $2 and o.outcome is null
              and o.position > $6 and o.position <= $7
              and a.direct_policy_id is distinct from $3 and ($5 = 0 or a.direct_policy_id = $4)) m
            left join group_assignment g on g.tenant_id = $1 and g.rank = m.rank group by 1, 2, 3";
}

/// A line of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedLine {
    /// Its place, counted from 1 without gaps.
    pub position: i64,
    /// The line of the file that it stands on.
    pub line: Option<i64>,
    /// What is written there.
    pub text: Option<String>,
    /// Who is meant, when that is clear.
    pub person: Option<PersonId>,
    /// Why nobody is worked on, when that is clear already.
    pub outcome: Option<Found>,
}

/// Adds lines to a draft. A few thousand at once are quick.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_lines(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    lines: &[StagedLine],
) -> Result<(), StoreError> {
    let text = text_for(connection.engine(), INSERT_LINES);
    let rows = StagedLines::of(lines);
    crate::execute!(connection, text.clone(), tenant.0, operation, rows.0.as_str())?;
    Ok(())
}

/// Adds the people whom operation `of` could not change. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn stage_failed(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    of: Uuid,
) -> Result<u64, StoreError> {
    crate::execute!(connection, STAGE_FAILED, tenant.0, operation, of)
}

/// Those of `people` who are in the directory.
///
/// # Errors
/// [`StoreError`].
pub async fn known(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[PersonId],
) -> Result<Vec<PersonId>, StoreError> {
    let ids = Ids(people.iter().map(|person| person.0).collect());
    let text = text_for(connection.engine(), KNOWN);
    let rows = crate::fetch_all!(connection, (Uuid,), text.clone(), tenant.0, ids.clone())?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

/// Who has each of these addresses, which are folded: as sign-in name, chat address or mailbox. Once for each person
/// of each address.
///
/// # Errors
/// [`StoreError`].
pub async fn by_address(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    addresses: &[String],
) -> Result<Vec<(String, PersonId)>, StoreError> {
    found_by(connection, tenant, ADDRESSES, addresses).await
}

/// Who has each of these addresses, which are folded, as chat address. Once for each person of each address.
///
/// # Errors
/// [`StoreError`].
pub async fn by_sip_address(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    addresses: &[String],
) -> Result<Vec<(String, PersonId)>, StoreError> {
    found_by(connection, tenant, SIP_ADDRESSES, addresses).await
}

async fn found_by(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    statement: &str,
    addresses: &[String],
) -> Result<Vec<(String, PersonId)>, StoreError> {
    let text = text_for(connection.engine(), statement);
    let texts = Texts::of(addresses);
    let rows = crate::fetch_all!(
        connection,
        (String, Uuid),
        text.clone(),
        tenant.0,
        texts.0.as_str()
    )?;
    let people = rows.into_iter().map(|(address, id)| (address, PersonId(id)));
    Ok(people.collect())
}

/// How many lines of `range` end how, as far as is known now: the code of a [`Found`], or `change`.
///
/// # Errors
/// [`StoreError`].
pub async fn summary(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    range: Range,
    wanted: Wanted,
) -> Result<Vec<(String, u64)>, StoreError> {
    let (policy, from, has_from) = wanted.bound();
    let rows = crate::fetch_all!(
        connection,
        (String, i64),
        SUMMARY,
        tenant.0,
        operation,
        policy,
        from,
        has_from,
        range.0,
        range.1
    )?;
    Ok(rows
        .into_iter()
        .map(|(code, lines)| (code, u64::try_from(lines).unwrap_or_default()))
        .collect())
}

/// People who would go from one effective policy to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StagedMove {
    /// Effective policy and its source before.
    pub from: (PolicyId, SourceKind),
    /// The effective policy after.
    pub to: PolicyId,
    /// How many.
    pub people: u64,
}

/// What working on the people of a draft in `range` would do, with the groups as they are.
///
/// # Errors
/// [`StoreError`].
pub async fn moves(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: Uuid,
    range: Range,
    wanted: Wanted,
) -> Result<Vec<StagedMove>, StoreError> {
    let (policy, from, has_from) = wanted.bound();
    let text = if policy.is_some() {
        MOVES_TO_POLICY
    } else {
        MOVES_TO_NOTHING
    };
    let rows = crate::fetch_all!(
        connection,
        (Uuid, String, Option<Uuid>, i64),
        text,
        tenant.0,
        operation,
        policy,
        from,
        has_from,
        range.0,
        range.1
    )?;
    rows.into_iter()
        .map(|(before, source, group_policy, people)| {
            let wrong = || StoreError::Inconsistent {
                table: "assignment",
                problem: format!("the source `{source}`"),
            };
            let after = wanted
                .policy
                .or(group_policy.map(PolicyId))
                .unwrap_or(PolicyId::GLOBAL);
            Ok(StagedMove {
                from: (
                    PolicyId(before),
                    SourceKind::from_code(&source).ok_or_else(wrong)?,
                ),
                to: after,
                people: u64::try_from(people).unwrap_or_default(),
            })
        })
        .collect()
}
