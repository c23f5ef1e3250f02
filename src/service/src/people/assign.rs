//! Assigning a policy to one person directly, or taking the direct assignment away.

use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::Saved;
use crate::services::Services;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::access::{AssignmentSource, Impact, SourceKind, effective_policy};
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::person::{self as store, Person};
use forecourt_store::{Connection, StoreError, policy as policies};
use serde_json::{Value, json};

/// The direct assignment that somebody asks for: Global is not assigned, it is what holds when nothing is.
pub(super) fn direct(policy: Option<PolicyId>) -> Option<PolicyId> {
    policy.filter(|policy| *policy != PolicyId::GLOBAL)
}

/// What is effective with this direct assignment, and from where.
pub(super) fn effective(direct: Option<PolicyId>) -> (PolicyId, SourceKind) {
    let effective = effective_policy(direct, &[]);
    let source = match effective.source {
        AssignmentSource::Direct => SourceKind::Direct,
        AssignmentSource::Group { .. } => SourceKind::Group,
        AssignmentSource::Global => SourceKind::Global,
    };
    (effective.policy, source)
}

/// What another direct assignment of these people does, over everybody.
pub(super) fn impact_on(snapshot: &Snapshot, people: &[Person], direct: Option<PolicyId>) -> Impact {
    let (to, _) = effective(direct);
    let moved = |person: &Person| Move {
        people: 1,
        from: (person.effective_policy, person.effective_source),
        to,
    };
    let moves: Vec<_> = people.iter().map(moved).collect();
    snapshot.impact_of_moves(&moves)
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
    let person = store::find(&mut reader.connection(), context.tenant, person)
        .await?
        .ok_or(ServiceError::NotFound { what: "person" })?;
    Ok(impact_on(&snapshot, std::slice::from_ref(&person), direct))
}

/// Assigns `policy` to a person directly; `None` or Global takes the direct assignment away. `expected` is the
/// revision of the person that the decision was made from. Takes effect at once. When the person has that assignment
/// already, nothing is changed and [`Saved::changed`] says so.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when person or policy is gone; [`ServiceError::Conflict`]
/// when somebody else changed the person in between; [`ServiceError::Store`]. Nothing is changed then.
pub async fn assign(
    services: &Services,
    context: &OpContext,
    person: PersonId,
    policy: Option<PolicyId>,
    expected: Revision,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let direct = direct(policy);
    let mut draft = Draft::begin(services, context).await?;
    let found = store::find(&mut draft.connection(), context.tenant, person).await?;
    let found = found.ok_or(ServiceError::NotFound { what: "person" })?;
    require_policy(&mut draft.connection(), context, direct).await?;
    check_revision(&mut draft.connection(), context, expected, found.revision).await?;
    let snapshot = services.snapshot()?;
    let impact = impact_on(&snapshot, std::slice::from_ref(&found), direct);
    if found.direct_policy == direct {
        return Ok(Saved {
            revision: found.revision,
            impact,
            changed: false,
        });
    }
    let revision = draft.revision();
    store::set_direct(
        &mut draft.connection(),
        context.tenant,
        person,
        direct,
        effective(direct),
        context.actor_name(),
        revision,
        context.now,
    )
    .await
    .map_err(|error| match error {
        StoreError::Reference(_) => ServiceError::NotFound { what: "policy" },
        other => ServiceError::Store(other),
    })?;
    let name = |id: Option<PolicyId>| id.and_then(|id| name_of(&snapshot, id));
    let detail = Detail {
        fields: vec![FieldChange::new(
            "ExternalAccessPolicy",
            name(found.direct_policy),
            name(direct),
        )],
        impact: Some(impact.clone()),
        before: Some(document(&snapshot, found.direct_policy)),
        after: Some(document(&snapshot, direct)),
    };
    let record = Record {
        action: if direct.is_some() {
            Action::PolicyAssigned
        } else {
            Action::PolicyUnassigned
        },
        target: Target::new(TargetKind::Person, person, found.shown_name()),
        detail,
        reason,
        undoes,
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
