//! What was decided and waits to be written down.

use super::HELD;
use super::batch::{Batch, Logged, Place, Texts};
use crate::decision::ask::side_code;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::decision::Side;
use forecourt_store::connector::{self, Connector};
use forecourt_store::decision_draft::{self, DraftCounts, DraftKey};
use forecourt_store::decision_log::{self as store, DayKey, DecisionRecord};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use time::OffsetDateTime;

/// How many domains are told apart before the others are counted together, under [`OTHERS`].
const DOMAINS: usize = 20_000;

/// The counts of so many domains are written with the records of each step. More wait for what else comes: adding to a
/// count that is stored takes as long for one decision as for many.
const FEW_DOMAINS: usize = 500;

/// How many steps counts wait at most.
const STEPS: u32 = 10;

/// What stands for the domains that are not told apart.
const OTHERS: &str = "(others)";

/// What counts together, of one domain.
#[derive(Clone, Debug)]
struct Count {
    day: i64,
    connector: Arc<str>,
    begun_by: Side,
    allowed: bool,
    decisions: u64,
}

impl Count {
    fn key(&self, domain: &str) -> DayKey {
        DayKey {
            day: self.day,
            connector: self.connector.to_string(),
            domain: domain.to_owned(),
            begun_by: side_code(self.begun_by).to_owned(),
            allowed: self.allowed,
        }
    }
}

/// A decision that is kept by itself.
struct Kept {
    decided_at: OffsetDateTime,
    connector: Arc<str>,
    revision: Revision,
    decision: Logged,
    place: Place,
}

/// What waits to be written together.
#[derive(Default)]
struct Pending {
    records: Vec<Kept>,
    texts: Texts,
    days: HashMap<String, Vec<Count>>,
    drafts: BTreeMap<DraftKey, DraftCounts>,
    connectors: BTreeMap<Arc<str>, (OffsetDateTime, Revision)>,
}

impl Pending {
    /// Takes decisions in, and keeps at most `held` records.
    fn add(&mut self, batch: &Batch, held: usize, dropped: &AtomicU64) {
        let day = batch.decided_at.unix_timestamp().div_euclid(86_400);
        self.connectors
            .insert(Arc::clone(&batch.connector), (batch.decided_at, batch.revision));
        for (one, names) in batch.decisions() {
            let is_known = self.days.len() < DOMAINS || self.days.contains_key(names.domain);
            let domain = if is_known { names.domain } else { OTHERS };
            if let Some((draft, would_allow)) = one.draft {
                let key = DraftKey {
                    draft,
                    day,
                    domain: domain.to_owned(),
                    begun_by: side_code(one.begun_by).to_owned(),
                };
                let counts = self.drafts.entry(key).or_default();
                match (one.reason.is_allowed(), would_allow) {
                    (true, false) => counts.would_refuse += 1,
                    (false, true) => counts.would_allow += 1,
                    _ => counts.same += 1,
                }
            }
            if one.is_kept && self.records.len() >= held {
                dropped.fetch_add(1, Ordering::Relaxed);
            } else if one.is_kept {
                self.records.push(Kept {
                    decided_at: batch.decided_at,
                    connector: Arc::clone(&batch.connector),
                    revision: batch.revision,
                    decision: *one,
                    place: self.texts.add(names),
                });
            }
            self.count(domain, day, &batch.connector, one);
        }
    }

    fn count(&mut self, domain: &str, day: i64, connector: &Arc<str>, one: &Logged) {
        let (begun_by, allowed) = (one.begun_by, one.reason.is_allowed());
        let counts = match self.days.get_mut(domain) {
            Some(counts) => counts,
            None => self.days.entry(domain.to_owned()).or_default(),
        };
        let same = counts.iter_mut().find(|count| {
            (count.day, count.begun_by, count.allowed) == (day, begun_by, allowed)
                && count.connector == *connector
        });
        match same {
            Some(count) => count.decisions += 1,
            None => counts.push(Count {
                day,
                connector: Arc::clone(connector),
                begun_by,
                allowed,
                decisions: 1,
            }),
        }
    }

    fn record<'a>(&'a self, kept: &'a Kept) -> DecisionRecord<'a> {
        let (decision, names) = (&kept.decision, self.texts.at(&kept.place));
        DecisionRecord {
            decided_at: kept.decided_at,
            id: decision.id,
            connector: (&*kept.connector).into(),
            action: decision.action.code().into(),
            allowed: decision.reason.is_allowed(),
            reason: decision.reason.code().into(),
            begun_by: side_code(decision.begun_by).into(),
            inside: names.inside.into(),
            outside: names.outside.into(),
            outside_domain: names.domain.into(),
            person: decision.person,
            revision: kept.revision,
        }
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && self.connectors.is_empty()
    }

    /// Whether waiting for others of the same is not worth it, or those of another step may not be told apart any more.
    fn counts_enough(&self) -> bool {
        self.days.len() <= FEW_DOMAINS || self.days.len() > DOMAINS / 2
    }

    /// Puts the records into the order of their table, whose pages are filled one after the other then.
    fn sort(&mut self) {
        self.records
            .sort_unstable_by_key(|kept| (kept.decided_at, kept.decision.id));
    }

    async fn write(&self, services: &Services) -> Result<(), ServiceError> {
        let tenant = services.tenant();
        let mut transaction = services.database().begin().await?;
        let mut connection = transaction.connection();
        let records = self.records.iter().map(|kept| self.record(kept));
        let new = store::insert(&mut connection, tenant, records).await?;
        if new == 0 && !self.records.is_empty() {
            // It was committed before, and only the word of it was lost: the counts are there too.
            return Ok(());
        }
        let counts = self.days.iter();
        let days = counts
            .flat_map(|(domain, counts)| {
                counts
                    .iter()
                    .map(move |count| (count.key(domain), count.decisions))
            })
            .collect();
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
/// word of it came, and then all of it was. Its records tell; what has none is counted a second time then: counts of allowed
/// decisions that the sample left out, and such as have waited until nothing else came.
#[derive(Default)]
pub(super) struct Waiting {
    tried: Option<Pending>,
    pending: Pending,
    /// For how many steps counts have waited.
    steps: u32,
}

/// Which counts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Those that are few, or have waited for long enough.
    Due,
    /// All.
    All,
}

impl Waiting {
    pub(super) fn add(&mut self, batch: &Batch, dropped: &AtomicU64) {
        let tried = self.tried.as_ref().map_or(0, |tried| tried.records.len());
        self.pending.add(batch, HELD.saturating_sub(tried), dropped);
    }

    /// What is written at this step; the rest goes on waiting.
    fn next(&mut self, counts: Counts) -> Pending {
        let mut next = std::mem::take(&mut self.pending);
        self.steps += 1;
        if counts == Counts::All || next.counts_enough() || self.steps >= STEPS {
            self.steps = 0;
        } else {
            self.pending.days = std::mem::take(&mut next.days);
        }
        next
    }

    /// Writes all records that wait, and counts.
    pub(super) async fn write(&mut self, services: &Services, counts: Counts) -> Result<(), ServiceError> {
        if let Some(tried) = &self.tried {
            tried.write(services).await?;
            self.tried = None;
        }
        if self.pending.is_empty() {
            return Ok(());
        }
        let next = self.next(counts);
        if next.is_empty() {
            return Ok(());
        }
        let pending = self.tried.insert(next);
        pending.sort();
        pending.write(services).await?;
        self.tried = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, DOMAINS, FEW_DOMAINS, STEPS, Waiting};
    use crate::decision::journal::batch::{Batch, Logged, Names};
    use forecourt_model::Revision;
    use forecourt_model::decision::{DecisionAction, DecisionReason, Side};
    use std::sync::atomic::AtomicU64;
    use time::OffsetDateTime;
    use uuid::Uuid;

    /// A decision about each of so many domains, which all are kept.
    fn ask(waiting: &mut Waiting, domains: usize) {
        let mut batch = Batch::with_room("synapse".into(), OffsetDateTime::UNIX_EPOCH, Revision(1), domains);
        for number in 0..domains {
            let decision = Logged {
                id: Uuid::from_u128(number as u128),
                action: DecisionAction::Send,
                reason: DecisionReason::UnknownPerson,
                begun_by: Side::Outside,
                person: None,
                draft: None,
                is_kept: true,
            };
            let domain = format!("{number}.example");
            let names = Names {
                domain: &domain,
                ..Names::default()
            };
            batch.add(decision, names);
        }
        waiting.add(&batch, &AtomicU64::new(0));
    }

    /// How many records and how many decisions in counts are written at a step.
    fn step(waiting: &mut Waiting, counts: Counts) -> (usize, u64) {
        let next = waiting.next(counts);
        let counted = next.days.values().flatten().map(|count| count.decisions).sum();
        (next.records.len(), counted)
    }

    #[test]
    fn counts_of_many_domains_wait_for_others_of_the_same_and_records_for_nothing() {
        let mut waiting = Waiting::default();
        ask(&mut waiting, FEW_DOMAINS);
        assert_eq!(step(&mut waiting, Counts::Due), (FEW_DOMAINS, FEW_DOMAINS as u64));
        let many = FEW_DOMAINS + 1;
        for _ in 1..STEPS {
            ask(&mut waiting, many);
            assert_eq!(step(&mut waiting, Counts::Due), (many, 0));
        }
        assert_eq!(
            step(&mut waiting, Counts::Due),
            (0, many as u64 * u64::from(STEPS - 1))
        );
        ask(&mut waiting, many);
        assert_eq!(step(&mut waiting, Counts::Due), (many, 0));
        assert_eq!(step(&mut waiting, Counts::All), (0, many as u64));
        let most = DOMAINS / 2;
        ask(&mut waiting, most);
        assert_eq!(step(&mut waiting, Counts::Due), (most, 0));
        ask(&mut waiting, most + 1);
        let all = most as u64 * 2 + 1;
        assert_eq!(step(&mut waiting, Counts::Due), (most + 1, all));
    }
}
