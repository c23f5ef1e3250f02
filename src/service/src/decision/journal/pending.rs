//! What was decided and waits to be written down.

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
pub(super) const DOMAINS: usize = 20_000;

/// What stands for the domains that are not told apart.
const OTHERS: &str = "(others)";

/// What counts together, of one domain.
#[derive(Clone, Debug)]
pub(super) struct Count {
    day: i64,
    connector: Arc<str>,
    begun_by: Side,
    allowed: bool,
    pub(super) decisions: u64,
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
pub(super) struct Kept {
    decided_at: OffsetDateTime,
    connector: Arc<str>,
    revision: Revision,
    decision: Logged,
    place: Place,
}

/// What waits to be written together.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) records: Vec<Kept>,
    texts: Texts,
    pub(super) days: HashMap<String, Vec<Count>>,
    drafts: BTreeMap<DraftKey, DraftCounts>,
    connectors: BTreeMap<Arc<str>, (OffsetDateTime, Revision)>,
}

impl Pending {
    /// Takes decisions in, and keeps at most `held` records.
    pub(super) fn add(&mut self, batch: &Batch, held: usize, dropped: &AtomicU64) {
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

    pub(super) fn is_empty(&self) -> bool {
        self.days.is_empty() && self.connectors.is_empty()
    }

    /// Puts the records into the order of their table, whose pages are filled one after the other then.
    pub(super) fn sort(&mut self) {
        self.records
            .sort_unstable_by_key(|kept| (kept.decided_at, kept.decision.id));
    }

    pub(super) async fn write(&self, services: &Services) -> Result<(), ServiceError> {
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
