//! How many connections are served at once, and who gives way when there are more.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// The places. While some are free everybody is welcome; when none is, the one who has been there for the longest
/// without asking anything gives way. Whoever has asked once keeps the place, so a flood of half-open connections
/// pushes out its own.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    silent: Mutex<Silent>,
}

/// Who has asked nothing yet, by age.
#[derive(Debug, Default)]
struct Silent {
    newest: u64,
    by_age: BTreeMap<u64, CancellationToken>,
}

/// A connection's place, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
    has_asked: AtomicBool,
    given_up: CancellationToken,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    /// So many places.
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(count)),
            silent: Mutex::default(),
        })
    }

    /// A place for a connection that has just come. `None` when there are none any more.
    pub(super) async fn take(self: &Arc<Self>) -> Option<Arc<Place>> {
        let permit = match Arc::clone(&self.free).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                self.oldest_gives_way();
                Arc::clone(&self.free).acquire_owned().await.ok()?
            }
        };
        let given_up = CancellationToken::new();
        let number = self.silent.lock().map_or(0, |mut silent| {
            silent.newest += 1;
            let number = silent.newest;
            silent.by_age.insert(number, given_up.clone());
            number
        });
        Some(Arc::new(Place {
            places: Arc::clone(self),
            number,
            has_asked: AtomicBool::new(false),
            given_up,
            _permit: permit,
        }))
    }

    fn oldest_gives_way(&self) {
        let oldest = self
            .silent
            .lock()
            .ok()
            .and_then(|mut silent| silent.by_age.pop_first());
        if let Some((_, connection)) = oldest {
            connection.cancel();
        }
    }
}

impl Place {
    /// Notes that the head of a request is here: the connection gives way to nobody from then on.
    pub(super) fn asks(&self) {
        if !self.has_asked.swap(true, Ordering::Relaxed) {
            self.leave();
        }
    }

    /// Waits until the connection has to give way.
    pub(super) async fn given_up(&self) {
        self.given_up.cancelled().await;
    }

    fn leave(&self) {
        if let Ok(mut silent) = self.places.silent.lock() {
            silent.by_age.remove(&self.number);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}
