//! Writing down what was decided, behind the answers: a full queue drops and counts, and never keeps anybody waiting.

mod batch;
mod latencies;
mod pending;
mod waiting;

use crate::error::ServiceError;
use crate::services::Services;
pub use batch::{Batch, Logged, Names};
use forecourt_store::{decision_draft, decision_log};
pub use latencies::ConnectorFigures;
use latencies::Latencies;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{MissedTickBehavior, interval, sleep};
use waiting::{Counts, Waiting};

/// How many decisions wait at most, some 60 MB of them: batches may be large, so not they are counted.
const QUEUE: u32 = 250_000;

/// For how long what comes is left in the queue, so that not every answer wakes the one who writes it down.
const LINGER: Duration = Duration::from_millis(20);

/// How often what waits is written.
const STEP: Duration = Duration::from_secs(1);

/// How many records are held while the database does not answer.
const HELD: usize = 50_000;

/// How often what is too old is forgotten.
const CLEANING: Duration = Duration::from_hours(1);

/// A batch with its places in the queue, which are free again when this is dropped.
type Queued = (Batch, OwnedSemaphorePermit);

/// The queue.
pub struct Journal {
    places: Arc<Semaphore>,
    sender: mpsc::UnboundedSender<Queued>,
    receiver: Mutex<Option<mpsc::UnboundedReceiver<Queued>>>,
    dropped: AtomicU64,
    allowed: AtomicU64,
    figures: Mutex<HashMap<Arc<str>, Latencies>>,
}

impl Default for Journal {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self {
            places: Arc::new(Semaphore::new(QUEUE as usize)),
            sender,
            receiver: Mutex::new(Some(receiver)),
            dropped: AtomicU64::new(0),
            allowed: AtomicU64::new(0),
            figures: Mutex::default(),
        }
    }
}

impl Journal {
    /// Hands decisions over, or drops and counts them when too many wait.
    pub fn hand_over(&self, batch: Batch) {
        let decisions = batch.len();
        let wanted = u32::try_from(decisions).unwrap_or(u32::MAX);
        let places = Arc::clone(&self.places).try_acquire_many_owned(wanted);
        let queued = places.is_ok_and(|places| self.sender.send((batch, places)).is_ok());
        if !queued {
            self.dropped.fetch_add(decisions as u64, Ordering::Relaxed);
        }
    }

    /// How many decisions were not written down since the server began.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Whether the next decision that allows is kept, when one in `keep_one_in` is.
    pub fn keeps_allowed(&self, keep_one_in: u32) -> bool {
        keep_one_in != 0
            && self
                .allowed
                .fetch_add(1, Ordering::Relaxed)
                .is_multiple_of(u64::from(keep_one_in))
    }

    /// Notes how long an answer took, and who got it. A fault of another thread loses the note, not the answer.
    pub fn note_latency(&self, connector: &Arc<str>, version: &str, took: Duration) {
        if let Ok(mut figures) = self.figures.try_lock() {
            let held = match figures.get_mut(connector) {
                Some(held) => held,
                None => figures.entry(Arc::clone(connector)).or_default(),
            };
            held.add(took);
            if !version.is_empty() && held.version != version {
                version.clone_into(&mut held.version);
            }
        }
    }

    fn figures_of(&self, connector: &Arc<str>) -> ConnectorFigures {
        let figures = self.figures.lock();
        let found = figures
            .ok()
            .and_then(|held| held.get(connector).map(Latencies::figures));
        found.unwrap_or_default()
    }
}

/// Writes at once whatever waits in the queue: for tests, and for the end of the server. Does nothing while
/// [`run`] works.
///
/// # Errors
/// [`ServiceError::Store`]; what waited is lost then.
pub async fn keep(services: &Services) -> Result<(), ServiceError> {
    let journal = services.decisions().journal();
    let taken = journal.receiver.lock().ok().and_then(|mut held| held.take());
    let Some(mut receiver) = taken else {
        return Ok(());
    };
    let mut waiting = Waiting::default();
    while let Ok((batch, _places)) = receiver.try_recv() {
        waiting.add(&batch, &journal.dropped);
    }
    if let Ok(mut held) = journal.receiver.lock() {
        *held = Some(receiver);
    }
    waiting.write(services, Counts::All).await
}

/// Writes down what was decided, once a second, counts of many domains every ten, and forgets what is too old, until `end`
/// comes; then all that waits is written. Faults of the database are logged and waited out.
pub async fn run(services: Services, end: impl Future<Output = ()>) {
    let journal = services.decisions().journal();
    let taken = journal.receiver.lock().ok().and_then(|mut held| held.take());
    let Some(mut receiver) = taken else {
        return;
    };
    let mut waiting = Waiting::default();
    let mut cleaning = interval(CLEANING);
    cleaning.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = services.clock().now();
    let mut tick = interval(STEP);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => {
                while let Ok((batch, _places)) = receiver.try_recv() {
                    waiting.add(&batch, &journal.dropped);
                }
                if let Err(error) = waiting.write(&services, Counts::All).await {
                    tracing::error!(%error, "the last decisions could not be written down");
                }
                return;
            }
            batch = receiver.recv() => {
                let Some((batch, places)) = batch else { return };
                waiting.add(&batch, &journal.dropped);
                drop(places);
                while let Ok((batch, _places)) = receiver.try_recv() {
                    waiting.add(&batch, &journal.dropped);
                }
                sleep(LINGER).await;
            }
            _ = tick.tick() => {
                if let Err(error) = waiting.write(&services, Counts::Due).await {
                    tracing::warn!(%error, "decisions could not be written down; trying again");
                }
            }
            _ = cleaning.tick() => {
                let now = services.clock().now();
                if !is_plausible(last, now) {
                    tracing::warn!(%last, %now, "the clock has jumped; decisions are kept for another hour");
                } else if let Err(error) = clean(&services, now).await {
                    tracing::warn!(%error, "old decisions could not be forgotten; trying again in an hour");
                }
                last = now;
            }
        }
    }
}

/// Whether the clock can have gone from `last` to `now` between two cleanings. What is too old by a clock that jumped
/// may not be old at all, and is not to be had back.
fn is_plausible(last: OffsetDateTime, now: OffsetDateTime) -> bool {
    let gone = now - last;
    !gone.is_negative() && gone < CLEANING * 2
}

async fn clean(services: &Services, now: OffsetDateTime) -> Result<(), ServiceError> {
    let Some(state) = services.decisions().state() else {
        return Ok(());
    };
    let days = i64::from(state.refusal.log.days);
    let before = now - time::Duration::days(days);
    let day = now.unix_timestamp().div_euclid(86_400) - days;
    let draft = state
        .draft
        .as_ref()
        .map(|draft| draft.revision)
        .unwrap_or_default();
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    decision_log::clean(&mut connection, services.tenant(), before, day).await?;
    decision_draft::clean(&mut connection, services.tenant(), draft).await?;
    transaction.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_plausible;
    use std::time::Duration;
    use time::OffsetDateTime;

    #[test]
    fn nothing_is_forgotten_by_a_clock_that_has_jumped() {
        let noon = OffsetDateTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert!(is_plausible(noon, noon));
        assert!(is_plausible(noon, noon + Duration::from_secs(3_601)));
        assert!(!is_plausible(noon, noon + Duration::from_hours(24)));
        assert!(!is_plausible(noon, noon - Duration::from_secs(1)));
    }
}
