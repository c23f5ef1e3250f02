//! Writing down what was decided, behind the answers: a full queue drops and counts, and never keeps anybody waiting.

use super::ask::side_code;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::decision::{DecisionAction, DecisionReason, Side};
use forecourt_model::{PersonId, Revision};
use forecourt_store::connector::{self, Connector};
use forecourt_store::decision_draft::{self, DraftCounts, DraftKey};
use forecourt_store::decision_log::{self as store, DayKey, DecisionRecord};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

/// How many batches wait at most.
const QUEUE: usize = 1_024;

/// How often what waits is written.
const STEP: Duration = Duration::from_secs(1);

/// How many records are held while the database does not answer.
const HELD: usize = 50_000;

/// How many domains are told apart before the rest is counted together.
const DOMAINS: usize = 10_000;

/// How often what is too old is forgotten.
const CLEANING: Duration = Duration::from_hours(1);

/// A decision on its way into the log.
#[derive(Clone, Debug)]
pub struct Logged {
    /// As in the answer.
    pub id: Uuid,
    /// What was asked.
    pub action: DecisionAction,
    /// Why.
    pub reason: DecisionReason,
    /// Who began.
    pub begun_by: Side,
    /// The identifier inside; empty when the decision is only counted.
    pub inside: String,
    /// The identifier outside, likewise.
    pub outside: String,
    /// The server outside.
    pub domain: String,
    /// The person inside.
    pub person: Option<PersonId>,
    /// Whether the settings that are tried would have allowed it.
    pub draft: Option<(Revision, bool)>,
    /// Whether it is kept by itself.
    pub is_kept: bool,
}

/// The decisions of one request.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which chat server asked.
    pub connector: Arc<str>,
    /// What it says that it is.
    pub version: String,
    /// When.
    pub decided_at: OffsetDateTime,
    /// The newest change that the answers knew of.
    pub revision: Revision,
    /// How long the answer took.
    pub took: Duration,
    /// The decisions.
    pub decisions: Vec<Logged>,
}

/// The queue.
pub struct Journal {
    sender: mpsc::Sender<Batch>,
    receiver: Mutex<Option<mpsc::Receiver<Batch>>>,
    dropped: AtomicU64,
    allowed: AtomicU64,
    figures: Mutex<HashMap<Arc<str>, Latencies>>,
}

impl Default for Journal {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
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
        let decisions = batch.decisions.len() as u64;
        if self.sender.try_send(batch).is_err() {
            self.dropped.fetch_add(decisions, Ordering::Relaxed);
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
            let held = figures.entry(Arc::clone(connector)).or_default();
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

/// How long answers took, in steps of an eighth of a power of two of microseconds.
#[derive(Clone, Debug)]
struct Latencies {
    counts: Vec<u64>,
    version: String,
}

impl Default for Latencies {
    fn default() -> Self {
        Self {
            counts: vec![0; 256],
            version: String::new(),
        }
    }
}

/// How long answers took, and what asked for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectorFigures {
    /// Half of them took at most this long, in microseconds.
    pub p50_micros: u64,
    /// 99 of 100 took at most this long, in microseconds.
    pub p99_micros: u64,
    /// What the chat server says that it is.
    pub version: String,
}

impl Latencies {
    fn add(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        let power = u64::from(micros.ilog2());
        let part = if power >= 3 {
            (micros >> (power - 3)) & 7
        } else {
            0
        };
        let index = usize::try_from(power * 8 + part).unwrap_or(usize::MAX).min(255);
        if let Some(count) = self.counts.get_mut(index) {
            *count += 1;
        }
    }

    fn at(&self, percent: u64) -> u64 {
        let total: u64 = self.counts.iter().sum();
        let wanted = (total * percent).div_ceil(100);
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted && *count > 0 {
                let (power, part) = ((index / 8) as u64, (index % 8) as u64);
                let step = if power >= 3 { (part + 1) << (power - 3) } else { 0 };
                return (1 << power) + step;
            }
        }
        0
    }

    fn figures(&self) -> ConnectorFigures {
        ConnectorFigures {
            p50_micros: self.at(50),
            p99_micros: self.at(99),
            version: self.version.clone(),
        }
    }
}

/// What counts together: as [`DayKey`], but made without copying names.
#[derive(PartialEq, Eq, Hash)]
struct Counted {
    day: i64,
    connector: Arc<str>,
    domain: String,
    begun_by: Side,
    allowed: bool,
}

impl Counted {
    fn key(&self) -> DayKey {
        DayKey {
            day: self.day,
            connector: self.connector.to_string(),
            domain: self.domain.clone(),
            begun_by: side_code(self.begun_by).to_owned(),
            allowed: self.allowed,
        }
    }
}

/// What waits to be written.
#[derive(Default)]
struct Pending {
    records: Vec<DecisionRecord>,
    days: HashMap<Counted, u64>,
    drafts: BTreeMap<DraftKey, DraftCounts>,
    connectors: BTreeMap<Arc<str>, (OffsetDateTime, Revision)>,
}

impl Pending {
    /// Takes decisions in, and keeps at most `held` records.
    fn add(&mut self, batch: Batch, held: usize, dropped: &AtomicU64) {
        let day = batch.decided_at.unix_timestamp().div_euclid(86_400);
        self.connectors
            .insert(Arc::clone(&batch.connector), (batch.decided_at, batch.revision));
        for one in batch.decisions {
            let is_allowed = one.reason.is_allowed();
            let others = (self.days.len() >= DOMAINS).then(|| "(others)".to_owned());
            if let Some((draft, would_allow)) = one.draft {
                let key = DraftKey {
                    draft,
                    day,
                    domain: others.as_ref().unwrap_or(&one.domain).clone(),
                    begun_by: side_code(one.begun_by).to_owned(),
                };
                let counts = self.drafts.entry(key).or_default();
                match (is_allowed, would_allow) {
                    (true, false) => counts.would_refuse += 1,
                    (false, true) => counts.would_allow += 1,
                    _ => counts.same += 1,
                }
            }
            if one.is_kept && self.records.len() >= held {
                dropped.fetch_add(1, Ordering::Relaxed);
            } else if one.is_kept {
                self.records.push(DecisionRecord {
                    decided_at: batch.decided_at,
                    id: one.id,
                    connector: batch.connector.to_string(),
                    action: one.action.code().to_owned(),
                    allowed: is_allowed,
                    reason: one.reason.code().to_owned(),
                    begun_by: side_code(one.begun_by).to_owned(),
                    inside: one.inside,
                    outside: one.outside,
                    outside_domain: one.domain.clone(),
                    person: one.person,
                    revision: batch.revision,
                });
            }
            let key = Counted {
                day,
                connector: Arc::clone(&batch.connector),
                domain: others.unwrap_or(one.domain),
                begun_by: one.begun_by,
                allowed: is_allowed,
            };
            *self.days.entry(key).or_default() += 1;
        }
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && self.connectors.is_empty()
    }

    async fn write(&self, services: &Services) -> Result<(), ServiceError> {
        let tenant = services.tenant();
        let mut transaction = services.database().begin().await?;
        let mut connection = transaction.connection();
        let new = store::insert(&mut connection, tenant, &self.records).await?;
        if new == 0 && !self.records.is_empty() {
            // It was committed before, and only the word of it was lost: the counts are there too.
            return Ok(());
        }
        let days = self.days.iter().map(|(key, count)| (key.key(), *count)).collect();
        store::count_up(&mut connection, tenant, &days).await?;
        decision_draft::count(&mut connection, tenant, &self.drafts).await?;
        for (name, (seen_at, revision)) in &self.connectors {
            let figures = services.decisions().journal().figures_of(name);
            let connector = Connector {
                name: name.to_string(),
                version: figures.version,
                seen_at: *seen_at,
                revision: *revision,
                p50_micros: figures.p50_micros,
                p99_micros: figures.p99_micros,
            };
            connector::save(&mut connection, tenant, &connector).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// What waits, and what was tried to be written. That is tried again as it is: it may have been committed although no
/// word of it came, and then all of it was. Its records tell; what has none, because only allowed decisions were counted
/// that the sample left out, is counted a second time then.
#[derive(Default)]
struct Waiting {
    tried: Option<Pending>,
    pending: Pending,
}

impl Waiting {
    fn add(&mut self, batch: Batch, dropped: &AtomicU64) {
        let tried = self.tried.as_ref().map_or(0, |tried| tried.records.len());
        self.pending.add(batch, HELD.saturating_sub(tried), dropped);
    }

    async fn write(&mut self, services: &Services) -> Result<(), ServiceError> {
        if let Some(tried) = &self.tried {
            tried.write(services).await?;
            self.tried = None;
        }
        if self.pending.is_empty() {
            return Ok(());
        }
        let pending = self.tried.insert(std::mem::take(&mut self.pending));
        pending.write(services).await?;
        self.tried = None;
        Ok(())
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
    let mut pending = Pending::default();
    while let Ok(batch) = receiver.try_recv() {
        pending.add(batch, HELD, &journal.dropped);
    }
    if let Ok(mut held) = journal.receiver.lock() {
        *held = Some(receiver);
    }
    if pending.is_empty() {
        return Ok(());
    }
    pending.write(services).await
}

/// Writes down what was decided, once a second, and forgets what is too old, until `end` comes; then what waits is
/// written once more. Faults of the database are logged and waited out.
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
                while let Ok(batch) = receiver.try_recv() {
                    waiting.add(batch, &journal.dropped);
                }
                if let Err(error) = waiting.write(&services).await {
                    tracing::error!(%error, "the last decisions could not be written down");
                }
                return;
            }
            batch = receiver.recv() => match batch {
                Some(batch) => waiting.add(batch, &journal.dropped),
                None => return,
            },
            _ = tick.tick() => {
                if let Err(error) = waiting.write(&services).await {
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
    store::clean(&mut connection, services.tenant(), before, day).await?;
    decision_draft::clean(&mut connection, services.tenant(), draft).await?;
    transaction.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Latencies, is_plausible};
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

    #[test]
    fn percentiles_are_at_most_an_eighth_too_high() {
        let mut latencies = Latencies::default();
        for micros in 1..=1_000 {
            latencies.add(Duration::from_micros(micros));
        }
        let (half, most) = (latencies.at(50), latencies.at(99));
        assert!((500..=570).contains(&half), "{half}");
        assert!((990..=1_120).contains(&most), "{most}");
        assert_eq!(Latencies::default().at(99), 0);
    }
}
