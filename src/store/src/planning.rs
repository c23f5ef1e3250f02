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
    without(connection, &["enable_hashjoin", "enable_mergejoin"], run).await
}

/// Runs a statement that reads stretches of indexes and compares what it found there, in a transaction. PostgreSQL takes
/// people between two names for a fifth of all, and would go through everybody. Where statistics are behind, it takes them
/// for nobody, and would compare each with each: of a hundred thousand that is not done in an hour.
///
/// # Errors
/// As [`one_by_one`].
pub async fn by_stretches<T>(
    connection: &mut Connection<'_>,
    run: impl AsyncFnOnce(&mut Connection<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let ways = ["enable_seqscan", "enable_mergejoin", "enable_nestloop"];
    without(connection, &ways, run).await
}

async fn without<T>(
    connection: &mut Connection<'_>,
    ways: &[&str],
    run: impl AsyncFnOnce(&mut Connection<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    switch(connection, ways, "off").await?;
    let done = run(connection).await?;
    switch(connection, ways, "on").await?;
    Ok(done)
}

async fn switch(connection: &mut Connection<'_>, ways: &[&str], to: &str) -> Result<(), StoreError> {
    let text = "select set_config(way, $1, true) from unnest($2::text[]) as t (way)";
    if let Connection::Postgres(inner) = connection {
        sqlx::query(text)
            .bind(to)
            .bind(ways)
            .execute(&mut **inner)
            .await?;
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
