//! What can go wrong with storage.

/// An error of the database, sorted by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key exists already.
    #[error("a row with this key exists already")]
    Duplicate(#[source] sqlx::Error),
    /// A row that others refer to, or a reference to a row that is gone.
    #[error("the row is referred to, or refers to one that is gone")]
    Reference(#[source] sqlx::Error),
    /// A policy that people have.
    #[error("people have the policy")]
    InUse,
    /// Two transactions met; the same one may succeed if it is tried again.
    #[error("another transaction was in the way")]
    Contention(#[source] sqlx::Error),
    /// A row says something that the product never writes.
    #[error("the table {table} holds something unreadable: {problem}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// The database was written by a newer Forecourt.
    #[error(
        "the database has migration {version}, which this version of Forecourt does not know; use the newer version that wrote it"
    )]
    Newer {
        /// The migration that is not known.
        version: i64,
    },
    /// The scheme of the address is neither SQLite's nor PostgreSQL's.
    #[error(
        "the database address begins with `{scheme}`; write sqlite://path/to/file.db or postgres://user@host/database"
    )]
    UnknownScheme {
        /// What the address begins with.
        scheme: String,
    },
    /// A part of PostgreSQL's address cannot be used.
    #[error("{problem}")]
    Address {
        /// The part without anything that may be secret, what is wrong with it, and what to do.
        problem: String,
    },
    /// PostgreSQL offers no TLS, or shows a certificate that is not to be trusted.
    #[error(
        "the database at {place} cannot be reached over TLS: {source}; look at `sslmode` and `sslrootcert` in its \
         address and at the server's certificate, or do without on a network that you trust: `sslmode=disable`"
    )]
    Tls {
        /// The address without its password.
        place: String,
        /// The driver's words.
        source: sqlx::Error,
    },
    /// The file or its folder cannot be written.
    #[error(
        "the database at {place} cannot be written; check the rights of the file and its folder, and the disk"
    )]
    ReadOnly {
        /// The file.
        place: String,
    },
    /// The database cannot be opened.
    #[error("the database at {place} cannot be opened: {source}")]
    Open {
        /// The address without its password.
        place: String,
        /// The driver's words.
        source: sqlx::Error,
    },
    /// The database does not answer, or answers with an error of its own.
    #[error("the database did not answer")]
    Unavailable(#[source] sqlx::Error),
    /// The database has not answered for too long.
    #[error("the database has not answered for too long")]
    Silent,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else {
            return Self::Unavailable(error);
        };
        if database.is_unique_violation() {
            return Self::Duplicate(error);
        }
        if database.is_foreign_key_violation() {
            return Self::Reference(error);
        }
        match database.code().as_deref() {
            // PostgreSQL: serialization failure, deadlock. SQLite: busy, and busy with a stale snapshot.
            Some("40001" | "40P01" | "5" | "517") => Self::Contention(error),
            _ => Self::Unavailable(error),
        }
    }
}
