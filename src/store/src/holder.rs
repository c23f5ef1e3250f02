//! People whose effective policy is a given one, from whatever source.

use crate::database::Connection;
use crate::error::StoreError;
use crate::person::{Person, Row, select_person};
use forecourt_model::{PolicyId, TenantId};

crate::statements! {
    COUNT = "select coalesce(cast(sum(people) as bigint), 0) from assignment_count
             where tenant_id = $1 and policy_id = $2";
    FIRST = select_person!("where a.tenant_id = $1 and a.effective_policy_id = $2
             order by a.display_name_folded, a.person_id limit $3");
}

/// How many people have a policy.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
) -> Result<u64, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), COUNT, tenant.0, policy.0)?;
    Ok(row.map_or(0, |(people,)| u64::try_from(people).unwrap_or_default()))
}

/// At most `limit` people who have a policy, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn first(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    policy: PolicyId,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, FIRST, tenant.0, policy.0, limit)?;
    rows.into_iter().map(Person::try_from).collect()
}
