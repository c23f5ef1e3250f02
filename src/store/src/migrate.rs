//! Bringing a database to the form that this version knows.

use crate::database::Database;
use crate::error::StoreError;
use sqlx::migrate::{MigrateError, Migrator};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Runs every migration that the database lacks. Several servers may do this at the same time.
///
/// # Errors
/// [`StoreError::Newer`] when a newer version has written the database; [`StoreError::Unavailable`] otherwise.
pub async fn up(database: &Database) -> Result<(), StoreError> {
    match database {
        Database::Sqlite { writer, .. } => SQLITE.run(writer).await,
        Database::Postgres(pool) => POSTGRES.run(pool).await,
    }
    .map_err(sorted)
}

/// Takes every migration back down to an empty database.
///
/// # Errors
/// As [`up`].
pub async fn down(database: &Database) -> Result<(), StoreError> {
    match database {
        Database::Sqlite { writer, .. } => SQLITE.undo(writer, 0).await,
        Database::Postgres(pool) => POSTGRES.undo(pool, 0).await,
    }
    .map_err(sorted)
}

fn sorted(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => StoreError::Newer { version },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => StoreError::from(source),
        other => StoreError::Inconsistent {
            table: "_sqlx_migrations",
            problem: other.to_string(),
        },
    }
}
