//! Another end for an exception: later, never, or now.

use super::describe::{end_change, fields};
use super::input::read_end;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::organization::Saved;
use crate::services::Services;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::exception::{self as store, AssignmentException, NewException};
use forecourt_store::person::{self, Person};
use forecourt_store::{assignment, policy};
use time::OffsetDateTime;

async fn find(
    draft: &mut Draft<'_>,
    context: &OpContext,
    id: PersonId,
    expected: Revision,
) -> Result<(Person, AssignmentException), ServiceError> {
    let mut connection = draft.connection();
    let found = person::find(&mut connection, context.tenant, id).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    check_revision(&mut connection, context, expected, found.revision).await?;
    let exception = store::find(&mut connection, context.tenant, id).await?;
    let exception = exception.ok_or(ServiceError::NotFound { what: "exception" })?;
    Ok((found, exception))
}

/// Gives the exception of a person another end: the day, and the time of it in UTC unless it is the end of the day.
/// `expected` is the revision of the person that the decision was made from.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `expires` or `expires_time`;
/// [`ServiceError::NotFound`] when the person or the exception is gone; [`ServiceError::Conflict`];
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn extend(
    services: &Services,
    context: &OpContext,
    id: PersonId,
    expected: Revision,
    (date, time): (&str, &str),
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut errors = FieldErrors::default();
    let end = read_end(&mut errors, date, time, context.now);
    if end.is_none() && errors.is_empty() {
        errors.push(
            "expires",
            "end-missing",
            "Choose the day on which it ends, or make the assignment permanent.",
        );
    }
    errors.or(())?;
    rewrite(services, context, (id, expected), end, reason).await
}

/// Takes the end of an exception away. Reason and owner stay.
///
/// # Errors
/// As [`extend`].
pub async fn make_permanent(
    services: &Services,
    context: &OpContext,
    id: PersonId,
    expected: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    rewrite(services, context, (id, expected), None, reason).await
}

async fn rewrite(
    services: &Services,
    context: &OpContext,
    (id, expected): (PersonId, Revision),
    end: Option<OffsetDateTime>,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    let (found, exception) = find(&mut draft, context, id, expected).await?;
    if exception.expires_at == end {
        return Ok(Saved {
            revision: found.revision,
            impact: Impact::default(),
            changed: false,
        });
    }
    let revision = draft.revision();
    let mut connection = draft.connection();
    let one = [id];
    assignment::set_direct(
        &mut connection,
        context.tenant,
        &one,
        Some(exception.policy),
        revision,
    )
    .await?;
    let new = NewException {
        policy: exception.policy,
        reason: exception.reason.clone(),
        owner: exception.owner.clone(),
        expires_at: end,
        previous: exception.previous,
        made_by: context.actor_name().to_owned(),
        made_at: context.now,
    };
    store::put(&mut connection, context.tenant, &one, &new, revision).await?;
    let record = Record {
        action: Action::ExceptionChanged,
        target: Target::new(TargetKind::Person, id, found.shown_name()),
        detail: Detail {
            fields: fields(Some(&exception), Some((&exception.owner, end))),
            ..Detail::default()
        },
        reason,
        undoes: None,
    };
    let row = ChangedPerson {
        person: id,
        before: Some(exception.policy),
        after: Some(exception.policy),
    };
    let revision = draft.commit(record, &[row]).await?;
    Ok(Saved {
        revision,
        impact: Impact::default(),
        changed: true,
    })
}

/// Ends an exception now: the assignment goes back to what was before it.
///
/// # Errors
/// As [`extend`].
pub async fn end_now(
    services: &Services,
    context: &OpContext,
    id: PersonId,
    expected: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let (found, exception) = find(&mut draft, context, id, expected).await?;
    let snapshot = draft.snapshot().await?;
    let previous = existing(&mut draft, context, exception.previous).await?;
    let wanted = impact::direct(&snapshot, vec![id], previous);
    let mut connection = draft.connection();
    let (impact, _) = impact::of_moves(&mut connection, &snapshot, context.tenant, &wanted).await?;
    let revision = draft.revision();
    assignment::set_direct(&mut draft.connection(), context.tenant, &[id], previous, revision).await?;
    let name = |policy: PolicyId| snapshot.policy(policy).map(|policy| policy.name.to_string());
    let record = Record {
        action: Action::ExceptionEnded,
        target: Target::new(TargetKind::Person, id, found.shown_name()),
        detail: Detail {
            fields: vec![
                FieldChange::new(
                    "ExternalAccessPolicy",
                    name(exception.policy),
                    previous.and_then(name),
                ),
                end_change(exception.expires_at, None),
            ],
            impact: Some(impact.clone()),
            ..Detail::default()
        },
        reason,
        undoes: None,
    };
    let row = ChangedPerson {
        person: id,
        before: Some(exception.policy),
        after: previous,
    };
    let revision = draft.commit(record, &[row]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}

/// The earlier policy, unless it has been deleted in between.
pub(super) async fn existing(
    draft: &mut Draft<'_>,
    context: &OpContext,
    previous: Option<PolicyId>,
) -> Result<Option<PolicyId>, ServiceError> {
    let Some(id) = previous else { return Ok(None) };
    let found = policy::find(&mut draft.connection(), context.tenant, id).await?;
    Ok(found.map(|policy| policy.id))
}
