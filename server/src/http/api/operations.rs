//! `/api/v1/operations`: changing the direct assignments of many people.

use super::answer::{self, Answer, Done, document, moment, page};
use super::assignment::named;
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::doc::{Doc, words_schema};
use super::endpoints::Endpoints;
use super::operation_people::{PeopleInput, people};
use crate::http::problem::Problem;
use axum::extract::Path;
use forecourt_model::scope::Scope;
use forecourt_service::ServiceError;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{self, NewOperation, Operation, OperationView, State, Task};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

const LIST: &str = "operations";
const ONE: &str = "/api/v1/operations/{operation}";

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    let tag = "Operations";
    Endpoints::default()
        .get(
            "/api/v1/operations",
            Scope::OperationsRead,
            list,
            Doc::new("listOperations", tag, "List operations")
                .text("Drafts only of who asks.")
                .paged()
                .page::<OperationDocument>("Operations, the newest first."),
        )
        .post(
            "/api/v1/operations",
            Scope::OperationsWrite,
            prepare,
            Doc::new("prepareOperation", tag, "Prepare an operation")
                .text("Says who is meant and what starting it would do. Nothing is changed until it is started.")
                .body::<NewOperationInput>()
                .changes::<OperationDetail>("The draft with its preview. A dry run throws it away again."),
        )
        .get(
            ONE,
            Scope::OperationsRead,
            get,
            Doc::new("getOperation", tag, "Read an operation with its numbers")
                .returns::<OperationDetail>("The operation."),
        )
        .delete(
            ONE,
            Scope::OperationsWrite,
            discard,
            Doc::new("discardOperation", tag, "Discard a draft").changes::<OperationDocument>("The draft as it was."),
        )
        .post(
            "/api/v1/operations/{operation}/start",
            Scope::OperationsWrite,
            start,
            Doc::new("startOperation", tag, "Start an operation")
                .text("It runs in the background. Starting it again changes nothing.")
                .body::<StartInput>()
                .changes::<OperationDocument>("The operation."),
        )
        .post(
            "/api/v1/operations/{operation}/cancel",
            Scope::OperationsWrite,
            cancel,
            Doc::new("cancelOperation", tag, "Cancel an operation")
                .text("What is done stays. When it took a change back, that change can be taken back again, for those who are left.")
                .changes::<OperationDocument>("The operation as it is then."),
        )
        .post(
            "/api/v1/operations/{operation}/retry",
            Scope::OperationsWrite,
            retry,
            Doc::new("retryOperation", tag, "Prepare an operation for those whom another could not change")
                .changes::<OperationDetail>("The draft with its preview. A dry run throws it away again."),
        )
}

fn state() -> RefOr<Schema> {
    words_schema(State::ALL.map(State::code))
}

/// An operation over many people.
#[derive(Serialize, ToSchema)]
pub(super) struct OperationDocument {
    /// Its identifier.
    id: Uuid,
    /// What it does, and to how many.
    #[schema(example = "Assign Sales to 12,431 people")]
    title: String,
    /// Where it is.
    #[schema(schema_with = state)]
    state: &'static str,
    /// The policy that people get, by name; null takes their direct assignment away, unless each has one of their own.
    policy: Option<String>,
    /// Whether each person gets a policy of their own. The results have it.
    by_line: bool,
    /// Only people who have this one directly are changed.
    from: Option<String>,
    /// Who prepared or started it.
    actor: String,
    /// Why.
    reason: Option<String>,
    /// Who answers for the assignments, when they are exceptions.
    owner: Option<String>,
    /// When the assignments end by themselves.
    expires_at: Option<String>,
    /// How many people it works on.
    people: i64,
    /// How many have the wanted assignment because of it.
    succeeded: i64,
    /// How many stayed as they were.
    unchanged: i64,
    /// How many could not be changed.
    failed: i64,
    /// Why it ended before its end.
    problem: Option<String>,
    /// Its entry in the audit trail.
    revision: Option<i64>,
    /// When it was prepared.
    created_at: String,
    /// When it was started.
    started_at: Option<String>,
    /// When it ended.
    finished_at: Option<String>,
}

impl From<Operation> for OperationDocument {
    fn from(operation: Operation) -> Self {
        let at = |at: Option<OffsetDateTime>| at.map(moment);
        Self {
            id: operation.id,
            title: operation::title(&operation),
            state: operation.state.code(),
            by_line: operation.is_by_line(),
            policy: operation.policy.map(|_| operation.policy_name),
            from: operation.from_policy.map(|_| operation.from_policy_name),
            actor: operation.actor_name,
            reason: operation.reason,
            owner: operation.owner,
            expires_at: at(operation.expires_at),
            people: operation.people,
            succeeded: operation.succeeded,
            unchanged: operation.unchanged,
            failed: operation.failed,
            problem: operation.problem,
            revision: operation.revision.map(|revision| revision.0),
            created_at: moment(operation.created_at),
            started_at: at(operation.started_at),
            finished_at: at(operation.finished_at),
        }
    }
}

/// An operation with its numbers.
#[derive(Serialize, ToSchema)]
struct OperationDetail {
    /// The operation.
    operation: OperationDocument,
    /// In a draft: people whose assignment would change.
    change: u64,
    /// People who have the wanted assignment already.
    already: u64,
    /// People who do not have the assignment that they must have.
    not_from: u64,
    /// Lines that name nobody to work on.
    left_out: u64,
    /// People who wait.
    not_started: u64,
    /// People who are worked on now.
    in_progress: u64,
    /// In a draft: what starting it would do.
    impact: Option<answer::Impact>,
    /// In a draft: whether `acknowledge` must be true to start it.
    needs_acknowledgement: bool,
}

impl From<OperationView> for OperationDetail {
    fn from(view: OperationView) -> Self {
        let counts = view.counts;
        Self {
            operation: view.operation.into(),
            change: counts.change,
            already: counts.already,
            not_from: counts.not_from,
            left_out: counts.left_out(),
            not_started: counts.not_started,
            in_progress: counts.in_progress,
            impact: view.impact.map(answer::Impact::from),
            needs_acknowledgement: view.acknowledge,
        }
    }
}

/// An operation to be prepared.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "people": { "filter": { "department": "Sales" } }, "policy": "Sales" }))]
pub(super) struct NewOperationInput {
    /// Who is meant.
    pub(super) people: PeopleInput,
    /// The policy that they get, by name; null or absent takes their direct assignment away.
    pub(super) policy: Option<String>,
    /// Only people who have this one directly.
    pub(super) from: Option<String>,
    /// Why, for the audit trail.
    #[schema(max_length = 500)]
    pub(super) reason: Option<String>,
    /// Who answers for the assignments, when they are exceptions; whoever prepares it, when there is only an end.
    pub(super) owner: Option<String>,
    /// The day that the assignments end on, as `2022-03-31`. What was assigned before counts again then, by itself.
    pub(super) expires: Option<String>,
    /// The time of that day in UTC, as `17:30`; the end of the day when absent.
    pub(super) expires_time: Option<String>,
}

/// Starting an operation.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "acknowledge": true }))]
pub(super) struct StartInput {
    /// Says that the number of people is known; must be true when it reaches many.
    #[serde(default)]
    #[schema(default = false)]
    pub(super) acknowledge: bool,
}

/// The identifier in a path.
///
/// # Errors
/// 404 when it is none.
pub(super) fn key(text: &str) -> Result<Uuid, Problem> {
    text.parse()
        .map_err(|_| ServiceError::NotFound { what: "operation" }.into())
}

async fn list(caller: Caller) -> Answer {
    let after = match cursor::read(LIST, &caller)? {
        None => None,
        Some(key) => Some(place(&key).ok_or_else(cursor::foreign)?),
    };
    let found = operation::list(caller.services(), &caller.context, after).await?;
    let next = found.next.and_then(|(at, id)| {
        let micros = at.unix_timestamp_nanos() / 1_000;
        cursor::write(LIST, &caller, vec![micros.to_string(), id.to_string()])
    });
    let items: Vec<_> = found
        .operations
        .into_iter()
        .map(OperationDocument::from)
        .collect();
    page(&items, next.as_deref())
}

fn place(key: &[String]) -> Option<(OffsetDateTime, Uuid)> {
    let [at, id] = key else { return None };
    let nanos = at.parse::<i128>().ok()?.checked_mul(1_000)?;
    Some((
        OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
        id.parse().ok()?,
    ))
}

async fn get(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = operation::get(caller.services(), &caller.context, key(&id)?).await?;
    document(&OperationDetail::from(found))
}

/// Prepares it, or says what preparing it would come to.
async fn prepared(caller: &Caller, new: NewOperation) -> Answer {
    let (services, context) = (caller.services(), &caller.context);
    let view = if caller.is_dry_run {
        operation::rehearse(services, context, new).await?
    } else {
        let id = operation::prepare(services, context, new).await?;
        operation::get(services, context, id).await?
    };
    let impact = view.impact.clone();
    caller.done(Done {
        changed: true,
        revision: None,
        impact,
        result: Some(OperationDetail::from(view)),
        etag: None,
    })
}

async fn prepare(caller: Caller, Body(input): Body<NewOperationInput>) -> Answer {
    let policy = match &input.policy {
        Some(name) => Some(named(&caller, name).await?),
        None => None,
    };
    let from = match &input.from {
        Some(name) => Some(named(&caller, name).await?),
        None => None,
    };
    let new = NewOperation {
        people: people(input.people)?,
        task: Task { policy, from },
        reason: input.reason,
        exception: ExceptionInput {
            owner: input.owner.unwrap_or_default(),
            date: input.expires.unwrap_or_default(),
            time: input.expires_time.unwrap_or_default(),
        },
        // The header Idempotency-Key does this for every endpoint.
        idempotency_key: String::new(),
    };
    prepared(&caller, new).await
}

async fn retry(caller: Caller, Path(id): Path<String>) -> Answer {
    let failed = operation::get(caller.services(), &caller.context, key(&id)?)
        .await?
        .operation;
    let new = NewOperation::retry(&failed);
    prepared(&caller, new).await
}

async fn start(caller: Caller, Path(id): Path<String>, Body(input): Body<StartInput>) -> Answer {
    let (services, context, id) = (caller.services(), &caller.context, key(&id)?);
    let before = operation::get(services, context, id).await?;
    let started = operation::start(services, context, id, input.acknowledge).await?;
    caller.done(Done {
        changed: before.operation.state == State::Draft,
        revision: started.revision,
        impact: before.impact,
        result: Some(OperationDocument::from(started)),
        etag: None,
    })
}

async fn cancel(caller: Caller, Path(id): Path<String>) -> Answer {
    let (ended, revision) = operation::cancel(caller.services(), &caller.context, key(&id)?).await?;
    caller.done(Done {
        changed: true,
        revision: Some(revision),
        impact: None,
        result: Some(OperationDocument::from(ended)),
        etag: None,
    })
}

async fn discard(caller: Caller, Path(id): Path<String>) -> Answer {
    let (services, context, id) = (caller.services(), &caller.context, key(&id)?);
    let draft = operation::get(services, context, id).await?.operation;
    operation::discard(services, context, id).await?;
    caller.done(Done {
        changed: true,
        revision: None,
        impact: None,
        result: Some(OperationDocument::from(draft)),
        etag: None,
    })
}
