//! Starting a draft.

use super::get::visible;
use super::preview::{impact_of, preview};
use super::words::{people, title};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception;
use crate::services::Services;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_store::operation::stretch::{self, Stretch};
use forecourt_store::operation::{self as store, Operation, State};
use forecourt_store::policy;
use uuid::Uuid;

/// The share of the organization, in percent, from which on an operation has to be acknowledged.
pub const ACKNOWLEDGE_FROM: u64 = 10;

/// Makes a draft ready to run and writes its entry in the audit trail. `acknowledged` says that its author knows how
/// many people it reaches. Starting it again changes nothing.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] also for somebody else's draft, and when the policy is
/// gone; [`ServiceError::Invalid`] for the field `acknowledge`; [`ServiceError::Refused`] when nobody would change, the
/// end of the assignments has passed, or its people are not all read; [`ServiceError::Store`]. Nothing is started then.
pub async fn start(
    services: &Services,
    context: &OpContext,
    id: Uuid,
    acknowledged: bool,
) -> Result<Operation, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let operation = visible(&mut connection, context, id).await?;
    if operation.state != State::Draft {
        return Ok(operation);
    }
    if operation.is_being_read() {
        return Err(ServiceError::refused(
            "people-not-read",
            "Nothing was started: the people are still being read, or reading them was broken off. Load this operation \
             again in a moment. When that does not help, discard it and prepare it again.",
        ));
    }
    if operation.expires_at.is_some_and(|end| end <= context.now) {
        return Err(ServiceError::refused(
            "end-in-the-past",
            "Nothing was started: the end of these assignments has passed. Discard this operation and prepare it again \
             with a later end.",
        ));
    }
    let policies = stretch::of(&mut connection, context.tenant, &operation).await?;
    let found = preview(services, &mut connection, context, &operation, &policies).await?;
    drop(reader);
    let (impact, changing) = impact_of(&snapshot, &found);
    if changing == 0 {
        return Err(ServiceError::refused(
            "nobody-changes",
            "Nothing was started: nobody's assignment would change. Discard this operation.",
        ));
    }
    if impact.needs_acknowledgement(ACKNOWLEDGE_FROM) && !acknowledged {
        return Err(ServiceError::field(
            "acknowledge",
            "acknowledgement-missing",
            "Tick this to say that you know how many people it changes.",
        ));
    }
    let started = begin(services, context, &operation, impact).await?;
    services.operations().notify_waiters();
    Ok(started)
}

async fn begin(
    services: &Services,
    context: &OpContext,
    operation: &Operation,
    impact: Impact,
) -> Result<Operation, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    if let Some(policy) = operation.policy
        && policy::find(&mut draft.connection(), context.tenant, policy)
            .await?
            .is_none()
    {
        return Err(ServiceError::NotFound { what: "policy" });
    }
    let revision = draft.revision();
    let actor = (
        context.administrator(),
        context.actor_name(),
        context.request_id.as_str(),
    );
    let tenant = context.tenant;
    if !store::start(
        &mut draft.connection(),
        tenant,
        operation.id,
        revision,
        context.now,
        actor,
    )
    .await?
    {
        // Somebody has started it in between; their entry is the one that counts.
        return visible(&mut draft.connection(), context, operation.id).await;
    }
    let started = visible(&mut draft.connection(), context, operation.id).await?;
    let stretches = stretch::of(&mut draft.connection(), tenant, operation).await?;
    let mut fields = policy_fields(operation, &stretches);
    let excepted = operation
        .owner
        .as_deref()
        .map(|owner| (owner, operation.expires_at));
    fields.extend(exception::fields(None, excepted));
    let record = Record {
        action: Action::OperationStarted,
        target: Target::new(TargetKind::Operation, operation.id, title(operation)),
        detail: Detail {
            fields,
            impact: Some(impact),
            before: None,
            after: None,
        },
        reason: operation.reason.clone(),
        undoes: None,
    };
    draft.commit(record, &[]).await?;
    Ok(started)
}

/// Which policy is assigned, or how many people get each.
fn policy_fields(operation: &Operation, stretches: &[Stretch]) -> Vec<FieldChange> {
    if !operation.is_by_line() {
        let name = |is_there: bool, name: &str| is_there.then(|| name.to_owned());
        return vec![FieldChange::new(
            "ExternalAccessPolicy",
            name(operation.from_policy.is_some(), &operation.from_policy_name),
            name(operation.policy.is_some(), &operation.policy_name),
        )];
    }
    let with_people = stretches.iter().filter(|stretch| stretch.people > 0);
    with_people
        .map(|stretch| {
            let name = if stretch.policy.is_some() {
                stretch.policy_name.as_str()
            } else {
                "No direct assignment"
            };
            FieldChange::new(name, None, Some(people(stretch.people)))
        })
        .collect()
}
