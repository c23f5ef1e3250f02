//! How many connections are served at once, and who gives way when there are more.

use super::progress::{Progress, lasts};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// The places. While some are free everybody is welcome. When none is, somebody gives way who is not being answered:
/// the one who has been there for the longest without asking anything, so that a flood of half-open connections pushes
/// out its own; without such, the one whose last answer ended first, for a connection that was used once could
/// otherwise be held open for ever. Whoever is being answered keeps the place.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    idle: Mutex<Idle>,
    /// Somebody is not being answered any more.
    became_idle: Notify,
    /// Somebody who was to give way has asked something at that moment.
    kept: Notify,
}

/// When somebody gives way: who has asked nothing yet comes first, then who has waited for the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    has_asked: bool,
    number: u64,
}

/// Who is not being answered.
#[derive(Debug, Default)]
struct Idle {
    newest: u64,
    by_turn: BTreeMap<Turn, Arc<CancellationToken>>,
}

impl Idle {
    fn add(&mut self, has_asked: bool, connection: Arc<CancellationToken>) -> Turn {
        self.newest += 1;
        let turn = Turn {
            has_asked,
            number: self.newest,
        };
        self.by_turn.insert(turn, connection);
        turn
    }
}

/// A connection's place, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    doing: Mutex<Doing>,
    /// Shared with [`Idle`]; as a reference, because cloning a token takes a lock.
    given_up: Arc<CancellationToken>,
    became_idle: Notify,
    progress: Progress,
    has_asked: AtomicBool,
    is_http2: AtomicBool,
    _permit: OwnedSemaphorePermit,
}

/// What a connection is doing: several requests come at once over HTTP/2.
#[derive(Debug)]
struct Doing {
    requests: usize,
    turn: Option<Turn>,
    /// Since when nothing is asked.
    idle_since: Instant,
}

/// A request until its answer has ended, or an answer until the other side has read it: the connection gives way to
/// nobody as long as this is there.
#[derive(Debug)]
pub(super) struct Asking(Arc<Place>);

impl Places {
    /// So many places.
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(count)),
            idle: Mutex::default(),
            became_idle: Notify::new(),
            kept: Notify::new(),
        })
    }

    /// A place for a connection that has just come. `None` when there are none any more.
    pub(super) async fn take(self: &Arc<Self>) -> Option<Arc<Place>> {
        let permit = self.permit().await?;
        let given_up = Arc::new(CancellationToken::new());
        let turn = self
            .idle
            .lock()
            .ok()
            .map(|mut idle| idle.add(false, Arc::clone(&given_up)));
        Some(Arc::new(Place {
            places: Arc::clone(self),
            doing: Mutex::new(Doing {
                requests: 0,
                turn,
                idle_since: Instant::now(),
            }),
            given_up,
            became_idle: Notify::new(),
            progress: Progress::new(),
            has_asked: AtomicBool::new(false),
            is_http2: AtomicBool::new(false),
            _permit: permit,
        }))
    }

    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            let free = Arc::clone(&self.free);
            if let Ok(permit) = Arc::clone(&free).try_acquire_owned() {
                return Some(permit);
            }
            let other = if self.first_gives_way() {
                &self.kept
            } else {
                &self.became_idle
            };
            tokio::select! {
                permit = free.acquire_owned() => return permit.ok(),
                () = other.notified() => {}
            }
        }
    }

    /// Returns whether there was anybody who can give way.
    fn first_gives_way(&self) -> bool {
        // Told under the lock, so that whoever asks at this moment sees it.
        let Ok(mut idle) = self.idle.lock() else {
            return false;
        };
        let first = idle.by_turn.pop_first();
        if let Some((_, connection)) = &first {
            connection.cancel();
        }
        first.is_some()
    }

    fn leave(&self, turn: Option<Turn>) {
        if let (Some(turn), Ok(mut idle)) = (turn, self.idle.lock()) {
            idle.by_turn.remove(&turn);
        }
    }
}

impl Place {
    /// Notes that the head of a request is here.
    pub(super) fn asks(self: &Arc<Self>, is_http2: bool) -> Asking {
        self.has_asked.store(true, Ordering::Relaxed);
        if is_http2 {
            self.is_http2.store(true, Ordering::Relaxed);
        }
        self.keep()
    }

    /// Notes that the other side has still to read. What it gets before it has asked anything counts for nothing.
    pub(super) fn reads(self: &Arc<Self>) -> Option<Asking> {
        self.has_asked.load(Ordering::Relaxed).then(|| self.keep())
    }

    /// Keeps the place until what is returned is dropped.
    fn keep(self: &Arc<Self>) -> Asking {
        if let Ok(mut doing) = self.doing.lock() {
            doing.requests += 1;
            let turn = doing.turn.take();
            // Told to give way just now, and it does not: once, for whoever waits lets another go instead.
            if turn.is_some() && self.given_up.is_cancelled() {
                self.places.kept.notify_one();
            }
            self.places.leave(turn);
        }
        Asking(Arc::clone(self))
    }

    /// Whether the answers are taken.
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Whether a request has come over HTTP/2.
    pub(super) fn is_http2(&self) -> bool {
        self.is_http2.load(Ordering::Relaxed)
    }

    /// Waits until nothing was asked for so long.
    async fn idle_for(&self, patience: impl Fn() -> Duration) {
        lasts(patience, || {
            let idle = self.doing.lock().ok().filter(|doing| doing.requests == 0);
            idle.map(|doing| doing.idle_since)
        })
        .await;
    }

    /// Waits until the connection has to give way, or has been idle for as long as `patience` says by then: what came in
    /// between is answered first.
    pub(super) async fn given_up(&self, patience: impl Fn() -> Duration) {
        tokio::select! {
            () = self.given_up.cancelled() => {}
            () = self.idle_for(patience) => {
                if let Ok(mut doing) = self.doing.lock() {
                    self.places.leave(doing.turn.take());
                }
                self.given_up.cancel();
            }
        }
        while self.is_busy() {
            self.became_idle.notified().await;
        }
    }

    fn is_busy(&self) -> bool {
        self.doing.lock().is_ok_and(|doing| doing.requests > 0)
    }
}

impl Asking {
    /// Whether the answers of its connection are taken.
    pub(super) fn progress(&self) -> &Progress {
        &self.0.progress
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let place = &self.0;
        let Ok(mut doing) = place.doing.lock() else { return };
        doing.requests -= 1;
        if doing.requests > 0 {
            return;
        }
        doing.idle_since = Instant::now();
        if place.given_up.is_cancelled() {
            place.became_idle.notify_one();
            return;
        }
        if let Ok(mut idle) = place.places.idle.lock() {
            doing.turn = Some(idle.add(true, Arc::clone(&place.given_up)));
        }
        place.places.became_idle.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let turn = self.doing.get_mut().ok().and_then(|doing| doing.turn.take());
        self.places.leave(turn);
    }
}
