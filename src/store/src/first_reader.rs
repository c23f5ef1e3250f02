//! The connection that reads while it has nothing else to do.
//!
//! A pool asks each connection that comes back whether what it was told to do has ended, on a task of its own, and one of
//! PostgreSQL once more before it is given out: several changes of thread for each statement, and where the cores are busy
//! each of them may have to wait. Statements that end say so here, and only a connection whose statement was given up is
//! asked.

use crate::lent::Lent;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};
use tokio::time::{Instant, sleep, timeout};

/// After how long it is tried again to open a connection that was lost.
const AGAIN: Duration = Duration::from_secs(1);

/// How long opening a connection, or asking one whether it is there, may keep a reader who could take another.
const PATIENCE: Duration = Duration::from_secs(1);

/// A connection that can be the first to read.
pub trait First: sqlx::Connection + Send + 'static {
    /// How long it is trusted to be there still, and for how long it is used at all; `None` where nobody hangs up.
    const KEPT: Option<Kept>;

    /// Makes a connection that was just opened ready.
    fn ready(&mut self) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
}

/// How long a connection is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// After how long without work it is asked for a sign of life before it gets some.
    pub quiet: Duration,
    /// After how long another one is opened in its place.
    pub whole: Duration,
}

/// One connection that whoever comes first reads on. Cheap to clone.
#[derive(Debug)]
pub struct FirstReader<C: First> {
    options: Arc<C::Options>,
    slot: Arc<Mutex<Slot<C>>>,
    /// Whether a statement was given up that may not have ended yet.
    is_unsettled: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Slot<C> {
    /// Not opened yet, or lost.
    Empty,
    Open(Held<C>),
    Closed,
}

#[derive(Debug)]
struct Held<C> {
    connection: C,
    opened: Instant,
    used: Instant,
}

impl<C: First> FirstReader<C> {
    /// Opens it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(crate) async fn open(options: C::Options) -> Result<Self, sqlx::Error> {
        let first = Self::later(options);
        *first.slot.lock().await = Slot::Open(first.connect().await?);
        Ok(first)
    }

    /// It is opened as soon as somebody reads.
    pub(crate) fn later(options: C::Options) -> Self {
        Self {
            options: Arc::new(options),
            slot: Arc::new(Mutex::new(Slot::Empty)),
            is_unsettled: Arc::default(),
        }
    }

    /// The connection, if it has nothing to do and is there.
    pub(crate) async fn try_take(&self) -> Option<Lease<C>> {
        let mut slot = Arc::clone(&self.slot).try_lock_owned().ok()?;
        if self.is_unsettled.load(Ordering::Acquire) {
            return None;
        }
        let is_worn = |held: &Held<C>| C::KEPT.is_some_and(|kept| held.opened.elapsed() > kept.whole);
        if matches!(&*slot, Slot::Open(held) if is_worn(held)) {
            *slot = Slot::Empty;
        }
        if matches!(&*slot, Slot::Empty) {
            *slot = Slot::Open(timeout(PATIENCE, self.connect()).await.ok()?.ok()?);
        }
        let mut lease = self.lease(slot)?;
        if C::KEPT.is_some_and(|kept| lease.held.used.elapsed() > kept.quiet) {
            lease.is_open = true;
            timeout(PATIENCE, lease.held.connection.ping()).await.ok()?.ok()?;
            lease.is_open = false;
        }
        Some(lease)
    }

    /// The connection, as soon as it has nothing to do.
    ///
    /// # Errors
    /// It was closed, or lost and cannot be opened again.
    pub(crate) async fn take(&self) -> Result<Lease<C>, sqlx::Error> {
        let mut slot = Arc::clone(&self.slot).lock_owned().await;
        self.settle(&mut slot).await?;
        self.lease(slot).ok_or(sqlx::Error::PoolClosed)
    }

    /// Closes it after its work.
    pub(crate) async fn close(&self) {
        let slot = std::mem::replace(&mut *self.slot.lock().await, Slot::Closed);
        if let Slot::Open(held) = slot
            && let Err(error) = held.connection.close().await
        {
            tracing::warn!(%error, "a connection that reads did not close");
        }
    }

    fn lease(&self, slot: OwnedMutexGuard<Slot<C>>) -> Option<Lease<C>> {
        let held = OwnedMutexGuard::try_map(slot, |slot| match slot {
            Slot::Open(held) => Some(held),
            Slot::Empty | Slot::Closed => None,
        });
        Some(Lease {
            first: self.clone(),
            held: held.ok()?,
            is_open: false,
        })
    }

    async fn connect(&self) -> Result<Held<C>, sqlx::Error> {
        let mut connection = C::connect_with(&self.options).await?;
        connection.ready().await?;
        let now = Instant::now();
        Ok(Held {
            connection,
            opened: now,
            used: now,
        })
    }

    /// Waits for a statement that was given up. A connection that does not answer is replaced.
    async fn settle(&self, slot: &mut Slot<C>) -> Result<(), sqlx::Error> {
        if self.is_unsettled.load(Ordering::Acquire)
            && let Slot::Open(held) = slot
        {
            if held.connection.ping().await.is_err() {
                *held = self.connect().await?;
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

impl<C: First> Clone for FirstReader<C> {
    fn clone(&self) -> Self {
        Self {
            options: Arc::clone(&self.options),
            slot: Arc::clone(&self.slot),
            is_unsettled: Arc::clone(&self.is_unsettled),
        }
    }
}

/// The connection in the hands of one reader. Dropped, it is the next one's.
#[derive(Debug)]
pub struct Lease<C: First> {
    first: FirstReader<C>,
    held: OwnedMappedMutexGuard<Slot<C>, Held<C>>,
    is_open: bool,
}

impl<C: First> Lease<C> {
    /// The connection, for statements.
    pub(crate) fn lend(&mut self) -> Lent<'_, C> {
        Lent::noting(&mut self.held.connection, &mut self.is_open)
    }
}

impl<C: First> Drop for Lease<C> {
    fn drop(&mut self) {
        self.held.used = Instant::now();
        if self.is_open {
            self.first.settle_later();
        }
    }
}
