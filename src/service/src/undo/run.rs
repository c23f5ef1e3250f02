//! Taking a change back.

use super::in_parts;
use super::plan::{UndoPlan, plan};
use super::ranking::of;
use super::restore::Restore;
use super::write::write;
use crate::change::{Action, Detail, Draft, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::Saved;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;

/// How many people are put back in one transaction at the most. More are put back by an operation, part by part.
pub const AT_ONCE: u64 = 250_000;

/// Takes change `revision` back with a new change. Planned again inside the transaction, so what was previewed and
/// what is done cannot differ unnoticed. It is one transaction, all of it or nothing; for more than [`AT_ONCE`] people
/// it starts an operation, which is told apart by [`UndoPlan::is_in_parts`].
///
/// # Errors
/// As [`super::preview`].
pub async fn undo(
    services: &Services,
    context: &OpContext,
    revision: Revision,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    undo_with(services, context, revision, reason, AT_ONCE).await
}

/// The same with another number of people that are put back at once.
///
/// # Errors
/// As [`super::preview`].
pub async fn undo_with(
    services: &Services,
    context: &OpContext,
    revision: Revision,
    reason: Option<String>,
    at_once: u64,
) -> Result<Saved, ServiceError> {
    context.require(Permission::UndoChanges)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let planned = plan(&mut draft.connection(), context, &snapshot, revision).await?;
    if planned.people() > at_once {
        return in_parts::start(services, context, draft, &snapshot, planned, reason).await;
    }
    write(&mut draft, context, revision, &planned.restore).await?;
    let impact = planned.impact.clone();
    let mut record = record_of(planned)?;
    record.reason = reason;
    // The people whom it touches are noted where they are put back.
    let revision = draft.commit(record, &[]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}

fn action_of(planned: &UndoPlan) -> Action {
    match &planned.restore {
        Restore::Settings(_) => Action::SettingsChanged,
        Restore::EditPolicy(_) => Action::PolicyChanged,
        Restore::AddPolicy(_) => Action::PolicyAdded,
        Restore::DeletePolicy(_) => Action::PolicyDeleted,
        Restore::Asking(_) => Action::AskingChanged,
        Restore::Assignments { .. } if planned.entry.action == Some(Action::ExceptionChanged) => {
            Action::ExceptionChanged
        }
        Restore::Assignments { assigns: true, .. } => Action::PolicyAssigned,
        Restore::Assignments { .. } => Action::PolicyUnassigned,
        Restore::Rollout(_) => planned.entry.action.unwrap_or(Action::RolloutAnswered),
        Restore::Ranking { group, before, after } => {
            let was = before.iter().find(|row| row.assignment.group == group.id);
            match (was, of(after, group.id)) {
                (_, None) => Action::GroupPolicyUnassigned,
                (Some(was), Some(is)) if was.assignment.policy == is.policy => Action::GroupMoved,
                _ => Action::GroupPolicyAssigned,
            }
        }
        Restore::AddPerson(_) => Action::PersonAdded,
        Restore::RemovePerson(_) => Action::PersonRemoved,
        Restore::Members { .. } => Action::GroupMembersChanged,
        Restore::AddGroup { .. } => Action::GroupAdded,
        Restore::EditGroup(_) => Action::GroupChanged,
        Restore::RemoveGroup(_) => Action::GroupRemoved,
        Restore::Import(_) => Action::ConfigurationImported,
    }
}

/// The audit row of the undo: the same kind of thing, with what is before and after it, so that it can be taken back
/// too.
fn record_of(planned: UndoPlan) -> Result<Record, ServiceError> {
    let action = action_of(&planned);
    let UndoPlan {
        entry,
        restore,
        fields,
        impact,
        before,
        after,
    } = planned;
    let change = entry.change;
    let kind = TargetKind::from_code(&change.target_kind);
    let kind =
        kind.ok_or_else(|| ServiceError::refused("not-undoable", "This kind of change is not known."))?;
    let name = match &restore {
        Restore::EditGroup(group) | Restore::Ranking { group, .. } | Restore::Members { group, .. } => {
            group.display_name.clone()
        }
        _ => change.target_name,
    };
    Ok(Record {
        action,
        target: Target::new(kind, change.target_id, name),
        detail: Detail {
            fields,
            impact: Some(impact),
            before,
            after,
        },
        reason: None,
        undoes: Some(change.revision),
    })
}
