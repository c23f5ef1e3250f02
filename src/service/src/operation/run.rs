//! Doing what was started: one part, one transaction.

use super::cancel::let_be_undone_again;
use super::words::title;
use crate::change::{Action, Detail, Draft, Record, Target, TargetKind};
use crate::context::{Actor, OpContext};
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Role;
use forecourt_model::{PolicyId, Revision, TenantId};
use forecourt_store::exception::{self, NewException};
use forecourt_store::moment::CLOCKS_DIFFER;
use forecourt_store::operation::lease::{self, Tally};
use forecourt_store::operation::part::{Exceptions, Part};
use forecourt_store::operation::{self as store, Operation, stretch, together};
use forecourt_store::{Connection, change, policy};
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// The most lines of a part: enough that its fixed costs do not count.
pub const PART: i64 = 100_000;

/// How many lines the first part of a process takes.
const FIRST_PART: i64 = 1_000;

/// Parts grow while they take less than the first and shrink when they take more than the second, so that others who
/// write wait little on any machine.
const QUICK: Duration = Duration::seconds(1);
const SLOW: Duration = Duration::seconds(2);

/// How long a process is left alone with an operation after its last part. Nothing depends on it but who works: a part
/// is a transaction that looks at the cursor itself.
const LEASE: Duration = Duration::seconds(5);

/// What a runner did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing waits, or another process works on what does.
    Idle,
    /// A part of this operation.
    Part(Uuid),
    /// The last part of this operation, or its end by a problem.
    Over(Uuid),
}

/// Works on operations, the first that was started first.
#[derive(Debug)]
pub struct Runner {
    owner: Uuid,
    part: AtomicI64,
    is_fixed: bool,
}

impl Runner {
    /// A runner with a name of its own.
    pub fn new(services: &Services) -> Self {
        Self {
            owner: services.random().identifier(services.clock().now()),
            part: AtomicI64::new(FIRST_PART),
            is_fixed: false,
        }
    }

    /// The same, with parts of this many lines, however long they take.
    #[must_use]
    pub fn with_part(self, lines: i64) -> Self {
        Self {
            part: AtomicI64::new(lines.max(1)),
            is_fixed: true,
            ..self
        }
    }

    /// Does the next part, if there is one and no other process holds the lease.
    ///
    /// # Errors
    /// [`ServiceError::Store`]; then nothing of the part was done, and it may be tried again.
    pub async fn step(&self, services: &Services) -> Result<Step, ServiceError> {
        let (tenant, now) = (services.tenant(), services.clock().now());
        let mut reader = services.database().read().await?;
        let next = lease::next(&mut reader.connection(), tenant).await?;
        drop(reader);
        let Some(operation) = next.filter(|operation| self.may_take(operation, now)) else {
            return Ok(Step::Idle);
        };
        let outcome = self.do_part(services, &operation).await?;
        self.adapt(services.clock().now() - now);
        match outcome {
            Outcome::Done(step) => Ok(step),
            Outcome::NotKept { wanted, found } => {
                let problem = format!(
                    "Ended early: {found} of {wanted} people had the assignment when it was read back, so this part \
                     was taken back. Nobody of it was changed. Start another operation for those who are left."
                );
                tracing::error!(operation = %operation.id, wanted, found, "a part was not stored as it was written");
                let mut transaction = services.database().begin().await?;
                let mut connection = transaction.connection();
                lease::finish(&mut connection, tenant, operation.id, now, Some(&problem)).await?;
                let_be_undone_again(&mut connection, tenant, &operation).await?;
                transaction.commit().await?;
                Ok(Step::Over(operation.id))
            }
        }
    }

    fn adapt(&self, took: Duration) {
        if self.is_fixed {
            return;
        }
        let part = self.part.load(Ordering::Relaxed);
        let next = if took < QUICK {
            (part * 2).min(PART)
        } else if took > SLOW {
            (part / 2).max(FIRST_PART)
        } else {
            part
        };
        self.part.store(next, Ordering::Relaxed);
    }

    fn may_take(&self, operation: &Operation, now: OffsetDateTime) -> bool {
        // One that ends later than one can end is from before the clock went back.
        let is_over = |until| until <= now || until > now + LEASE + CLOCKS_DIFFER;
        operation.lease_owner == Some(self.owner) || operation.lease_until.is_none_or(is_over)
    }

    async fn do_part(&self, services: &Services, next: &Operation) -> Result<Outcome, ServiceError> {
        let context = context_of(services, next);
        let (tenant, id) = (context.tenant, next.id);
        let mut draft = Draft::begin(services, &context).await?;
        let revision = draft.revision();
        let mut connection = draft.connection();
        // Whoever came before has ended by now, so the moment is taken again.
        let now = services.clock().now();
        if !lease::claim(&mut connection, tenant, id, self.owner, now, now + LEASE).await? {
            return Ok(Outcome::Done(Step::Idle));
        }
        let missing = ServiceError::NotFound { what: "operation" };
        let operation = store::find(&mut connection, tenant, id).await?.ok_or(missing)?;
        let Some(whole) = operation.revision else {
            return Err(ServiceError::NotFound { what: "change" });
        };
        let done = operation.done_position;
        // A part ends where the policy does.
        let stretches = stretch::of(&mut connection, tenant, &operation).await?;
        let missing = ServiceError::NotFound { what: "operation" };
        let here = stretches
            .iter()
            .find(|stretch| stretch.range.1 > done)
            .ok_or(missing)?;
        let wanted = here.wanted(&operation);
        let last = (done + self.part.load(Ordering::Relaxed)).min(operation.lines);
        let range = (done, last.min(here.range.1));
        let part = Part {
            tenant,
            operation: id,
            range,
            revision,
            wanted,
        };
        let people = part.people(&mut connection).await?;
        let gone = match wanted.policy {
            Some(policy) => policy::find(&mut connection, tenant, policy).await?.is_none(),
            None => false,
        };
        let tally = if gone {
            Tally {
                failed: part.mark_policy_gone(&mut connection).await?,
                ..Tally::default()
            }
        } else {
            part.note_size(&mut connection).await?;
            let mut together = together::find(&mut connection, &part, people).await?;
            let mut recorded = part.record(&mut connection, together.as_ref()).await?;
            let mut exceptions = Exceptions::default();
            if recorded < people {
                exceptions = part.mark_exceptions(&mut connection).await?;
            }
            if recorded + exceptions.gone + exceptions.unchanged < people
                && part.renew_names(&mut connection).await? > 0
            {
                recorded += part.record_renamed(&mut connection).await?;
                // Whoever was renamed can lie anywhere.
                together = None;
            }
            let together = together.filter(|together| together.are_all(recorded));
            let excepted = excepted(&operation, wanted.policy, now);
            // What people have is still there to be asked what each exception goes back to.
            if let Some(new) = &excepted {
                exception::put_changed(&mut connection, tenant, new, revision).await?;
            }
            part.apply(&mut connection, together.as_ref()).await?;
            if excepted.is_none() {
                exception::settle_all(&mut connection, tenant, revision).await?;
            }
            give_back_exceptions(&mut connection, tenant, &operation, revision).await?;
            let found = part.read_back(&mut connection, together.as_ref()).await?;
            if found != recorded || recorded + exceptions.gone + exceptions.unchanged != people {
                // Dropped here, the transaction takes everything of the part back.
                return Ok(Outcome::NotKept {
                    wanted: people,
                    found,
                });
            }
            Tally {
                succeeded: recorded,
                unchanged: exceptions.unchanged,
                failed: exceptions.gone,
            }
        };
        let until = services.clock().now() + LEASE;
        if !lease::advance(&mut connection, tenant, id, range.1, tally, self.owner, until).await? {
            return Ok(Outcome::Done(Step::Idle));
        }
        let is_last = range.1 >= operation.lines;
        if is_last {
            lease::finish(&mut connection, tenant, id, services.clock().now(), None).await?;
        }
        draft.commit_part(record(&operation), whole).await?;
        Ok(Outcome::Done(if is_last {
            Step::Over(id)
        } else {
            Step::Part(id)
        }))
    }
}

enum Outcome {
    Done(Step),
    NotKept { wanted: u64, found: u64 },
}

/// In whose name the parts are done: whoever started the operation, whose right was checked then.
fn context_of(services: &Services, operation: &Operation) -> OpContext {
    let name = operation.actor_name.clone();
    let actor = match operation.administrator {
        Some(id) => Actor::Administrator {
            id,
            name,
            role: Role::TeamsAdministrator,
        },
        None => Actor::Command { name },
    };
    OpContext {
        tenant: services.tenant(),
        actor,
        now: services.clock().now(),
        request_id: operation.request_id.clone(),
    }
}

/// The exception that the people of a part get with `policy`; `None` when their assignments are plain ones.
fn excepted(operation: &Operation, policy: Option<PolicyId>, now: OffsetDateTime) -> Option<NewException> {
    Some(NewException {
        policy: policy?,
        reason: operation.reason.clone(),
        owner: operation.owner.clone()?,
        expires_at: operation.expires_at,
        previous: None,
        made_by: operation.actor_name.clone(),
        made_at: now,
    })
}

/// What the change that is taken back had ended or replaced comes back with the assignments of this part, also when it is
/// another try for those whom taking it back could not change.
async fn give_back_exceptions(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    operation: &Operation,
    part: Revision,
) -> Result<(), ServiceError> {
    let mut first = operation.clone();
    while let Some(before) = first.retry_of {
        match store::find(connection, tenant, before).await? {
            Some(found) => first = found,
            None => return Ok(()),
        }
    }
    let Some(whole) = first.revision.filter(|_| first.source == super::UNDO) else {
        return Ok(());
    };
    let started = change::find(connection, tenant, whole).await?;
    if let Some(undone) = started.and_then(|started| started.undoes) {
        exception::restore(connection, tenant, undone, part, None).await?;
    }
    Ok(())
}

fn record(operation: &Operation) -> Record {
    Record {
        action: Action::OperationStarted,
        target: Target::new(TargetKind::Operation, operation.id, title(operation)),
        detail: Detail::default(),
        reason: operation.reason.clone(),
        undoes: None,
    }
}
