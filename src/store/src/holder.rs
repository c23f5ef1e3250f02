//! People whose effective policy is a given one, from whatever source.

use crate::database::Connection;
use crate::error::StoreError;
use crate::person::Person;
use crate::person_list::{self, Cohort, Guide, Order, PersonFilter, Position, Walk};
use forecourt_model::access::SourceKind;
use forecourt_model::{PolicyId, TenantId};

crate::statements! {
    COUNT = "select coalesce(cast(sum(people) as bigint), 0) from assignment_count
             where tenant_id = $1 and policy_id = $2";
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
    limit: u32,
) -> Result<Vec<Person>, StoreError> {
    let cohorts = SourceKind::ALL.map(|source| Cohort {
        policy,
        source,
        sort_key: String::new(),
    });
    let guide = Guide {
        walk: Walk::Cohorts,
        cohorts: &cohorts,
        commonness: None,
        stretches: &[],
    };
    let (filter, order) = (PersonFilter::default(), Order::default());
    let page = person_list::page(
        connection,
        tenant,
        &filter,
        order,
        &Position::Start,
        limit,
        &guide,
    )
    .await?;
    Ok(page.people.into_iter().map(|listed| listed.person).collect())
}
