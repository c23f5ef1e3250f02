//! Bringing a database to the form that this version knows.

use crate::database::{Connection, Database};
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
        // SQLite's migrator takes no lock. Where two processes begin on the same new file, the one that comes second
        // fails at the first table and finds everything done when it looks again.
        Database::Sqlite { writer, .. } => match SQLITE.run(writer).await {
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => SQLITE.run(writer).await,
            done => done,
        },
        Database::Postgres { pool, .. } => POSTGRES.run(pool).await,
    }
    .map_err(sorted)?;
    crate::person_search::renew(database).await
}

/// Takes every migration back down to an empty database.
///
/// # Errors
/// As [`up`].
pub async fn down(database: &Database) -> Result<(), StoreError> {
    match database {
        Database::Sqlite { writer, .. } => SQLITE.undo(writer, 0).await,
        Database::Postgres { pool, .. } => POSTGRES.undo(pool, 0).await,
    }
    .map_err(sorted)
}

/// How far a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many migrations of this version have run.
    pub done: usize,
    /// How many have not.
    pub missing: usize,
}

/// Which migrations have run, without running any.
///
/// # Errors
/// As [`up`].
pub async fn progress(database: &Database) -> Result<Progress, StoreError> {
    let known: Vec<i64> = match database {
        Database::Sqlite { .. } => &SQLITE,
        Database::Postgres { .. } => &POSTGRES,
    }
    .iter()
    .filter(|migration| migration.migration_type.is_up_migration())
    .map(|migration| migration.version)
    .collect();
    let mut reader = database.read().await?;
    let mut connection = reader.connection();
    let begun = match &connection {
        Connection::Sqlite(_) => "select count(*) from sqlite_master where name = '_sqlx_migrations'",
        Connection::Postgres(_) => {
            "select count(*) from pg_tables where schemaname = current_schema() and tablename = '_sqlx_migrations'"
        }
    };
    let connection = &mut connection;
    let begun = crate::fetch_optional!(connection, (i64,), begun)?.is_some_and(|(count,)| count > 0);
    let done = if begun {
        crate::fetch_all!(
            connection,
            (i64,),
            "select version from _sqlx_migrations where success"
        )?
    } else {
        Vec::new()
    };
    if let Some((version,)) = done.iter().find(|(version,)| !known.contains(version)) {
        return Err(StoreError::Newer { version: *version });
    }
    Ok(Progress {
        done: done.len(),
        missing: known.len() - done.len(),
    })
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
