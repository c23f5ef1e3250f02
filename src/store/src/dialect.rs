//! Where the engines truly differ.

use crate::database::Connection;
use crate::error::StoreError;

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
