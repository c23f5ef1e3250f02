//! Applying a file: everything in one change.

use super::compare::compare;
use super::plan::{AssignmentChange, FilePlan};
use super::record::record;
use crate::change::Draft;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::material::ImportSide;
use crate::import::{write_policies, write_ranking};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_exchange::document::Document;
use forecourt_model::authority::Permission;
use forecourt_model::policy::PolicyName;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::exception::{self, NewException};
use forecourt_store::{assignment, import_plan, policy, rollout, settings};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A file that was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Its number; `None` when nothing differed.
    pub revision: Option<Revision>,
    /// What it changed.
    pub plan: FilePlan,
}

/// Applies a document in one transaction: all of it or nothing.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] when something stands in the way; [`ServiceError::Store`].
/// Nothing is changed then.
pub async fn apply(
    services: &Services,
    context: &OpContext,
    document: &Document,
    reason: Option<String>,
) -> Result<Applied, ServiceError> {
    write(services, context, document, reason, None).await
}

/// An upload that is applied.
#[derive(Clone, Copy, Debug)]
pub struct Upload {
    /// Its key.
    pub id: Uuid,
    /// The newest change that its plan was made after, when somebody has looked at it.
    pub seen: Option<Revision>,
}

/// The same for an upload, which is applied once only, and only while its plan is what was seen.
///
/// # Errors
/// As [`apply`]; [`ServiceError::Refused`] when it was applied already, or something was changed since it was seen.
pub async fn apply_kept(
    services: &Services,
    context: &OpContext,
    document: &Document,
    reason: Option<String>,
    upload: Upload,
) -> Result<Applied, ServiceError> {
    write(services, context, document, reason, Some(upload)).await
}

async fn write(
    services: &Services,
    context: &OpContext,
    document: &Document,
    reason: Option<String>,
    upload: Option<Upload>,
) -> Result<Applied, ServiceError> {
    for permission in [
        Permission::Import,
        Permission::EditSettings,
        Permission::EditPolicies,
        Permission::AssignPolicies,
    ] {
        context.require(permission)?;
    }
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let seen = upload.and_then(|upload| upload.seen);
    if seen.is_some_and(|seen| seen.0 + 1 < draft.revision().0) {
        let message =
            "Not applied: something was changed since you looked. This is what the file would change now.";
        return Err(ServiceError::refused("plan-outdated", message));
    }
    let plan = compare(&mut draft.connection(), context, &snapshot, document).await?;
    plan.errors.clone().or(())?;
    if !plan.rollouts.is_empty() {
        context.require(Permission::AnswerMessages)?;
    }
    if !plan.changes_anything() {
        return Ok(Applied { revision: None, plan });
    }
    let (mut was, mut is) = (ImportSide::default(), ImportSide::default());
    if let Some((before, after)) = &plan.settings {
        let revision = draft.revision();
        settings::save(
            &mut draft.connection(),
            context.tenant,
            after,
            revision,
            context.now,
        )
        .await?;
        was.settings = Some(before.clone());
        is.settings = Some(after.clone());
    }
    let policies = plan
        .policies
        .iter()
        .map(|change| (change.before.as_ref(), &change.after));
    let ids = write_policies(
        services,
        context,
        &mut draft,
        &snapshot,
        policies,
        (&mut was, &mut is),
    )
    .await?;
    let changed = write_assignments(context, &mut draft, &snapshot, &plan, &ids).await?;
    if let Some((_, after)) = &plan.ranking {
        let wanted: Vec<_> = after.iter().map(|row| (row.group, row.policy.clone())).collect();
        write_ranking(context, &mut draft, &wanted, &ids).await?;
    }
    let revision = draft.revision();
    for removed in &plan.removed {
        if !policy::delete(&mut draft.connection(), context.tenant, removed.id, revision).await? {
            let message = format!("The policy {} was not deleted: somebody has it.", removed.name);
            return Err(ServiceError::field("policies", "policy-in-use", message));
        }
        was.policies.insert(removed.id, removed.clone());
    }
    write_rollouts(context, &mut draft, &plan).await?;
    if let Some(upload) = upload
        && !import_plan::finish(&mut draft.connection(), context.tenant, upload.id, revision).await?
    {
        return Err(ServiceError::refused(
            "already-applied",
            "This file was applied already.",
        ));
    }
    let revision = draft.commit(record(&plan, &was, &is, reason), &changed).await?;
    Ok(Applied {
        revision: Some(revision),
        plan,
    })
}

/// Writes who has what directly, and why. An exception that goes while its policy stays is taken away together with
/// the assignment, which is then made anew.
async fn write_assignments(
    context: &OpContext,
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    plan: &FilePlan,
    ids: &HashMap<String, PolicyId>,
) -> Result<Vec<ChangedPerson>, ServiceError> {
    let (revision, tenant) = (draft.revision(), context.tenant);
    let id_of = |name: &Option<PolicyName>| name.as_ref().and_then(|name| ids.get(&name.folded()).copied());
    let mut connection = draft.connection();
    let ending: Vec<PersonId> = plan
        .assignments
        .iter()
        .filter(|change| !change.is_other_policy() && change.exception_after.is_none())
        .map(|change| change.person.id)
        .collect();
    if !ending.is_empty() {
        assignment::set_direct(&mut connection, tenant, &ending, None, revision).await?;
    }
    let mut given: BTreeMap<Option<PolicyId>, Vec<PersonId>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(plan.assignments.len());
    for change in &plan.assignments {
        let after = id_of(&change.after);
        given.entry(after).or_default().push(change.person.id);
        rows.push(ChangedPerson {
            person: change.person.id,
            before: change
                .person
                .direct_policy
                .filter(|id| snapshot.policy(*id).is_some()),
            after,
        });
    }
    for (direct, people) in given {
        assignment::set_direct(&mut connection, tenant, &people, direct, revision).await?;
    }
    for (new, people) in exceptions(context, &plan.assignments, &id_of) {
        exception::put(&mut connection, tenant, &people, &new, revision).await?;
    }
    Ok(rows)
}

/// The exceptions to make, each with the people who share it.
fn exceptions(
    context: &OpContext,
    changes: &[AssignmentChange],
    id_of: &impl Fn(&Option<PolicyName>) -> Option<PolicyId>,
) -> Vec<(NewException, Vec<PersonId>)> {
    let mut all: Vec<(NewException, Vec<PersonId>)> = Vec::new();
    for change in changes {
        let (Some(policy), Some(side)) = (id_of(&change.after), &change.exception_after) else {
            continue;
        };
        let new = NewException {
            policy,
            reason: side.reason.clone(),
            owner: side.owner.clone(),
            expires_at: side.expires,
            previous: id_of(&side.then).filter(|previous| *previous != policy),
            made_by: context.actor_name().to_owned(),
            made_at: context.now,
        };
        match all.last_mut().filter(|(last, _)| *last == new) {
            Some((_, people)) => people.push(change.person.id),
            None => all.push((new, vec![change.person.id])),
        }
    }
    all
}

async fn write_rollouts(
    context: &OpContext,
    draft: &mut Draft<'_>,
    plan: &FilePlan,
) -> Result<(), ServiceError> {
    for change in &plan.rollouts {
        let revision = draft.revision();
        let mut connection = draft.connection();
        let found = rollout::find(&mut connection, context.tenant, &change.message).await?;
        let mut stored = found.ok_or(ServiceError::NotFound { what: "rollout" })?;
        let by = || (context.now, context.actor_name().to_owned());
        stored.answer = change.after.map(|answer| {
            let (now, name) = by();
            (answer, now, name)
        });
        stored.revision = revision;
        rollout::save(&mut connection, context.tenant, &stored).await?;
    }
    Ok(())
}
