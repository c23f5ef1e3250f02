//! The connection of SQLite that reads while it has nothing else to do.
//!
//! A pool asks each connection that comes back whether what it was told to do has ended, on a task of its own: four more
//! changes of thread for a page, and where the cores are busy each of them may have to wait. Statements that end say so
//! here, and only a connection whose statement was given up is asked.

use crate::give_way::give_way;
use crate::lent::Lent;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};
use tokio::time::sleep;

/// After how long it is tried again to open a connection that was lost.
const AGAIN: Duration = Duration::from_secs(1);

/// One connection that whoever comes first reads on. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FirstReader {
    options: Arc<SqliteConnectOptions>,
    /// `None` when it was closed.
    slot: Arc<Mutex<Option<SqliteConnection>>>,
    /// Whether a statement was given up that may not have ended yet.
    is_unsettled: Arc<AtomicBool>,
}

impl FirstReader {
    /// Opens it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) async fn open(options: SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let connection = connect(&options).await?;
        Ok(Self {
            options: Arc::new(options),
            slot: Arc::new(Mutex::new(Some(connection))),
            is_unsettled: Arc::default(),
        })
    }

    /// The connection, if it has nothing to do.
    pub(crate) fn try_take(&self) -> Option<Lease> {
        let slot = Arc::clone(&self.slot).try_lock_owned().ok()?;
        if self.is_unsettled.load(Ordering::Acquire) {
            return None;
        }
        self.lease(slot)
    }

    /// The connection, as soon as it has nothing to do.
    ///
    /// # Errors
    /// It was closed, or lost and cannot be opened again.
    pub(crate) async fn take(&self) -> Result<Lease, sqlx::Error> {
        let mut slot = Arc::clone(&self.slot).lock_owned().await;
        self.settle(&mut slot).await?;
        self.lease(slot).ok_or(sqlx::Error::PoolClosed)
    }

    /// Closes it after its work.
    pub(crate) async fn close(&self) {
        if let Some(connection) = self.slot.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "a connection that reads did not close");
        }
    }

    fn lease(&self, slot: OwnedMutexGuard<Option<SqliteConnection>>) -> Option<Lease> {
        let connection = OwnedMutexGuard::try_map(slot, Option::as_mut).ok()?;
        Some(Lease {
            first: self.clone(),
            connection,
            is_open: false,
        })
    }

    /// Waits for a statement that was given up. A connection that does not answer is replaced.
    async fn settle(&self, slot: &mut Option<SqliteConnection>) -> Result<(), sqlx::Error> {
        if self.is_unsettled.load(Ordering::Acquire)
            && let Some(connection) = slot
        {
            if connection.ping().await.is_err() {
                *connection = connect(&self.options).await?;
            }
            self.is_unsettled.store(false, Ordering::Release);
        }
        Ok(())
    }

    fn settle_later(&self) {
        self.is_unsettled.store(true, Ordering::Release);
        let first = self.clone();
        // Without a runtime nobody reads either; whoever does next settles it.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                loop {
                    let outcome = first.settle(&mut *first.slot.lock().await).await;
                    let Err(error) = outcome else { return };
                    tracing::warn!(%error, "a connection that reads was lost and cannot be opened again yet");
                    sleep(AGAIN).await;
                }
            });
        }
    }
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    give_way(&mut connection).await?;
    Ok(connection)
}

/// The connection in the hands of one reader. Dropped, it is the next one's.
#[derive(Debug)]
pub struct Lease {
    first: FirstReader,
    connection: OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>,
    is_open: bool,
}

impl Lease {
    /// The connection, for statements.
    pub(crate) fn lend(&mut self) -> Lent<'_> {
        Lent::noting(&mut self.connection, &mut self.is_open)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.is_open {
            self.first.settle_later();
        }
    }
}
