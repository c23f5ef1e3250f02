//! Preparing an operation: who is meant, and what would happen to them. Nothing is changed.

use super::author;
use super::clean::clean;
use super::fingerprint::fingerprint;
use super::get::{OperationView, get};
use super::stage;
use crate::apart::{apart, to_the_end};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception::{self, ExceptionInput};
use crate::people::Filter;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::StoreError;
use forecourt_store::operation::{self as store, Operation, State};
use time::Duration;
use uuid::Uuid;

/// The longest key and the longest reason, in characters.
const MAXIMUM_KEY: usize = 200;
const MAXIMUM_REASON: usize = 500;

/// The most drafts of one author: each keeps a row for everybody who is meant.
pub const MAXIMUM_DRAFTS: i64 = 20;

/// How long a list may take to be read; a draft without people that is older was broken off.
const READING: Duration = Duration::minutes(10);

/// Who is meant.
#[derive(Clone, Debug)]
pub enum People {
    /// These.
    Ticked(Vec<PersonId>),
    /// Everybody whom a filter of the list of people lets through now.
    Matching(Box<Filter>),
    /// Those on a list: a file or pasted text with addresses and object ids.
    List(Vec<u8>),
    /// Those on a list, each with the policy that the list names for them.
    PolicyList(Vec<u8>),
    /// These, by object id or SIP address alone, as New-CsBatchPolicyAssignmentOperation takes them: a sign-in name that
    /// differs from the SIP address is nobody's.
    SipAddresses(Vec<String>),
    /// Those whom another operation could not change.
    FailedOf(Uuid),
}

/// What happens to them. Nothing is said here when a list names a policy for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// The policy that is assigned directly; `None` or Global takes direct assignments away.
    pub policy: Option<PolicyId>,
    /// Only people who have this one directly.
    pub from: Option<PolicyId>,
}

/// An operation that is asked for.
#[derive(Clone, Debug)]
pub struct NewOperation {
    /// Who is meant.
    pub people: People,
    /// What happens to them.
    pub task: Task,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for the assignments, and when they end: what makes them exceptions.
    pub exception: ExceptionInput,
    /// The same key means the same operation. Blank for a new one in any case.
    pub idempotency_key: String,
}

impl NewOperation {
    /// The same once more, for the people whom `operation` could not change.
    pub fn retry(operation: &Operation) -> Self {
        Self {
            people: People::FailedOf(operation.id),
            task: Task {
                policy: operation.policy,
                from: operation.from_policy,
            },
            reason: operation.reason.clone(),
            exception: ExceptionInput::of(operation.owner.as_deref(), operation.expires_at),
            idempotency_key: String::new(),
        }
    }
}

fn same(found: &Operation, fingerprint: &str) -> Result<Uuid, ServiceError> {
    if found.fingerprint == fingerprint {
        return Ok(found.id);
    }
    Err(ServiceError::refused(
        "idempotency-key-reused",
        "Nothing was prepared: this key was used for another operation before. Use a new key.",
    ))
}

/// The names of both policies.
fn names(snapshot: &Snapshot, task: Task) -> Result<(String, String), ServiceError> {
    let name = |id: Option<PolicyId>| match id {
        None => Ok(String::new()),
        Some(id) => snapshot
            .policy(id)
            .map(|policy| policy.name.to_string())
            .ok_or(ServiceError::NotFound { what: "policy" }),
    };
    if task.from == Some(PolicyId::GLOBAL) {
        let message = "Nobody has Global directly. Choose a policy that is assigned.";
        return Err(ServiceError::field("from", "from-global", message));
    }
    if task.from.is_some() && task.from == task.policy {
        let message = "Both policies are the same. Choose another one to move people to.";
        return Err(ServiceError::field("policy", "same-policy", message));
    }
    Ok((name(task.policy)?, name(task.from)?))
}

fn checked(mut new: NewOperation) -> Result<NewOperation, ServiceError> {
    if matches!(new.people, People::PolicyList(_)) && new.task != Task::default() {
        let message = "The list says who gets which policy. Choose no other policy beside it.";
        let field = if new.task.policy.is_some() {
            "policy"
        } else {
            "from"
        };
        return Err(ServiceError::field(field, "policy-besides-list", message));
    }
    new.task.policy = new.task.policy.filter(|id| *id != PolicyId::GLOBAL);
    new.idempotency_key = new.idempotency_key.trim().replace('\0', "");
    if new.idempotency_key.chars().count() > MAXIMUM_KEY {
        let message = format!("A key has at most {MAXIMUM_KEY} characters.");
        return Err(ServiceError::field("key", "key-too-long", message));
    }
    new.reason = new
        .reason
        .map(|reason| reason.trim().replace('\0', ""))
        .filter(|reason| !reason.is_empty());
    if new
        .reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > MAXIMUM_REASON)
    {
        let message = format!("A reason has at most {MAXIMUM_REASON} characters.");
        return Err(ServiceError::field("reason", "reason-too-long", message));
    }
    Ok(new)
}

/// A draft without people that does nothing yet.
pub(crate) fn blank(context: &OpContext, id: Uuid) -> Operation {
    Operation {
        id,
        author: author(context),
        administrator: context.administrator(),
        actor_name: context.actor_name().to_owned(),
        request_id: context.request_id.clone(),
        idempotency_key: id.to_string(),
        fingerprint: String::new(),
        state: State::Draft,
        policy: None,
        policy_name: String::new(),
        from_policy: None,
        from_policy_name: String::new(),
        source: String::new(),
        source_words: String::new(),
        reason: None,
        owner: None,
        expires_at: None,
        retry_of: None,
        lines: 0,
        people: 0,
        done_position: 0,
        succeeded: 0,
        unchanged: 0,
        failed: 0,
        problem: None,
        revision: None,
        created_at: context.now,
        started_at: None,
        finished_at: None,
        lease_owner: None,
        lease_until: None,
        policies: 0,
    }
}

/// Prepares an operation and returns its identifier. The same key of the same author returns the same operation.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `people`, `policy`, `from`, `reason`, `owner`,
/// `expires`, `expires_time` and `key`; [`ServiceError::NotFound`] when a policy is gone; [`ServiceError::Refused`] when the key was used for
/// something else, or when [`MAXIMUM_DRAFTS`] of the author wait; [`ServiceError::Store`]. Nothing is prepared then.
pub async fn prepare(
    services: &Services,
    context: &OpContext,
    new: NewOperation,
) -> Result<Uuid, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut new = checked(new)?;
    let snapshot = services.snapshot()?;
    let (policy_name, from_policy_name) = names(&snapshot, new.task)?;
    let people = new.people;
    let (people, outcome) = apart(move || {
        let outcome = stage::check(&people);
        (people, outcome)
    })
    .await;
    outcome?;
    new.people = people;
    clean(services, context.now).await?;
    let (author, fingerprint) = (author(context), fingerprint(&new));
    let id = services.random().identifier(context.now);
    let key = if new.idempotency_key.is_empty() {
        id.to_string()
    } else {
        new.idempotency_key.clone()
    };
    if let Some(found) = find_by_key(services, context, &author, &key).await? {
        let broken_off = found.state == State::Draft && found.lines == 0;
        if !broken_off || found.created_at + READING > context.now {
            return same(&found, &fingerprint);
        }
        delete(services, context, found.id).await?;
    }
    // After the key was looked up: what was prepared with it stays, also when its end has passed since.
    let assigns = new.task.policy.is_some() || is_by_line(services, context, &new.people).await?;
    let wanted = new.exception.read(context.now, assigns)?;
    let any = new.task.policy.or(assigns.then_some(PolicyId::GLOBAL));
    let plan = exception::plan(context, any, Some(&wanted), None);
    let (source, source_words) = stage::words(&new.people);
    let operation = Operation {
        idempotency_key: key.clone(),
        fingerprint: fingerprint.clone(),
        policy: new.task.policy,
        policy_name,
        from_policy: new.task.from,
        from_policy_name,
        source: source.to_owned(),
        source_words,
        reason: new.reason.clone(),
        owner: plan.as_ref().map(|plan| plan.owner.clone()),
        expires_at: plan.and_then(|plan| plan.expires_at),
        retry_of: match &new.people {
            People::FailedOf(of) => Some(*of),
            _ => None,
        },
        ..blank(context, id)
    };
    match insert(services, context, &operation).await {
        // Somebody has sent the same form at the same moment.
        Err(ServiceError::Store(StoreError::Duplicate(error))) => {
            match find_by_key(services, context, &author, &key).await? {
                Some(found) => return same(&found, &fingerprint),
                None => return Err(ServiceError::Store(StoreError::Duplicate(error))),
            }
        }
        other => other?,
    }
    if let Err(error) = stage::stage(services, context, id, new.people).await {
        delete(services, context, id).await?;
        return Err(error);
    }
    Ok(id)
}

/// Whether lines have policies of their own.
async fn is_by_line(services: &Services, context: &OpContext, people: &People) -> Result<bool, ServiceError> {
    let of = match people {
        People::PolicyList(_) => return Ok(true),
        People::FailedOf(of) => *of,
        _ => return Ok(false),
    };
    let mut reader = services.database().read().await?;
    let found = store::find(&mut reader.connection(), context.tenant, of).await?;
    Ok(found.is_some_and(|found| found.is_by_line()))
}

async fn find_by_key(
    services: &Services,
    context: &OpContext,
    author: &str,
    key: &str,
) -> Result<Option<Operation>, ServiceError> {
    let mut reader = services.database().read().await?;
    Ok(store::find_by_key(&mut reader.connection(), context.tenant, author, key).await?)
}

/// What preparing an operation would come to. A draft changes nobody, so it is prepared, looked at and thrown away, also
/// when nobody waits for the answer any more.
///
/// # Errors
/// As [`prepare`].
pub async fn rehearse(
    services: &Services,
    context: &OpContext,
    new: NewOperation,
) -> Result<OperationView, ServiceError> {
    let (services, context) = (services.clone(), context.clone());
    to_the_end(async move { look(&services, &context, new).await }).await
}

async fn look(
    services: &Services,
    context: &OpContext,
    mut new: NewOperation,
) -> Result<OperationView, ServiceError> {
    // Never one that was prepared before.
    new.idempotency_key = String::new();
    let id = prepare(services, context, new).await?;
    let view = get(services, context, id).await;
    delete(services, context, id).await?;
    view
}

async fn insert(services: &Services, context: &OpContext, operation: &Operation) -> Result<(), ServiceError> {
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    store::insert(&mut connection, context.tenant, operation).await?;
    if store::count_drafts(&mut connection, context.tenant, &operation.author).await? > MAXIMUM_DRAFTS {
        let message = format!(
            "Nothing was prepared: {MAXIMUM_DRAFTS} operations that you have prepared wait to be started. Start or \
             discard one of them first."
        );
        return Err(ServiceError::refused("too-many-drafts", message));
    }
    Ok(transaction.commit().await?)
}

async fn delete(services: &Services, context: &OpContext, id: Uuid) -> Result<(), ServiceError> {
    let mut transaction = services.database().begin().await?;
    store::delete_draft(&mut transaction.connection(), context.tenant, id).await?;
    Ok(transaction.commit().await?)
}
