//! What taking a change back would do.

use super::merge::restore;
use crate::activity::{Entry, Undo};
use crate::change::{Action, FieldChange};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::organization::asking;
use crate::organization::describe::{differences, organization_values, policy_values};
use crate::services::Services;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::access::{AcknowledgePercent, Impact};
use forecourt_model::authority::Permission;
use forecourt_model::policy::Policy;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::{Connection, change, exception, person, policy, settings};
use serde_json::Value;
use std::collections::BTreeMap;

/// What will be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restore {
    /// The organization's settings.
    Settings(Box<OrganizationSettings>),
    /// From which share of everybody on a change has to be acknowledged.
    Asking(AcknowledgePercent),
    /// A policy as it was.
    EditPolicy(Box<Policy>),
    /// A policy that had been deleted.
    AddPolicy(Box<Policy>),
    /// A policy that had been added is deleted.
    DeletePolicy(Box<Policy>),
    /// The direct assignments of people: who, what they have, what they had.
    Assignments(Vec<(PersonId, Option<PolicyId>, Option<PolicyId>)>),
    /// The answer to a rollout, its dates, and the settings that came with the answer.
    Rollout(Box<crate::rollout::RolloutState>),
}

/// What taking a change back would do.
#[derive(Clone, Debug)]
pub struct UndoPlan {
    /// The change to take back.
    pub entry: Entry,
    /// What will be written.
    pub restore: Restore,
    /// The same, for reading.
    pub fields: Vec<FieldChange>,
    /// What it does to people.
    pub impact: Impact,
}

/// Plans to take change `revision` back.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] when the kind of change cannot be
/// taken back, was taken back already, or something later depends on it, saying what.
pub async fn preview(
    services: &Services,
    context: &OpContext,
    revision: Revision,
) -> Result<UndoPlan, ServiceError> {
    context.require(Permission::UndoChanges)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    plan(&mut reader.connection(), context, &snapshot, revision).await
}

/// The plan as of what `connection` sees.
pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
) -> Result<UndoPlan, ServiceError> {
    let found = change::find(connection, context.tenant, revision).await?;
    let entry = Entry::read(context, found.ok_or(ServiceError::NotFound { what: "change" })?)?;
    match &entry.undo {
        Undo::Possible => {}
        Undo::Done(by) => {
            let message = format!("Change {revision} was taken back already, by change {by}.");
            return Err(ServiceError::refused("already-undone", message));
        }
        Undo::Impossible(reason) => return Err(ServiceError::refused("not-undoable", reason.clone())),
    }
    match entry.action {
        Some(Action::SettingsChanged) => settings_plan(connection, context, snapshot, entry).await,
        Some(Action::AskingChanged) => asking_plan(connection, context, entry).await,
        Some(Action::PolicyChanged | Action::PolicyReset) => {
            edit_plan(connection, context, snapshot, entry).await
        }
        Some(Action::PolicyAdded) => added_plan(connection, context, snapshot, entry).await,
        Some(Action::PolicyDeleted) => deleted_plan(connection, context, entry).await,
        Some(Action::RolloutAnswered | Action::RolloutMoved) => {
            crate::rollout::undo_plan(connection, context, snapshot, entry).await
        }
        _ => assignments_plan(connection, context, snapshot, entry).await,
    }
}

/// Refuses because something later depends on the change.
pub(crate) fn depends(revision: Revision, what: &str) -> ServiceError {
    let message =
        format!("Change {revision} cannot be taken back: {what}. Take the later change back first.");
    ServiceError::refused("later-change-depends", message)
}

/// Puts `before` back into `current` where it still is as `after`.
pub(crate) fn merged(
    entry: &Entry,
    current: &impl serde::Serialize,
    part: Option<&str>,
) -> Result<Value, ServiceError> {
    let revision = entry.change.revision;
    let pick = |value: &Option<Value>| {
        let value = value.as_ref()?;
        part.map_or(Some(value.clone()), |part| value.get(part).cloned())
    };
    let (Some(before), Some(after)) = (pick(&entry.detail.before), pick(&entry.detail.after)) else {
        return Err(ServiceError::refused(
            "not-undoable",
            "The change does not say what was before.",
        ));
    };
    let current = serde_json::to_value(current).unwrap_or(Value::Null);
    restore(&before, &after, &current).map_err(|names| {
        let names = if names.is_empty() {
            "it".to_owned()
        } else {
            names.join(", ")
        };
        depends(revision, &format!("{names} was changed again since"))
    })
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, ServiceError> {
    serde_json::from_value(value)
        .map_err(|_| ServiceError::refused("not-undoable", "What was before cannot be read by this version."))
}

async fn settings_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let (current, _) = settings::find(connection, context.tenant)
        .await?
        .unwrap_or_default();
    let restored: OrganizationSettings = read(merged(&entry, &current, None)?)?;
    let fields = differences(&organization_values(&current), &organization_values(&restored));
    let impact = snapshot.impact_of(&restored, &[]);
    Ok(UndoPlan {
        entry,
        restore: Restore::Settings(Box::new(restored)),
        fields,
        impact,
    })
}

async fn asking_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let current = asking::stored(connection, context.tenant).await?.percent;
    let restored = asking::in_document(&merged(&entry, &asking::document(current), None)?);
    let restored = restored.ok_or_else(|| {
        ServiceError::refused("not-undoable", "What was before cannot be read by this version.")
    })?;
    Ok(UndoPlan {
        entry,
        restore: Restore::Asking(restored),
        fields: vec![asking::difference(current, restored)],
        impact: Impact::default(),
    })
}

/// The policy as the change left it, in the detail of the change.
fn policy_in(value: Option<&Value>) -> Result<Policy, ServiceError> {
    read(value.cloned().unwrap_or(Value::Null))
}

async fn edit_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let was = policy_in(entry.detail.before.as_ref())?;
    let Some(current) = policy::find(connection, context.tenant, was.id).await? else {
        return Err(depends(
            entry.change.revision,
            &format!("the policy {} was deleted since", was.name),
        ));
    };
    let settings = read(merged(&entry, &current.settings, Some("settings"))?)?;
    let fields = differences(&policy_values(&current.settings), &policy_values(&settings));
    let restored = Policy { settings, ..current };
    let impact = snapshot.impact_of(&snapshot.settings, std::slice::from_ref(&restored));
    Ok(UndoPlan {
        entry,
        restore: Restore::EditPolicy(Box::new(restored)),
        fields,
        impact,
    })
}

async fn added_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let added = policy_in(entry.detail.after.as_ref())?;
    let revision = entry.change.revision;
    let Some(current) = policy::find(connection, context.tenant, added.id).await? else {
        return Err(depends(
            revision,
            &format!("the policy {} was deleted since", added.name),
        ));
    };
    if current.revision != revision {
        return Err(depends(
            revision,
            &format!("the policy {} was changed since", current.name),
        ));
    }
    let holders = person::with_policy(connection, context.tenant, current.id, 3).await?;
    if !holders.is_empty() {
        let names: Vec<_> = holders.iter().map(person::Person::shown_name).collect();
        return Err(depends(
            revision,
            &format!("people have the policy by now, among them {}", names.join(", ")),
        ));
    }
    let fields = vec![FieldChange::new("Policy", Some(current.name.to_string()), None)];
    let impact = snapshot.impact_of(&snapshot.settings, &[]);
    Ok(UndoPlan {
        entry,
        restore: Restore::DeletePolicy(Box::new(current)),
        fields,
        impact,
    })
}

async fn deleted_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let was = policy_in(entry.detail.before.as_ref())?;
    if let Some(other) = policy::find_by_name(connection, context.tenant, &was.name).await? {
        let what = format!("there is another policy named {} now", other.name);
        return Err(depends(entry.change.revision, &what));
    }
    let fields = vec![FieldChange::new("Policy", None, Some(was.name.to_string()))];
    Ok(UndoPlan {
        entry,
        restore: Restore::AddPolicy(Box::new(was)),
        fields,
        impact: Impact::default(),
    })
}

fn swapped(field: &FieldChange) -> FieldChange {
    FieldChange::new(field.name.clone(), field.after.clone(), field.before.clone())
}

/// Refuses when an exception was changed again after change `revision`.
async fn require_exception(
    connection: &mut Connection<'_>,
    context: &OpContext,
    rows: &[(PersonId, Option<PolicyId>, Option<PolicyId>)],
    revision: Revision,
) -> Result<(), ServiceError> {
    for (person, ..) in rows {
        let current = exception::find(connection, context.tenant, *person).await?;
        if current.is_none_or(|current| current.revision != revision) {
            return Err(depends(revision, "the exception was changed again since"));
        }
    }
    Ok(())
}

async fn assignments_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    let (mut rows, mut fields) = (Vec::new(), Vec::new());
    let mut back: BTreeMap<Option<PolicyId>, Vec<PersonId>> = BTreeMap::new();
    let name = |id: Option<PolicyId>| {
        id.and_then(|id| snapshot.policy(id))
            .map(|policy| policy.name.to_string())
    };
    for row in change::people(connection, context.tenant, revision).await? {
        let Some(found) = person::find(connection, context.tenant, row.person).await? else {
            return Err(depends(
                revision,
                "somebody it touched is not in the directory any more",
            ));
        };
        if found.direct_policy != row.after {
            return Err(depends(
                revision,
                &format!("the policy of {} was changed again since", found.shown_name()),
            ));
        }
        if row.before.is_some() && name(row.before).is_none() {
            let what = format!("the policy that {} had was deleted since", found.shown_name());
            return Err(depends(revision, &what));
        }
        back.entry(row.before).or_default().push(row.person);
        fields.push(FieldChange::new(
            found.shown_name(),
            name(row.after),
            name(row.before),
        ));
        rows.push((row.person, row.after, row.before));
    }
    match entry.action {
        Some(Action::ExceptionChanged) => {
            require_exception(connection, context, &rows, revision).await?;
            fields = entry.detail.fields.iter().map(swapped).collect();
        }
        Some(Action::ExceptionEnded) => {
            let ended = entry.detail.fields.iter().find(|field| field.name == "Ends");
            let passed = entry.change.actor_id.is_none();
            let end = if passed {
                Some("the end has passed, so they last until they are changed".to_owned())
            } else {
                ended.and_then(|field| field.before.clone())
            };
            fields.extend(end.map(|end| FieldChange::new("Ends", None, Some(end))));
        }
        _ => {}
    }
    let mut moves = Vec::new();
    for (direct, people) in back {
        let wanted = impact::direct(snapshot, people, direct);
        let (_, moved) = impact::of_moves(connection, snapshot, context.tenant, &wanted).await?;
        moves.extend(moved.iter().map(|moved| Move {
            people: moved.people,
            from: moved.from,
            to: moved.to.0,
        }));
    }
    let impact = snapshot.impact_of_moves(&moves);
    Ok(UndoPlan {
        entry,
        restore: Restore::Assignments(rows),
        fields,
        impact,
    })
}
