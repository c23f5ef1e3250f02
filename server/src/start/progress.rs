//! Whether the other side takes what it asked for, over HTTP/2.
//!
//! There the other side says how much it takes. One that never says it takes anything leaves nothing that could wait in
//! the connection: every write succeeds, while the answers lie in memory. So what lies is counted here.

use std::sync::Mutex;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// What lies on one connection, and when anything moved last.
#[derive(Debug)]
pub(super) struct Progress(Mutex<State>);

#[derive(Debug)]
struct State {
    /// How many pieces of answers were handed out and not asked after since.
    lying: usize,
    moved: Instant,
}

impl Progress {
    /// Nothing lies yet.
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            lying: 0,
            moved: Instant::now(),
        }))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        if let Ok(mut state) = self.0.lock() {
            state.moved = Instant::now();
            change(&mut state);
        }
    }

    /// A piece of an answer was handed out.
    pub(super) fn lies(&self) {
        self.change(|state| state.lying += 1);
    }

    /// A piece was taken: the next is asked for, or the answer has ended.
    pub(super) fn taken(&self) {
        self.change(|state| state.lying -= 1);
    }

    /// The connection itself is full. Whether the other side reads is then seen there.
    pub(super) fn filled(&self) {
        self.change(|_| {});
    }

    /// Waits until something has lain for so long, and nothing moved meanwhile. It is one clock for all answers of a
    /// connection: an honest client may leave one of them for later while it reads another.
    pub(super) async fn stalled(&self, patience: Duration) {
        lasts(
            || patience,
            || {
                let lying = self.0.lock().ok().filter(|state| state.lying > 0);
                lying.map(|state| state.moved)
            },
        )
        .await;
    }
}

/// Waits until something has lasted for as long as `patience` says by then; `since` says since when it lasts, if it does.
pub(super) async fn lasts(patience: impl Fn() -> Duration, since: impl Fn() -> Option<Instant>) {
    loop {
        let now = Instant::now();
        let end = since().unwrap_or(now) + patience();
        if end <= now {
            return;
        }
        sleep_until(end).await;
    }
}
