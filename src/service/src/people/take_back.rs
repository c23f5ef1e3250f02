//! Taking an assignment back: one person's, or that of several people.

use super::assign::{document, effective, name_of, require_policy};
use super::assign_many::{set_all, target};
use crate::change::{Action, Detail, Draft, FieldChange, Record};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::Saved;
use crate::services::Services;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::{change, person as store};

/// Gives everybody whose direct assignment change `revision` touched the one they had before. All or nobody.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`] when there is no such change;
/// [`ServiceError::Refused`] when it touched no assignment, was taken back already, or a later change has touched one
/// of the people or deleted a policy; [`ServiceError::Store`]. Nothing is changed then.
pub async fn take_back(
    services: &Services,
    context: &OpContext,
    revision: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = services.snapshot()?;
    let made = change::find(&mut draft.connection(), context.tenant, revision).await?;
    made.ok_or(ServiceError::NotFound { what: "change" })?;
    let rows = change::people(&mut draft.connection(), context.tenant, revision).await?;
    if rows.is_empty() {
        let message = "This change touched no assignment, so there is none to take back.";
        return Err(ServiceError::refused("nothing-to-undo", message));
    }
    let (mut people, mut impact) = (Vec::with_capacity(rows.len()), Impact::default());
    for row in &rows {
        let found = store::find(&mut draft.connection(), context.tenant, row.person).await?;
        let Some(person) = found.filter(|person| person.direct_policy == row.after) else {
            let message = "Not undone. The assignment of at least one of the people has been changed since. Assign \
                           the policy on the person's page instead.";
            return Err(ServiceError::refused("changed-since", message));
        };
        require_policy(&mut draft.connection(), context, row.before).await?;
        let before = (person.effective_policy, person.effective_source);
        impact.include(&snapshot.impact_on_person(before, effective(row.before)));
        people.push(person);
    }
    let wanted = |person: &store::Person| -> Option<PolicyId> {
        rows.iter()
            .find(|row| row.person == person.id)
            .and_then(|row| row.before)
    };
    let written = set_all(&mut draft, context, &people, wanted).await?;
    // What several people had before need not be the same; the rows of the people say it.
    let first = rows.first().copied();
    let same = |same: bool, policy: Option<PolicyId>| policy.filter(|_| same);
    let after = same(
        rows.iter()
            .all(|row| Some(row.before) == first.map(|first| first.before)),
        first.and_then(|first| first.before),
    );
    let before = same(
        rows.iter()
            .all(|row| Some(row.after) == first.map(|first| first.after)),
        first.and_then(|first| first.after),
    );
    let name = |policy: Option<PolicyId>| policy.and_then(|id| name_of(&snapshot, id));
    let record = Record {
        action: if after.is_some() {
            Action::PolicyAssigned
        } else {
            Action::PolicyUnassigned
        },
        target: target(&people),
        detail: Detail {
            fields: vec![FieldChange::new(
                "ExternalAccessPolicy",
                name(before),
                name(after),
            )],
            impact: Some(impact.clone()),
            before: (rows.len() == 1).then(|| document(&snapshot, before)),
            after: (rows.len() == 1).then(|| document(&snapshot, after)),
        },
        reason,
        undoes: Some(revision),
    };
    let revision = draft.commit(record, &written).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}
