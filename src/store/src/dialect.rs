//! Where the engines truly differ.

use crate::database::{Connection, Database};
use crate::error::StoreError;
use crate::moment::from_micros;
use time::OffsetDateTime;

/// The channel on which servers that share a PostgreSQL tell each other that there is a new revision.
pub const CHANNEL: &str = "forecourt_change";

/// Tells the other servers, when the transaction commits, that there is a new revision. SQLite has no other servers.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub async fn announce(connection: &mut Connection<'_>, payload: &str) -> Result<(), StoreError> {
    if let Connection::Postgres(inner) = connection {
        sqlx::query("select pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(payload)
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}

/// Asks the database for a sign of life.
///
/// # Errors
/// [`StoreError::Unavailable`] when there is none.
pub async fn ping(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    crate::execute!(connection, "select 1")?;
    Ok(())
}

/// Tries whether the database takes changes, without making one.
///
/// # Errors
/// [`StoreError`] when it does not.
pub async fn probe_write(database: &Database) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    let connection = &mut transaction.connection();
    crate::execute!(connection, "update organization set revision = revision")?;
    Ok(())
}

/// What the database's own clock shows; SQLite has none but the machine's.
///
/// # Errors
/// [`StoreError`].
pub async fn clock(connection: &mut Connection<'_>) -> Result<Option<OffsetDateTime>, StoreError> {
    if matches!(connection, Connection::Sqlite(_)) {
        return Ok(None);
    }
    let text = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    let row = crate::fetch_optional!(connection, (i64,), text)?;
    row.map(|(micros,)| from_micros("clock", micros)).transpose()
}
