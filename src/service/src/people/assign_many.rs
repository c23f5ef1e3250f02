//! Assigning a policy to several people at once.

use super::assign::{direct, document, effective, impact_on, name_of, require_policy};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::{Impact, SourceKind};
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::person::{self as store, Person};
use std::collections::HashSet;

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
    let mut found = Vec::with_capacity(people.len());
    for id in people {
        found.extend(store::find(&mut connection, context.tenant, id).await?);
    }
    Ok(impact_on(&snapshot, &found, direct))
}

/// Assigns `policy` to several people directly, as one change; `None` or Global takes their direct assignments away.
/// People who are not there any more are reported and do not keep the others from being changed.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `user` when nobody or more than
/// [`MAXIMUM_SELECTION`] are selected; [`ServiceError::NotFound`] when the policy is gone; [`ServiceError::Store`].
/// Nothing is changed then.
pub async fn assign_many(
    services: &Services,
    context: &OpContext,
    people: &[PersonId],
    policy: Option<PolicyId>,
    reason: Option<String>,
) -> Result<Assigned, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let (people, direct) = (check_selection(people)?, direct(policy));
    let mut draft = Draft::begin(services, context).await?;
    require_policy(&mut draft.connection(), context, direct).await?;
    let snapshot = services.snapshot()?;
    let (mut failed, mut unchanged) = (Vec::new(), 0);
    let mut changing: Vec<Person> = Vec::new();
    for id in people {
        match store::find(&mut draft.connection(), context.tenant, id).await? {
            None => failed.push(gone(id)),
            Some(person) => {
                if person.direct_policy == direct {
                    unchanged += 1;
                } else {
                    changing.push(person);
                }
            }
        }
    }
    let changed = u64::try_from(changing.len()).unwrap_or_default();
    let impact = impact_on(&snapshot, &changing, direct);
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
    let rows = set_all(&mut draft, context, &changing, |_| direct).await?;
    let detail = Detail {
        fields: vec![FieldChange::new(
            "ExternalAccessPolicy",
            None,
            direct.and_then(|id| name_of(&snapshot, id)),
        )],
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

/// Writes the direct assignment that `wanted` gives for each person.
pub(super) async fn set_all(
    draft: &mut Draft<'_>,
    context: &OpContext,
    people: &[Person],
    wanted: impl Fn(&Person) -> Option<PolicyId>,
) -> Result<Vec<ChangedPerson>, ServiceError> {
    let revision = draft.revision();
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let after = wanted(person);
        let (policy, source): (PolicyId, SourceKind) = effective(after);
        store::set_direct(
            &mut draft.connection(),
            context.tenant,
            person.id,
            after,
            (policy, source),
            context.actor_name(),
            revision,
            context.now,
        )
        .await?;
        rows.push(ChangedPerson {
            person: person.id,
            before: person.direct_policy,
            after,
        });
    }
    Ok(rows)
}
