//! Opening a database, and transactions on it.

use crate::address;
use crate::error::StoreError;
use crate::first_reader::{First, FirstReader, Kept, Lease};
use crate::give_way::give_way;
use crate::lent::Lent;
use sqlx::Connection as _;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// Which engine is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Database {
    /// One writer, because SQLite has only one anyway and a queue is fairer than its lock; several readers.
    Sqlite {
        /// Exactly one connection.
        writer: SqlitePool,
        /// The one that reads while it has nothing else to do. After a change each connection reads the file anew, and
        /// a pool takes its connections in turn: each of them would keep somebody waiting.
        first: FirstReader<SqliteConnection>,
        /// The others. None of the readers can write.
        reader: SqlitePool,
    },
    /// A pool for everything, beside one that reads.
    #[expect(missing_docs, reason = "as above")]
    Postgres {
        pool: PgPool,
        first: FirstReader<PgConnection>,
    },
}

/// A connection that statements run on.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Connection<'c> {
    Sqlite(Lent<'c, SqliteConnection>),
    Postgres(Lent<'c, PgConnection>),
}

/// A transaction. Rolled back unless it is committed.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A connection for reading.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Reader {
    SqliteFirst(Lease<SqliteConnection>),
    Sqlite(PoolConnection<Sqlite>),
    PostgresFirst(Lease<PgConnection>),
    Postgres(PoolConnection<Postgres>),
}

/// How much of the file each connection of SQLite keeps: kilobytes, which SQLite knows by the minus sign.
pub(crate) const PAGES: &str = "-4000";

/// How many connections read, beside the first.
const READERS: u32 = 3;
/// The same on PostgreSQL, for everything.
const POSTGRES_CONNECTIONS: u32 = 15;
/// How long a connection may take.
pub(crate) const WAIT: Duration = Duration::from_secs(10);

impl Database {
    /// Opens `sqlite://path` (made when it is not there) or `postgres://…`, without migrating it.
    ///
    /// # Errors
    /// [`StoreError::UnknownScheme`], [`StoreError::Address`], [`StoreError::ReadOnly`], [`StoreError::Tls`] or
    /// [`StoreError::Open`], each saying what to do.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let scheme = address.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => Self::open_sqlite(address).await,
            "postgres" | "postgresql" => Self::open_postgres(address).await,
            _ => Err(StoreError::UnknownScheme {
                scheme: address::scheme_shown(scheme),
            }),
        }
    }

    async fn open_sqlite(address: &str) -> Result<Self, StoreError> {
        let path = address
            .trim_start_matches("sqlite://")
            .trim_start_matches("sqlite:");
        let path = path.split('?').next().unwrap_or(path).to_owned();
        let failed = |source| StoreError::Open {
            place: path.clone(),
            source,
        };
        let options = SqliteConnectOptions::from_str(address)
            .map_err(failed)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT)
            .pragma("cache_size", PAGES);
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(WAIT)
                // A file does not hang up: asking first whether it is still there costs each request a round.
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
                .after_connect(|connection, _| Box::pin(connection.ready()))
        };
        let writer = pool()
            .max_connections(1)
            // After a fault of the disk SQLite rolls back by itself, and the driver waits for a rollback that cannot
            // come any more: that connection would begin nothing again.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(options.clone())
            .await
            .map_err(|source| {
                if is_read_only(&path, &source) {
                    StoreError::ReadOnly { place: path.clone() }
                } else {
                    StoreError::Open {
                        place: path.clone(),
                        source,
                    }
                }
            })?;
        // SQLite opens a file that it cannot write all the same, even begins, and only refuses the first change. Better
        // now: a table that is not kept.
        let probe = async {
            let mut attempt = writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("create table forecourt_write_probe (probe integer)")
                .execute(&mut *attempt)
                .await?;
            attempt.rollback().await
        };
        probe.await.map_err(|source| {
            if is_read_only(&path, &source) {
                StoreError::ReadOnly { place: path.clone() }
            } else {
                failed(source)
            }
        })?;
        let reading = options.pragma("query_only", "on").create_if_missing(false);
        let first = FirstReader::open(reading.clone()).await.map_err(failed)?;
        let reader = pool().max_connections(READERS).connect_lazy_with(reading);
        Ok(Self::Sqlite {
            writer,
            first,
            reader,
        })
    }

    async fn open_postgres(address: &str) -> Result<Self, StoreError> {
        let options = address::postgres(address)?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(WAIT)
            .after_connect(|connection, _| Box::pin(connection.ready()));
        let pool = pool.connect_with(options.clone()).await;
        Ok(Self::Postgres {
            pool: pool.map_err(|source| address::not_reached(address, source))?,
            first: FirstReader::later(options),
        })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none is to be had in time.
    pub async fn read(&self) -> Result<Reader, StoreError> {
        let first = match self {
            Self::Sqlite { first, .. } => first.try_take().await.map(Reader::SqliteFirst),
            Self::Postgres { first, .. } => first.try_take().await.map(Reader::PostgresFirst),
        };
        match first {
            Some(reader) => Ok(reader),
            None => self.read_aside().await,
        }
    }

    /// A connection for reading what takes longer than most: the first is left to others while there is another.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none is to be had in time.
    pub async fn read_aside(&self) -> Result<Reader, StoreError> {
        Ok(match self {
            Self::Sqlite { first, reader, .. } => {
                // One that is not there yet is opened: beside one that is, it would come too late each time.
                if reader.size() < READERS
                    && let Ok(connection) = reader.acquire().await
                {
                    return Ok(Reader::Sqlite(connection));
                }
                // Whichever is free first: what the others do may take long, too.
                tokio::select! {
                    biased;
                    connection = reader.acquire() => Reader::Sqlite(connection?),
                    Ok(lease) = first.take() => Reader::SqliteFirst(lease),
                }
            }
            Self::Postgres { pool, .. } => Reader::Postgres(pool.acquire().await?),
        })
    }

    /// Begins a transaction that writes. On SQLite it holds the write lock from the start: a transaction that first
    /// reads and then writes would be refused at once if another came between.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer in time.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { pool, .. } => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that reads: all of its statements see the same state, whatever is committed meanwhile. It
    /// takes longer than most reading, so the first of the readers is left to others.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer in time.
    pub async fn begin_reading(&self) -> Result<Transaction, StoreError> {
        const ONE_STATE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite { reader, .. } => Transaction::Sqlite(reader.begin().await?),
            Self::Postgres { pool, .. } => Transaction::Postgres(pool.begin_with(ONE_STATE).await?),
        })
    }

    /// Closes every connection after its work. On SQLite the log is folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite {
                writer,
                first,
                reader,
            } => {
                reader.close().await;
                first.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, first } => {
                first.close().await;
                pool.close().await;
            }
        }
    }
}

impl Transaction {
    /// The connection that the transaction's statements run on.
    pub fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(inner) => Connection::Sqlite((&mut **inner).into()),
            Self::Postgres(inner) => Connection::Postgres((&mut **inner).into()),
        }
    }

    /// Makes everything that was done permanent.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was done.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(inner) => inner.commit().await?,
            Self::Postgres(inner) => inner.commit().await?,
        }
        Ok(())
    }
}

impl Connection<'_> {
    /// Which engine the connection is to.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl Reader {
    /// The connection that statements run on.
    pub fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::SqliteFirst(lease) => Connection::Sqlite(lease.lend()),
            Self::Sqlite(inner) => Connection::Sqlite((&mut **inner).into()),
            Self::PostgresFirst(lease) => Connection::Postgres(lease.lend()),
            Self::Postgres(inner) => Connection::Postgres((&mut **inner).into()),
        }
    }

    /// Whether it is the one that reads while it has nothing else to do.
    pub fn is_first(&self) -> bool {
        matches!(self, Self::SqliteFirst(_) | Self::PostgresFirst(_))
    }
}

impl First for SqliteConnection {
    /// A file does not hang up.
    const KEPT: Option<Kept> = None;

    async fn ready(&mut self) -> Result<(), sqlx::Error> {
        give_way(self).await
    }
}

impl First for PgConnection {
    const KEPT: Option<Kept> = Some(Kept {
        quiet: Duration::from_secs(1),
        // As a pool does: what a process of PostgreSQL knows of tables and plans is never given back.
        whole: Duration::from_mins(30),
    });

    /// Compiling a statement takes half a second, longer than any of these runs without. Starting workers takes ten
    /// milliseconds, longer than a page takes: only what goes through nearly everybody may have some. Whoever hangs up while
    /// a statement runs wants no answer, which PostgreSQL can only see on Linux.
    async fn ready(&mut self) -> Result<(), sqlx::Error> {
        let text = "select set_config('jit', 'off', false), set_config('parallel_setup_cost', '20000', false),
            case when version() like '%linux%' then set_config('client_connection_check_interval', '2s', false) end";
        sqlx::query(text).execute(self).await.map(drop)
    }
}

/// Whether opening failed because file or folder cannot be written (SQLite: readonly 8, cannot open 14).
fn is_read_only(path: &str, error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(|database| database.code().map(std::borrow::Cow::into_owned));
    let code = code
        .and_then(|code| code.parse::<i32>().ok())
        .map(|code| code & 0xff);
    let folder = Path::new(path)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    code == Some(8) || (code == Some(14) && folder.is_none_or(Path::is_dir))
}
