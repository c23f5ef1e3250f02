//! How many people have which policy, and from where.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    COUNT = "select policy_id, source, people from assignment_count where tenant_id = $1 and people > 0
             order by policy_id, source";
    ADD_COUNT = "insert into assignment_count (tenant_id, policy_id, source, people) values ($1, $2, $3, $4)
                 on conflict (tenant_id, policy_id, source)
                 do update set people = assignment_count.people + excluded.people";
    COUNT_DIRECT = "select count(*) from person p
                    join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id
                    where p.tenant_id = $1 and p.account_enabled = $2 and a.direct_policy_id is not null";
    MASKED = "select a.effective_source, count(distinct a.person_id) from group_assignment g
              join group_member m on m.tenant_id = g.tenant_id and m.group_id = g.group_id
              join assignment a on a.tenant_id = m.tenant_id and a.person_id = m.person_id
              where g.tenant_id = $1 and g.policy_id = $2 and a.effective_policy_id <> $2
              group by a.effective_source order by a.effective_source";
}

/// People who share effective policy and source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyCount {
    /// Their effective policy.
    pub policy: PolicyId,
    /// Where it comes from.
    pub source: SourceKind,
    /// How many they are.
    pub people: u64,
}

/// How many people there are by effective policy and source, as it is kept with each change.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<PolicyCount>, StoreError> {
    let rows = crate::fetch_all!(connection, (Uuid, String, i64), COUNT, tenant.0)?;
    rows.into_iter()
        .map(|(policy, code, people)| {
            Ok(PolicyCount {
                policy: PolicyId(policy),
                source: source("assignment_count", &code)?,
                people: u64::try_from(people).unwrap_or_default(),
            })
        })
        .collect()
}

/// Adds to how many people have a policy from a source, while triggers do not count.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn add_count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (policy, source): (PolicyId, &str),
    people: i64,
) -> Result<(), StoreError> {
    crate::execute!(connection, ADD_COUNT, tenant.0, policy.0, source, people)?;
    Ok(())
}

fn source(table: &'static str, code: &str) -> Result<SourceKind, StoreError> {
    SourceKind::from_code(code).ok_or_else(|| StoreError::Inconsistent {
        table,
        problem: format!("the source `{code}`"),
    })
}

/// How many members of the groups that have `policy` have another one all the same, by where theirs comes from.
///
/// # Errors
/// [`StoreError`].
pub async fn masked(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
) -> Result<Vec<(SourceKind, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64), MASKED, tenant.0, policy.0)?;
    rows.into_iter()
        .map(|(code, people)| {
            let people = u64::try_from(people).unwrap_or_default();
            Ok((source("assignment", &code)?, people))
        })
        .collect()
}

/// How many direct assignments belong to people who can sign in (`enabled`), or to those who cannot.
///
/// # Errors
/// [`StoreError`].
pub async fn count_direct(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    enabled: bool,
) -> Result<u64, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), COUNT_DIRECT, tenant.0, enabled)?;
    Ok(row.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default()))
}
