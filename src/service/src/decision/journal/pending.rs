//! What was decided and waits to be written down.

use super::{Batch, HELD};
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

/// How many domains are told apart before the rest is counted together.
const DOMAINS: usize = 10_000;

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
pub(super) struct Pending {
    records: Vec<DecisionRecord>,
    days: HashMap<Counted, u64>,
    drafts: BTreeMap<DraftKey, DraftCounts>,
    connectors: BTreeMap<Arc<str>, (OffsetDateTime, Revision)>,
}

impl Pending {
    /// Takes decisions in, and keeps at most `held` records.
    pub(super) fn add(&mut self, batch: Batch, held: usize, dropped: &AtomicU64) {
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

    pub(super) fn is_empty(&self) -> bool {
        self.days.is_empty() && self.connectors.is_empty()
    }

    pub(super) async fn write(&self, services: &Services) -> Result<(), ServiceError> {
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
pub(super) struct Waiting {
    tried: Option<Pending>,
    pending: Pending,
}

impl Waiting {
    pub(super) fn add(&mut self, batch: Batch, dropped: &AtomicU64) {
        let tried = self.tried.as_ref().map_or(0, |tried| tried.records.len());
        self.pending.add(batch, HELD.saturating_sub(tried), dropped);
    }

    pub(super) async fn write(&mut self, services: &Services) -> Result<(), ServiceError> {
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
