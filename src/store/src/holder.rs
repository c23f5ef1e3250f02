//! People whose effective policy is a given one, from whatever source.

use crate::database::Connection;
use crate::error::StoreError;
use crate::person::{Person, Row};
use forecourt_model::{PolicyId, TenantId};

crate::statements! {
    COUNT = "select count(*) from person where tenant_id = $1 and effective_policy_id = $2";
    FIRST = "select p.person_id, p.user_principal_name, p.display_name, p.sip_address, p.mail, p.department,
             p.account_enabled, p.effective_policy_id, p.effective_source, p.revision, d.policy_id as direct_policy_id
             from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id
             where p.tenant_id = $1 and p.effective_policy_id = $2
             order by p.display_name_folded, p.person_id limit $3";
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
