//! Blocks of people on PostgreSQL while a directory is filled.
//!
//! Whoever comes in the order of names is given a block on the way: dividing people afterwards writes each once more.

use super::run;
use crate::error::StoreError;
use forecourt_model::TenantId;
use sqlx::PgConnection;

/// Gives each row of `assignment` that is written from now on a block, by the count of rows, if there is nobody yet. The
/// number of a block is that of its first row then; as many as a block has are left out, so that none is one that was
/// given before. Returns whether it does.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn begin(connection: &mut PgConnection, tenant: TenantId) -> Result<bool, StoreError> {
    let someone: bool = sqlx::query_scalar("select exists (select 1 from assignment where tenant_id = $1)")
        .bind(tenant.0)
        .fetch_one(&mut *connection)
        .await?;
    if someone {
        return Ok(false);
    }
    let left_out = "select min(quote_literal(pg_get_serial_sequence('assignment_block', 'block'))),
        count(nextval(pg_get_serial_sequence('assignment_block', 'block'))) from generate_series(1, people_of_block())";
    let (numbers, _): (String, i64) = sqlx::query_as(left_out).fetch_one(&mut *connection).await?;
    let counted = format!("nextval({numbers}) / people_of_block() * people_of_block()");
    let default = format!("alter table assignment alter column block set default {counted}");
    run(connection, default).await?;
    Ok(true)
}

/// Puts everybody into a block, and counts who has what there. `placed`: everybody was given one as they came.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn end(
    connection: &mut PgConnection,
    tenant: TenantId,
    placed: bool,
) -> Result<(), StoreError> {
    if placed {
        sqlx::query("alter table assignment alter column block set default 0")
            .execute(&mut *connection)
            .await?;
        let in_order: bool = sqlx::query_scalar("select begin_assignment_blocks($1)")
            .bind(tenant.0)
            .fetch_one(&mut *connection)
            .await?;
        if in_order {
            return Ok(());
        }
    }
    sqlx::query("select place_assignments($1)")
        .bind(tenant.0)
        .execute(connection)
        .await?;
    Ok(())
}
