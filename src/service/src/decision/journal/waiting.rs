//! What waits to be written, step by step: records at once, counts about many domains together.

use super::HELD;
use super::batch::Batch;
use super::pending::{Count, DOMAINS, Pending};
use crate::error::ServiceError;
use crate::services::Services;
use std::collections::HashMap;
use std::sync::atomic::AtomicU64;

/// The counts of so many domains are written with the records of each step. More wait for what else comes: adding to a
/// count that is stored takes as long for one decision as for many.
const FEW_DOMAINS: usize = 500;

/// How many steps counts wait at most.
const STEPS: u32 = 10;

/// Whether waiting for others of the same is not worth it, or those of another step may not be told apart any more.
fn enough(counts: &HashMap<String, Vec<Count>>) -> bool {
    counts.len() <= FEW_DOMAINS || counts.len() > DOMAINS / 2
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
        if counts == Counts::All || enough(&next.days) || self.steps >= STEPS {
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
