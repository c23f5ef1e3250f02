//! Assigning a policy to several people at once.

use super::assign::{direct, document, impact_on, name_of, require_policy};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::exception::{self, ExceptionInput};
use crate::services::Services;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::Connection;
use forecourt_store::assignment;
use forecourt_store::change::ChangedPerson;
use forecourt_store::exception::{self as exceptions, AssignmentException};
use forecourt_store::person::{self as store, Person};
use std::collections::{HashMap, HashSet};

/// The most people of one selection.
pub const MAXIMUM_SELECTION: usize = 500;

/// Somebody whose assignment could not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedPerson {
    /// Who was meant.
    pub person: PersonId,
    /// Why, as a sentence.
    pub problem: String,
}

/// What became of an assignment to several people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The change; `None` when nothing had to be changed.
    pub revision: Option<Revision>,
    /// How many people's assignment changed.
    pub changed: u64,
    /// How many had it already.
    pub unchanged: u64,
    /// Those that could not be changed.
    pub failed: Vec<FailedPerson>,
    /// What it did to people.
    pub impact: Impact,
}

fn check_selection(people: &[PersonId]) -> Result<Vec<PersonId>, ServiceError> {
    let mut seen = HashSet::new();
    let distinct: Vec<_> = people
        .iter()
        .copied()
        .filter(|person| seen.insert(*person))
        .collect();
    if distinct.is_empty() {
        return Err(ServiceError::field(
            "user",
            "selection-empty",
            "Tick the people first.",
        ));
    }
    if distinct.len() > MAXIMUM_SELECTION {
        let message = format!(
            "{} people are selected. At most {MAXIMUM_SELECTION} can be changed at once; narrow the selection down.",
            distinct.len()
        );
        return Err(ServiceError::field("user", "selection-too-large", message));
    }
    Ok(distinct)
}

fn gone(person: PersonId) -> FailedPerson {
    FailedPerson {
        person,
        problem: format!("{person} is not in the directory any more."),
    }
}

/// What assigning `policy` to these people directly would do, over everybody.
///
/// # Errors
/// As [`assign_many`].
pub async fn preview_assign_many(
    services: &Services,
    context: &OpContext,
    people: &[PersonId],
    policy: Option<PolicyId>,
) -> Result<Impact, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let (people, direct, snapshot) = (check_selection(people)?, direct(policy), services.snapshot()?);
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    require_policy(&mut connection, context, direct).await?;
    let found = store::find_many(&mut connection, context.tenant, &people).await?;
    impact_on(&mut connection, &snapshot, context, &found, direct).await
}

/// Assigns `policy` to several people directly: [`assign_many_with`] without an exception.
///
/// # Errors
/// As [`assign_many_with`].
pub async fn assign_many(
    services: &Services,
    context: &OpContext,
    people: &[PersonId],
    policy: Option<PolicyId>,
    reason: Option<String>,
) -> Result<Assigned, ServiceError> {
    assign_many_with(services, context, people, policy, reason, None).await
}

/// Assigns `policy` to several people directly, as one change; `None` or Global takes their direct assignments away.
/// People who are not there any more are reported and do not keep the others from being changed.
/// With an exception, the assignments go back by themselves when that ends; people who have the policy already get the
/// exception for it.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `user` when nobody or more than
/// [`MAXIMUM_SELECTION`] are selected, and for `owner`, `expires` and `expires_time`; [`ServiceError::NotFound`] when the policy is gone; [`ServiceError::Store`].
/// Nothing is changed then.
pub async fn assign_many_with(
    services: &Services,
    context: &OpContext,
    people: &[PersonId],
    policy: Option<PolicyId>,
    reason: Option<String>,
    exception: Option<&ExceptionInput>,
) -> Result<Assigned, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let (people, direct) = (check_selection(people)?, direct(policy));
    let read = |input: &ExceptionInput| input.read(context.now, direct.is_some());
    let wanted = exception.map(read).transpose()?;
    let plan = exception::plan(context, direct, wanted.as_ref(), reason.as_deref());
    let mut draft = Draft::begin(services, context).await?;
    require_policy(&mut draft.connection(), context, direct).await?;
    let snapshot = draft.snapshot().await?;
    let found = store::find_many(&mut draft.connection(), context.tenant, &people).await?;
    let known: HashSet<_> = found.iter().map(|person| person.id).collect();
    let failed: Vec<_> = people
        .into_iter()
        .filter(|person| !known.contains(person))
        .map(gone)
        .collect();
    let current = exceptions_of(&mut draft.connection(), context, &found).await?;
    let (same, changing): (Vec<Person>, Vec<Person>) = found.into_iter().partition(|person| {
        let current = current.get(&person.id);
        let excepted = plan.as_ref().is_none_or(|plan| plan.is(current));
        person.direct_policy == direct && excepted
    });
    let unchanged = u64::try_from(same.len()).unwrap_or_default();
    let changed = u64::try_from(changing.len()).unwrap_or_default();
    let impact = impact_on(&mut draft.connection(), &snapshot, context, &changing, direct).await?;
    let mut done = Assigned {
        revision: None,
        changed,
        unchanged,
        failed,
        impact,
    };
    if changing.is_empty() {
        return Ok(done);
    }
    let ids: Vec<_> = changing.iter().map(|person| person.id).collect();
    let revision = draft.revision();
    assignment::set_direct(&mut draft.connection(), context.tenant, &ids, direct, revision).await?;
    if let Some(plan) = &plan {
        let people: Vec<_> = changing
            .iter()
            .map(|person| (person, current.get(&person.id).cloned()))
            .collect();
        exception::write(&mut draft.connection(), context, &people, plan, revision).await?;
    }
    let row = |person: &Person| ChangedPerson {
        person: person.id,
        before: person.direct_policy,
        after: direct,
    };
    let rows: Vec<_> = changing.iter().map(row).collect();
    let mut fields = vec![FieldChange::new(
        "ExternalAccessPolicy",
        None,
        direct.and_then(|id| name_of(&snapshot, id)),
    )];
    let of_plan = plan.as_ref().map(|plan| (plan.owner.as_str(), plan.expires_at));
    fields.extend(exception::fields(None, of_plan));
    let detail = Detail {
        fields,
        impact: Some(done.impact.clone()),
        before: None,
        after: Some(document(&snapshot, direct)),
    };
    let record = Record {
        action: if direct.is_some() {
            Action::PolicyAssigned
        } else {
            Action::PolicyUnassigned
        },
        target: target(&changing),
        detail,
        reason,
        undoes: None,
    };
    done.revision = Some(draft.commit(record, &rows).await?);
    Ok(done)
}

/// The exceptions that people have now.
async fn exceptions_of(
    connection: &mut Connection<'_>,
    context: &OpContext,
    people: &[Person],
) -> Result<HashMap<PersonId, AssignmentException>, ServiceError> {
    let mut found = HashMap::new();
    for person in people.iter().filter(|person| person.direct_policy.is_some()) {
        if let Some(exception) = exceptions::find(connection, context.tenant, person.id).await? {
            found.insert(person.id, exception);
        }
    }
    Ok(found)
}

/// One person by name, several by number.
pub(super) fn target(people: &[Person]) -> Target {
    match people {
        [only] => Target::new(TargetKind::Person, only.id, only.shown_name()),
        several => Target::new(
            TargetKind::Directory,
            "people",
            format!("{} people", several.len()),
        ),
    }
}
