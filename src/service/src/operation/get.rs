//! One operation: what it would do, how far it is, what became of it.

use super::author;
use super::preview::{impact_of, preview};
use super::run::PART;
use super::start::ACKNOWLEDGE_FROM;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_store::Connection;
use forecourt_store::operation::stretch::{self, Stretch};
use forecourt_store::operation::{self as store, Found, Operation, State, results};
use uuid::Uuid;

/// How many lines end how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Counts {
    /// In a draft: people whose assignment would change.
    pub change: u64,
    pub not_started: u64,
    pub in_progress: u64,
    pub succeeded: u64,
    pub unchanged: u64,
    pub failed: u64,
    pub already: u64,
    pub not_from: u64,
    pub gone: u64,
    pub policy_gone: u64,
    pub not_found: u64,
    pub duplicate: u64,
    pub ambiguous: u64,
    pub unreadable: u64,
    pub policy_unknown: u64,
}

impl Counts {
    fn add(&mut self, code: &str, lines: u64) {
        let place = match Found::from_code(code) {
            Some(Found::NotFound) => &mut self.not_found,
            Some(Found::Duplicate) => &mut self.duplicate,
            Some(Found::Ambiguous) => &mut self.ambiguous,
            Some(Found::Unreadable) => &mut self.unreadable,
            Some(Found::Already) => &mut self.already,
            Some(Found::NotFrom) => &mut self.not_from,
            Some(Found::Gone) => &mut self.gone,
            Some(Found::PolicyGone) => &mut self.policy_gone,
            Some(Found::PolicyUnknown) => &mut self.policy_unknown,
            None => &mut self.change,
        };
        *place += lines;
    }

    /// Lines that name nobody to work on.
    pub fn left_out(&self) -> u64 {
        self.not_found + self.duplicate + self.ambiguous + self.unreadable + self.policy_unknown
    }

    /// People who are worked on and whom nothing keeps from being changed, whatever is to be done with them.
    pub fn matched(&self) -> u64 {
        self.change + self.already + self.not_from
    }
}

/// An operation with its numbers.
#[derive(Clone, Debug)]
pub struct OperationView {
    /// As it is stored.
    pub operation: Operation,
    /// The policies that people get; a single one unless its lines name policies of their own.
    pub policies: Vec<Stretch>,
    /// Its numbers.
    pub counts: Counts,
    /// In a draft: what it would do, over everybody; `None` while its people are not all read.
    pub impact: Option<Impact>,
    /// In a draft: whether its reach has to be acknowledged.
    pub acknowledge: bool,
}

/// The operation `id`, if the one who asks may know of it: drafts are their author's alone.
pub(super) async fn visible(
    connection: &mut Connection<'_>,
    context: &OpContext,
    id: Uuid,
) -> Result<Operation, ServiceError> {
    let missing = ServiceError::NotFound { what: "operation" };
    let Some(operation) = store::find(connection, context.tenant, id).await? else {
        return Err(missing);
    };
    if operation.state == State::Draft && operation.author != author(context) {
        return Err(missing);
    }
    Ok(operation)
}

/// An operation with its numbers, as of now.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] also for somebody else's draft; [`ServiceError::Store`].
pub async fn get(services: &Services, context: &OpContext, id: Uuid) -> Result<OperationView, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let operation = visible(&mut connection, context, id).await?;
    let policies = stretch::of(&mut connection, context.tenant, &operation).await?;
    let mut counts = Counts::default();
    if operation.is_being_read() {
        return Ok(OperationView {
            operation,
            policies,
            counts,
            impact: None,
            acknowledge: false,
        });
    }
    if operation.state == State::Draft {
        let found = preview(services, &mut connection, context, &operation, &policies).await?;
        for (code, lines) in &found.lines {
            counts.add(code, *lines);
        }
        let (impact, _) = impact_of(&snapshot, &found);
        return Ok(OperationView {
            acknowledge: impact.needs_acknowledgement(ACKNOWLEDGE_FROM),
            impact: Some(impact),
            operation,
            policies,
            counts,
        });
    }
    for (found, lines) in results::outcomes(&mut connection, context.tenant, id).await? {
        counts.add(found.code(), lines);
    }
    counts.change = 0;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    counts.succeeded = number(operation.succeeded);
    counts.unchanged = number(operation.unchanged);
    counts.failed = number(operation.failed);
    let ended = counts.succeeded + counts.unchanged + counts.failed;
    let rest = number(operation.people).saturating_sub(ended);
    let is_held = operation.lease_until.is_some_and(|until| until > context.now);
    if operation.state == State::Running && is_held {
        counts.in_progress = rest.min(number(PART));
    }
    counts.not_started = rest - counts.in_progress;
    Ok(OperationView {
        operation,
        policies,
        counts,
        impact: None,
        acknowledge: false,
    })
}
