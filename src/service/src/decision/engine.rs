//! Where the state is held.

use super::caller::Callers;
use super::journal::Journal;
use super::load;
use super::newest::Newest;
use super::state::State;
use crate::error::ServiceError;
use crate::random::Random;
use crate::snapshot::Snapshot;
use arc_swap::Guard;
use forecourt_model::decision::FingerprintKey;
use forecourt_model::{Revision, TenantId};
use forecourt_store::Database;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::OffsetDateTime;
use tokio::sync::{Mutex, watch};

/// The state, for as many readers as there are: reading takes no lock and waits for nobody.
pub struct Engine {
    state: Newest<State>,
    /// Microseconds since 1970; 0 while the state is known to be the newest.
    stale_since: AtomicI64,
    key: FingerprintKey,
    pub(super) callers: Callers,
    journal: Journal,
}

impl Engine {
    /// An engine that has read nothing yet.
    pub fn new(random: &dyn Random) -> Self {
        let mut key = [0; 16];
        random.fill(&mut key);
        Self {
            state: Newest::empty(),
            stale_since: AtomicI64::new(0),
            key: FingerprintKey(key),
            callers: Callers::default(),
            journal: Journal::default(),
        }
    }

    /// The state; `None` until it was read.
    pub fn state(&self) -> Option<Arc<State>> {
        self.state.get()
    }

    /// The same without counting references: for one decision.
    pub fn borrow(&self) -> Guard<Option<Arc<State>>> {
        self.state.borrow()
    }

    /// What is written down.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Puts `state` in force, unless a newer one is.
    pub fn put(&self, state: State) {
        self.state.put(state);
    }

    /// Hears of every newer state.
    pub fn watch(&self) -> watch::Receiver<Revision> {
        self.state.watch()
    }

    /// Since when the state may not be the newest, because the database could not be asked.
    pub fn stale_since(&self) -> Option<OffsetDateTime> {
        let micros = self.stale_since.load(Ordering::Relaxed);
        if micros == 0 {
            return None;
        }
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).ok()
    }

    /// Notes whether the database could be asked at `now`.
    pub fn mark(&self, is_fresh: bool, now: OffsetDateTime) {
        if is_fresh {
            self.stale_since.store(0, Ordering::Relaxed);
        } else {
            let micros = i64::try_from(now.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX);
            // The first fault counts, not the last.
            let _ = self
                .stale_since
                .compare_exchange(0, micros, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// The state, read if it was not before. Decisions are possible from then on. `snapshot` gives the newest one, and
    /// `renewal` keeps it from being replaced.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; those of `snapshot`.
    pub(crate) async fn state_or_read(
        &self,
        database: &Database,
        tenant: TenantId,
        renewal: &Mutex<()>,
        snapshot: impl Fn() -> Result<Arc<Snapshot>, ServiceError>,
    ) -> Result<Arc<State>, ServiceError> {
        let read = async || load::load(database, tenant, self.key, &*snapshot()?).await;
        let catch_up = async |state: State| {
            let newest = snapshot()?;
            if newest.revision() <= state.revision {
                return Ok(state);
            }
            load::update(database, tenant, &state, &newest).await
        };
        self.state.get_or_read(renewal, read, catch_up).await
    }

    /// Brings the state up to `snapshot`. Does nothing while nothing was read: who does not decide pays nothing.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; the old state stays.
    pub(crate) async fn renew(
        &self,
        database: &Database,
        tenant: TenantId,
        snapshot: &Snapshot,
    ) -> Result<(), ServiceError> {
        let Some(held) = self.state.get() else {
            return Ok(());
        };
        if held.revision >= snapshot.revision() {
            return Ok(());
        }
        self.put(load::update(database, tenant, &held, snapshot).await?);
        Ok(())
    }
}
