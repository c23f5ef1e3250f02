//! The connection that reads while it has nothing else to do.
//!
//! A pool asks each connection that comes back whether what it was told to do has ended, on a task of its own, and one of
//! PostgreSQL once more before it is given out: several changes of thread for each statement, and where the cores are busy
//! each of them may have to wait. Statements that end say so here, and only a connection whose statement was given up is
//! asked.

use crate::database::WAIT;
use crate::lent::Lent;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};
use tokio::time::{Instant, sleep, timeout};

/// After how long it is tried again to open a connection that was lost.
const AGAIN: Duration = Duration::from_secs(1);

/// How long a sign of life may keep a reader who could take another connection.
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
pub struct FirstReader<C: First>(Arc<Shared<C>>);

#[derive(Debug)]
struct Shared<C: First> {
    options: C::Options,
    /// `None` when it is not opened yet, lost or closed.
    slot: Arc<Mutex<Option<Held<C>>>>,
    /// Whether the connection has to be opened, or a statement was given up that may not have ended yet.
    is_unsettled: AtomicBool,
    /// Whether a task settles that.
    is_attended: AtomicBool,
    /// Whether it was closed, also when its connection could not be told yet.
    is_closed: AtomicBool,
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
        first.0.settle(&mut *first.0.slot.lock().await).await?;
        Ok(first)
    }

    /// It is opened as soon as somebody reads, who does not wait for it.
    pub(crate) fn later(options: C::Options) -> Self {
        Self(Arc::new(Shared {
            options,
            slot: Arc::default(),
            is_unsettled: AtomicBool::new(true),
            is_attended: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
        }))
    }

    /// The connection, if it has nothing to do and is there.
    pub(crate) async fn try_take(&self) -> Option<Lease<C>> {
        let slot = Arc::clone(&self.0.slot).try_lock_owned().ok()?;
        if self.0.is_closed() {
            return None;
        }
        if slot.as_ref().is_some_and(Held::is_worn) {
            self.0.is_unsettled.store(true, Ordering::SeqCst);
        }
        if self.0.is_unsettled.load(Ordering::SeqCst) {
            self.settle_later();
            return None;
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
        let mut slot = Arc::clone(&self.0.slot).lock_owned().await;
        if self.0.is_closed() {
            return Err(sqlx::Error::PoolClosed);
        }
        self.0.settle(&mut slot).await?;
        self.lease(slot).ok_or(sqlx::Error::PoolClosed)
    }

    /// Closes it after its work, for which it waits as long as for a connection.
    pub(crate) async fn close(&self) {
        self.0.is_closed.store(true, Ordering::SeqCst);
        let closing = async {
            match self.0.slot.lock().await.take() {
                Some(held) => held.connection.close().await,
                None => Ok(()),
            }
        };
        match timeout(WAIT, closing).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a connection that reads did not close"),
            Err(_) => tracing::warn!("a connection that reads is still at work, and was not closed"),
        }
    }

    fn lease(&self, slot: OwnedMutexGuard<Option<Held<C>>>) -> Option<Lease<C>> {
        Some(Lease {
            first: self.clone(),
            held: OwnedMutexGuard::try_map(slot, Option::as_mut).ok()?,
            is_open: false,
        })
    }

    /// Settles it in a task of its own, if none does so already.
    fn settle_later(&self) {
        // Without a runtime nobody reads either; whoever does next settles it.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if !self.0.is_attended.swap(true, Ordering::SeqCst) {
            runtime.spawn(attend(Attendant(Arc::downgrade(&self.0))));
        }
    }
}

/// Whoever settles what is not. Nobody does any more when it is dropped, even by the end of the runtime.
struct Attendant<C: First>(Weak<Shared<C>>);

impl<C: First> Drop for Attendant<C> {
    fn drop(&mut self) {
        if let Some(shared) = self.0.upgrade() {
            shared.is_attended.store(false, Ordering::SeqCst);
        }
    }
}

async fn attend<C: First>(attendant: Attendant<C>) {
    let mut is_known = false;
    while let Some(shared) = attendant.0.upgrade() {
        let outcome = shared.settle(&mut *shared.slot.lock().await).await;
        let Err(error) = outcome else {
            drop(attendant);
            // Whoever gave a statement up just now found it attended.
            if shared.is_unsettled.load(Ordering::SeqCst) {
                FirstReader(shared).settle_later();
            }
            return;
        };
        drop(shared);
        if !is_known {
            tracing::warn!(%error, "a connection that reads cannot be opened; it is tried again each second");
        }
        is_known = true;
        sleep(AGAIN).await;
    }
}

impl<C: First> Shared<C> {
    /// Waits for a statement that was given up. A connection that does not answer in time, or is worn, is replaced.
    async fn settle(&self, slot: &mut Option<Held<C>>) -> Result<(), sqlx::Error> {
        if !self.is_unsettled.load(Ordering::SeqCst) {
            return Ok(());
        }
        if let Some(held) = slot {
            let is_worn = held.is_worn();
            if (is_worn || in_time::<C, _>(held.connection.ping()).await.is_err())
                && let Some(held) = slot.take()
                && is_worn
            {
                // Nobody hears of it when it cannot be told to go.
                drop(timeout(PATIENCE, held.connection.close()).await);
            }
        }
        if slot.is_none() && !self.is_closed() {
            *slot = Some(in_time::<C, _>(self.connect()).await?);
        }
        self.is_unsettled.store(false, Ordering::SeqCst);
        Ok(())
    }

    fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::SeqCst)
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
}

impl<C: First> Held<C> {
    /// Whether it was used for as long as it may.
    fn is_worn(&self) -> bool {
        C::KEPT.is_some_and(|kept| self.opened.elapsed() > kept.whole)
    }
}

/// What a connection does, as far as it is done in time. Where nobody hangs up it is waited for: in the place of a connection
/// that is at work there would be two.
async fn in_time<C: First, T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    match C::KEPT {
        None => work.await,
        Some(_) => timeout(WAIT, work)
            .await
            .unwrap_or(Err(sqlx::Error::PoolTimedOut)),
    }
}

impl<C: First> Clone for FirstReader<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The connection in the hands of one reader. Dropped, it is the next one's.
#[derive(Debug)]
pub struct Lease<C: First> {
    first: FirstReader<C>,
    held: OwnedMappedMutexGuard<Option<Held<C>>, Held<C>>,
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
            self.first.0.is_unsettled.store(true, Ordering::SeqCst);
            self.first.settle_later();
        }
    }
}
