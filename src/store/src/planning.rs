//! How PostgreSQL is to read where its own plan takes many times as long. SQLite is told by statistics that are stated, and
//! by joins in order.

use crate::database::Connection;
use crate::error::StoreError;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

/// Lets the database count what a table holds after many rows were written. PostgreSQL plans by that, and counts by itself
/// only a minute later; what SQLite plans by is stated.
///
/// # Errors
/// [`StoreError`].
pub async fn count_rows(connection: &mut Connection<'_>, table: &'static str) -> Result<(), StoreError> {
    if let Connection::Postgres(inner) = connection {
        let text = AssertSqlSafe(format!("analyze {table}")).into_sql_str();
        sqlx::query(text).execute(&mut **inner).await?;
    }
    Ok(())
}

/// Runs a statement that looks up some thousand people one by one, in a transaction. PostgreSQL would rather go through
/// everybody, again for each part of an operation.
///
/// # Errors
/// [`StoreError`]; those of `run`, of which the transaction does not recover.
pub async fn one_by_one<T>(
    connection: &mut Connection<'_>,
    run: impl AsyncFnOnce(&mut Connection<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    joins(connection, "off").await?;
    let done = run(connection).await?;
    joins(connection, "on").await?;
    Ok(done)
}

async fn joins(connection: &mut Connection<'_>, may: &'static str) -> Result<(), StoreError> {
    let text =
        "select set_config(name, $1, true) from (values ('enable_hashjoin'), ('enable_mergejoin')) t (name)";
    if let Connection::Postgres(inner) = connection {
        sqlx::query(text).bind(may).execute(&mut **inner).await?;
    }
    Ok(())
}

/// Prepares a transaction for a statement that reads most rows of several tables: PostgreSQL takes groups for alike and,
/// where large ones are read, would look their members up one by one.
///
/// # Errors
/// [`StoreError`].
pub async fn for_most_rows(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    if let Connection::Postgres(inner) = connection {
        sqlx::query("set local enable_nestloop = off")
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}
