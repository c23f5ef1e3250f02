//! Long work that lets others go first.
//!
//! On a machine whose cores are all busy, whoever is woken beside a thread that computes waits until the system next looks
//! around, some 4 ms on Linux: longer than a page takes. A thread that offers its core about every half millisecond loses
//! next to nothing where nobody waits.

use sqlx::SqliteConnection;
use std::thread;
use std::time::{Duration, Instant};

/// After how many of SQLite's steps the clock is looked at: some microseconds, hundreds where each step writes trigrams.
const STEPS: i32 = 100;

/// How long a thread computes before it offers its core.
const TURN: Duration = Duration::from_micros(500);

/// Whoever has not looked at the clock for so long has waited meanwhile, and begins anew: a short statement of a connection
/// that had nothing to do need not give way.
const PAUSE: Duration = Duration::from_millis(1);

/// Since when somebody computes.
#[derive(Debug)]
pub(crate) struct Turn {
    begun: Instant,
    looked: Instant,
}

impl Turn {
    /// A turn that begins now.
    pub(crate) fn begin() -> Self {
        let now = Instant::now();
        Self {
            begun: now,
            looked: now,
        }
    }

    /// Lets another thread go first, if the turn is over. To be called every few microseconds; looking at the clock costs
    /// some 30 ns.
    pub(crate) fn give_way(&mut self) {
        if self.is_over(Instant::now()) {
            thread::yield_now();
            *self = Self::begin();
        }
    }

    fn is_over(&mut self, now: Instant) -> bool {
        if now.duration_since(self.looked) > PAUSE {
            self.begun = now;
        }
        self.looked = now;
        now.duration_since(self.begun) >= TURN
    }
}

/// Makes the statements of a connection of SQLite give way: a thread of its own works them off.
///
/// # Errors
/// The connection is closed.
pub(crate) async fn give_way(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut turn = Turn::begin();
    connection
        .lock_handle()
        .await?
        .set_progress_handler(STEPS, move || {
            turn.give_way();
            true
        });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PAUSE, TURN, Turn};
    use std::time::Duration;

    const LOOK: Duration = Duration::from_micros(20);

    #[test]
    fn whoever_computes_gives_way_after_a_turn() {
        let mut turn = Turn::begin();
        let begun = turn.begun;
        let looks = (1..1_000).find(|look| turn.is_over(begun + LOOK * *look));
        assert_eq!(looks.map(|looks| LOOK * looks), Some(TURN));
    }

    #[test]
    fn whoever_was_idle_begins_anew() {
        let mut turn = Turn::begin();
        let mut now = turn.begun;
        for _ in 0..100 {
            now += PAUSE + LOOK;
            assert!(!turn.is_over(now), "a statement begins");
            for _ in 0..10 {
                now += LOOK;
                assert!(!turn.is_over(now), "it is short");
            }
        }
    }
}
