//! The departments that people are in.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::TenantId;

crate::statements! {
    // Jumps along the index from one department to the next instead of reading everybody.
    DEPARTMENTS = "with recursive step (folded) as (
            select min(department_folded) from person where tenant_id = $1 and department_folded > ''
            union all
            select (select min(p.department_folded) from person p
                    where p.tenant_id = $1 and p.department_folded > step.folded)
            from step where step.folded is not null)
        select (select p.department from person p where p.tenant_id = $1 and p.department_folded = step.folded
                order by p.display_name_folded, p.person_id limit 1)
        from step where step.folded is not null limit $2";
}

/// At most `limit` departments, in their order, each spelled as one of its people has it.
///
/// # Errors
/// [`StoreError`].
pub async fn departments(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = crate::fetch_all!(connection, (Option<String>,), DEPARTMENTS, tenant.0, limit)?;
    Ok(rows.into_iter().filter_map(|(name,)| name).collect())
}
