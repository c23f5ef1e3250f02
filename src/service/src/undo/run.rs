//! Taking a change back.

use super::plan::{Restore, UndoPlan, plan};
use crate::change::{Action, Detail, Draft, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::{Saved, asking};
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::policy::Policy;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::{assignment, exception, policy, rollout, settings};

/// Takes change `revision` back with a new change. Planned again inside the transaction, so what was previewed and
/// what is done cannot differ unnoticed.
///
/// # Errors
/// As [`super::preview`].
pub async fn undo(
    services: &Services,
    context: &OpContext,
    revision: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::UndoChanges)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = services.snapshot()?;
    let planned = plan(&mut draft.connection(), context, &snapshot, revision).await?;
    let ended = planned.entry.action == Some(Action::ExceptionEnded);
    let people = write(&mut draft, context, &planned.restore, (revision, ended)).await?;
    let impact = planned.impact.clone();
    let mut record = record_of(planned)?;
    record.reason = reason;
    let revision = draft.commit(record, &people).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}

/// Writes what the plan restores.
async fn write(
    draft: &mut Draft<'_>,
    context: &OpContext,
    restore: &Restore,
    (undone, ended): (Revision, bool),
) -> Result<Vec<ChangedPerson>, ServiceError> {
    let (revision, tenant, now) = (draft.revision(), context.tenant, context.now);
    let mut connection = draft.connection();
    match restore {
        Restore::Settings(restored) => {
            settings::save(&mut connection, tenant, restored, revision, now).await?;
        }
        Restore::Asking(restored) => {
            asking::write(&mut connection, tenant, *restored, revision).await?;
        }
        Restore::EditPolicy(restored) => {
            let restored = Policy {
                revision,
                ..(**restored).clone()
            };
            policy::update(&mut connection, tenant, &restored, now).await?;
        }
        Restore::AddPolicy(restored) => {
            let restored = Policy {
                revision,
                ..(**restored).clone()
            };
            policy::insert(&mut connection, tenant, &restored, now).await?;
        }
        Restore::DeletePolicy(added) => {
            policy::delete(&mut connection, tenant, added.id, revision).await?;
        }
        Restore::Assignments(rows) => {
            // The exceptions that the change made go, and those that it ended come back.
            exception::forget(&mut connection, tenant, undone, revision).await?;
            let mut changed = Vec::with_capacity(rows.len());
            for (id, before, after) in rows {
                assignment::set_direct(&mut connection, tenant, &[*id], *after, revision).await?;
                changed.push(ChangedPerson {
                    person: *id,
                    before: *before,
                    after: *after,
                });
            }
            // What ended because its time had come would end again at once.
            let later_than = ended.then_some(now);
            exception::restore(&mut connection, tenant, undone, revision, later_than).await?;
            return Ok(changed);
        }
        Restore::Rollout(state) => {
            let mut stored = state.rollout.clone();
            stored.revision = revision;
            rollout::save(&mut connection, tenant, &stored).await?;
            if let Some(restored) = &state.settings {
                settings::save(&mut connection, tenant, restored, revision, now).await?;
            }
        }
    }
    Ok(Vec::new())
}

/// The audit row of the undo: the same kind of thing, with before and after swapped, so that it can be taken back too.
fn record_of(planned: UndoPlan) -> Result<Record, ServiceError> {
    let UndoPlan {
        entry,
        restore,
        fields,
        impact,
    } = planned;
    let change = entry.change;
    let (action, after) = match &restore {
        Restore::Settings(restored) => (
            Action::SettingsChanged,
            serde_json::to_value(restored.as_ref()).ok(),
        ),
        Restore::Asking(restored) => (Action::AskingChanged, Some(asking::document(*restored))),
        Restore::EditPolicy(restored) => (
            Action::PolicyChanged,
            serde_json::to_value(restored.as_ref()).ok(),
        ),
        Restore::AddPolicy(restored) => (Action::PolicyAdded, serde_json::to_value(restored.as_ref()).ok()),
        Restore::DeletePolicy(_) => (Action::PolicyDeleted, None),
        Restore::Assignments(rows) => (assignment_action(rows, entry.action), entry.detail.before.clone()),
        Restore::Rollout(_) => (
            entry.action.unwrap_or(Action::RolloutAnswered),
            entry.detail.before.clone(),
        ),
    };
    let kind = TargetKind::from_code(&change.target_kind);
    let kind =
        kind.ok_or_else(|| ServiceError::refused("not-undoable", "This kind of change is not known."))?;
    Ok(Record {
        action,
        target: Target::new(kind, change.target_id, change.target_name),
        detail: Detail {
            fields,
            impact: Some(impact),
            before: entry.detail.after,
            after,
        },
        reason: None,
        undoes: Some(change.revision),
    })
}

fn assignment_action(
    rows: &[(PersonId, Option<PolicyId>, Option<PolicyId>)],
    undone: Option<Action>,
) -> Action {
    if undone == Some(Action::ExceptionChanged) {
        Action::ExceptionChanged
    } else if rows.iter().any(|(_, _, after)| after.is_some()) {
        Action::PolicyAssigned
    } else {
        Action::PolicyUnassigned
    }
}
