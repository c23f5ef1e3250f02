//! How many people have which policy, and from where.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, TenantId};
use uuid::Uuid;

crate::statements! {
    COUNT = "select policy_id, source, people from assignment_count where tenant_id = $1 and people > 0
             order by policy_id, source";
    COUNT_DIRECT = "select count(*) from person p
                    join assignment a on a.tenant_id = p.tenant_id and a.person_id = p.person_id
                    where p.tenant_id = $1 and p.account_enabled = $2 and a.direct_policy_id is not null";
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
        .map(|(policy, source, people)| {
            let wrong = || StoreError::Inconsistent {
                table: "assignment_count",
                problem: format!("the source `{source}`"),
            };
            let source = SourceKind::from_code(&source).ok_or_else(wrong)?;
            Ok(PolicyCount {
                policy: PolicyId(policy),
                source,
                people: u64::try_from(people).unwrap_or_default(),
            })
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
