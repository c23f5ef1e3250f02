//! Assigning a policy to one person directly, or taking the direct assignment away.

use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception::{self, ExceptionInput};
use crate::impact;
use crate::organization::Saved;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::person::{self as store, Person};
use forecourt_store::{Connection, assignment, exception as exceptions, policy as policies};
use serde_json::{Value, json};

/// The direct assignment that somebody asks for: Global is not assigned, it is what holds when nothing is.
pub(super) fn direct(policy: Option<PolicyId>) -> Option<PolicyId> {
    policy.filter(|policy| *policy != PolicyId::GLOBAL)
}

/// What another direct assignment of these people does, over everybody.
pub(super) async fn impact_on(
    connection: &mut Connection<'_>,
    snapshot: &Snapshot,
    context: &OpContext,
    people: &[Person],
    direct: Option<PolicyId>,
) -> Result<Impact, ServiceError> {
    let ids = people.iter().map(|person| person.id).collect();
    let wanted = impact::direct(snapshot, ids, direct);
    let (impact, _) = impact::of_moves(connection, snapshot, context.tenant, &wanted).await?;
    Ok(impact)
}

/// A direct assignment as the audit trail keeps it: the identifier for undo, the name for reading.
pub(super) fn document(snapshot: &Snapshot, direct: Option<PolicyId>) -> Value {
    json!({ "policy": direct, "name": direct.and_then(|id| name_of(snapshot, id)) })
}

pub(super) fn name_of(snapshot: &Snapshot, policy: PolicyId) -> Option<String> {
    snapshot.policy(policy).map(|policy| policy.name.to_string())
}

/// Refuses a policy that is not there any more. Read in the transaction of the change, so that none can be assigned
/// that is just being deleted.
pub(super) async fn require_policy(
    connection: &mut Connection<'_>,
    context: &OpContext,
    policy: Option<PolicyId>,
) -> Result<(), ServiceError> {
    if let Some(id) = policy
        && policies::find(connection, context.tenant, id).await?.is_none()
    {
        return Err(ServiceError::NotFound { what: "policy" });
    }
    Ok(())
}

/// What assigning `policy` to a person directly would do; `None` or Global: taking the direct assignment away.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when person or policy is gone; [`ServiceError::Store`].
pub async fn preview_assign(
    services: &Services,
    context: &OpContext,
    person: PersonId,
    policy: Option<PolicyId>,
) -> Result<Impact, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let direct = direct(policy);
    if direct.is_some_and(|id| snapshot.policy(id).is_none()) {
        return Err(ServiceError::NotFound { what: "policy" });
    }
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let person = store::find(&mut connection, context.tenant, person)
        .await?
        .ok_or(ServiceError::NotFound { what: "person" })?;
    impact_on(
        &mut connection,
        &snapshot,
        context,
        std::slice::from_ref(&person),
        direct,
    )
    .await
}

/// What an assignment comes with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignOptions {
    /// Why, in the words of who does it.
    pub reason: Option<String>,
    /// The change that it takes back.
    pub undoes: Option<Revision>,
    /// What makes it an exception: who answers for it and when it ends.
    pub exception: Option<ExceptionInput>,
}

/// Assigns `policy` to a person directly, or takes the direct assignment away: [`assign_with`] without an exception.
///
/// # Errors
/// As [`assign_with`].
pub async fn assign(
    services: &Services,
    context: &OpContext,
    person: PersonId,
    policy: Option<PolicyId>,
    expected: Revision,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    let options = AssignOptions {
        reason,
        undoes,
        exception: None,
    };
    assign_with(services, context, person, policy, expected, options).await
}

/// Assigns `policy` to a person directly; `None` or Global takes the direct assignment away. `expected` is the
/// revision of the person that the decision was made from. Takes effect at once. When the person has that assignment
/// already, nothing is changed and [`Saved::changed`] says so. With an exception it goes back by itself when that ends.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the fields `owner`, `expires` and `expires_time`;
/// [`ServiceError::NotFound`] when person or policy is gone; [`ServiceError::Conflict`]
/// when somebody else changed the person in between; [`ServiceError::Store`]. Nothing is changed then.
pub async fn assign_with(
    services: &Services,
    context: &OpContext,
    person: PersonId,
    policy: Option<PolicyId>,
    expected: Revision,
    options: AssignOptions,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let direct = direct(policy);
    let read = |input: &ExceptionInput| input.read(context.now, direct.is_some());
    let wanted = options.exception.as_ref().map(read).transpose()?;
    let plan = exception::plan(context, direct, wanted.as_ref(), options.reason.as_deref());
    let mut draft = Draft::begin(services, context).await?;
    let found = store::find(&mut draft.connection(), context.tenant, person).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    require_policy(&mut draft.connection(), context, direct).await?;
    check_revision(&mut draft.connection(), context, expected, found.revision).await?;
    let snapshot = services.snapshot()?;
    let one = std::slice::from_ref(&found);
    let impact = impact_on(&mut draft.connection(), &snapshot, context, one, direct).await?;
    let current = exceptions::find(&mut draft.connection(), context.tenant, person).await?;
    let same = found.direct_policy == direct;
    if same && plan.as_ref().is_none_or(|plan| plan.is(current.as_ref())) {
        return Ok(Saved {
            revision: found.revision,
            impact,
            changed: false,
        });
    }
    let revision = draft.revision();
    assignment::set_direct(
        &mut draft.connection(),
        context.tenant,
        &[person],
        direct,
        revision,
    )
    .await?;
    let of_plan = plan.as_ref().map(|plan| (plan.owner.as_str(), plan.expires_at));
    let of_exception = exception::fields(current.as_ref(), of_plan);
    if let Some(plan) = &plan {
        let people = [(&found, current)];
        exception::write(&mut draft.connection(), context, &people, plan, revision).await?;
    }
    let name = |id: Option<PolicyId>| id.and_then(|id| name_of(&snapshot, id));
    let mut fields = Vec::new();
    if !same {
        fields.push(FieldChange::new(
            "ExternalAccessPolicy",
            name(found.direct_policy),
            name(direct),
        ));
    }
    fields.extend(of_exception);
    let detail = Detail {
        fields,
        impact: Some(impact.clone()),
        before: Some(document(&snapshot, found.direct_policy)),
        after: Some(document(&snapshot, direct)),
    };
    let record = Record {
        action: match direct {
            Some(_) if same => Action::ExceptionChanged,
            Some(_) => Action::PolicyAssigned,
            None => Action::PolicyUnassigned,
        },
        target: Target::new(TargetKind::Person, person, found.shown_name()),
        detail,
        reason: options.reason,
        undoes: options.undoes,
    };
    let changed = ChangedPerson {
        person,
        before: found.direct_policy,
        after: direct,
    };
    let revision = draft.commit(record, &[changed]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}
