//! Copies of a database file. PostgreSQL has tools of its own for this.

use crate::database::{Connection, Database};
use crate::error::StoreError;

/// Writes a copy of the database to `path`, an empty or absent file, as of one moment, while others go on working.
/// Returns `false` on PostgreSQL, where nothing is done.
///
/// # Errors
/// [`StoreError::Unavailable`] when the copy cannot be written.
pub async fn copy_to(database: &Database, path: &str) -> Result<bool, StoreError> {
    let Database::Sqlite { writer, .. } = database else {
        return Ok(false);
    };
    sqlx::query("vacuum into $1").bind(path).execute(writer).await?;
    Ok(true)
}

/// Reads the whole database and looks for damage. `None` when there is none, and on PostgreSQL, which checks its pages
/// itself.
///
/// # Errors
/// [`StoreError`] when it is not a database at all.
pub async fn damage(connection: &mut Connection<'_>) -> Result<Option<String>, StoreError> {
    if matches!(connection, Connection::Postgres(_)) {
        return Ok(None);
    }
    let row = crate::fetch_optional!(connection, (String,), "pragma quick_check(1)")?;
    Ok(row.map(|(text,)| text).filter(|text| text != "ok"))
}
