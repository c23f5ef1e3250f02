//! What taking a change back would do.

use super::merge::restore;
use super::restore::Restore;
use super::standing::later;
use super::{asking, assignments, groups, import, members, people, policies, ranking, settings};
use crate::activity::{Entry, Undo};
use crate::change::{Action, FieldChange};
use crate::context::OpContext;
use crate::error::{Dependence, ServiceError};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::Revision;
use forecourt_model::access::Impact;
use forecourt_model::authority::Permission;
use forecourt_store::{Connection, as_of, change};
use serde_json::Value;

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
    /// The whole thing as it is, for the audit trail.
    pub before: Option<Value>,
    /// The whole thing as it will be.
    pub after: Option<Value>,
}

impl UndoPlan {
    /// How many people's direct assignments are put back by statements over all of them.
    pub(super) fn people(&self) -> u64 {
        match self.restore {
            Restore::Assignments { people, .. } => people,
            _ => 0,
        }
    }

    /// Whether they are so many that an operation puts them back part by part, in the background.
    pub fn is_in_parts(&self) -> bool {
        self.people() > super::AT_ONCE
    }
}

/// Plans to take change `revision` back.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] when the kind of change cannot be
/// taken back; [`ServiceError::Depends`] when it was taken back already, or something later depends on it, saying what.
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
    if let Some(whole) = as_of::whole(connection, context.tenant, revision).await?
        && whole.revision != revision
    {
        return Err(ServiceError::Depends(Box::new(Dependence {
            code: "part-of-another",
            message: format!(
                "Change {revision} is a part of change {0}. Take change {0} back instead.",
                whole.revision
            ),
            on: vec![whole.revision],
        })));
    }
    let entry = Entry::read(context, found.ok_or(ServiceError::NotFound { what: "change" })?)?;
    match &entry.undo {
        Undo::Possible => {}
        Undo::Done(by) => {
            return Err(ServiceError::Depends(Box::new(Dependence {
                code: "already-undone",
                message: format!("Change {revision} was taken back already, by change {by}."),
                on: vec![*by],
            })));
        }
        Undo::Impossible(reason) => return Err(ServiceError::refused("not-undoable", reason.clone())),
    }
    let target = (entry.change.target_kind.clone(), entry.change.target_id.clone());
    match of_kind(connection, context, snapshot, entry).await {
        Err(ServiceError::Depends(mut dependence)) if dependence.on.is_empty() => {
            let changes = later(connection, context, (&target.0, &target.1), revision).await?;
            dependence.on = changes.iter().map(|change| change.revision).collect();
            Err(ServiceError::Depends(dependence))
        }
        planned => planned,
    }
}

async fn of_kind(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    match entry.action {
        Some(Action::SettingsChanged) => settings::plan(connection, context, snapshot, entry).await,
        Some(Action::AskingChanged) => asking::plan(connection, context, entry).await,
        Some(Action::PolicyChanged | Action::PolicyReset) => {
            policies::edited(connection, context, snapshot, entry).await
        }
        Some(Action::PolicyAdded) => policies::added(connection, context, snapshot, entry).await,
        Some(Action::PolicyDeleted) => policies::deleted(connection, context, snapshot, entry).await,
        Some(Action::RolloutAnswered | Action::RolloutMoved) => {
            crate::rollout::undo_plan(connection, context, snapshot, entry).await
        }
        Some(Action::GroupPolicyAssigned | Action::GroupPolicyUnassigned | Action::GroupMoved) => {
            ranking::plan(connection, context, snapshot, entry).await
        }
        Some(Action::GroupMembersChanged) => members::plan(connection, context, snapshot, entry).await,
        Some(Action::PersonRemoved) => people::removed(connection, context, snapshot, entry).await,
        Some(Action::PersonAdded) => people::returned(connection, context, snapshot, entry).await,
        Some(Action::GroupAdded) => groups::added(connection, context, snapshot, entry).await,
        Some(Action::GroupChanged) => groups::edited(connection, context, snapshot, entry).await,
        Some(Action::GroupRemoved) => groups::removed(connection, context, snapshot, entry).await,
        Some(Action::ConfigurationImported) => import::plan(connection, context, snapshot, entry).await,
        _ => assignments::plan(connection, context, snapshot, entry).await,
    }
}

/// Refuses because something later depends on the change. The changes that do are looked up when `on` is empty.
pub(super) fn depends(revision: Revision, what: &str, on: Vec<Revision>) -> ServiceError {
    let message =
        format!("Change {revision} cannot be taken back: {what}. Take the later change back first.");
    ServiceError::Depends(Box::new(Dependence {
        code: "later-change-depends",
        message,
        on,
    }))
}

/// Puts `before` back into `current` where it still is as `after`. `part` picks a property of both.
pub(crate) fn merged(
    entry: &Entry,
    current: &impl serde::Serialize,
    part: Option<&str>,
) -> Result<Value, ServiceError> {
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
    three_way(entry.change.revision, (&before, &after), current, "")
}

/// Puts `before` back into `current` where it still is as `after`. `whose` comes before the names of what is not.
pub(super) fn three_way(
    revision: Revision,
    (before, after): (&Value, &Value),
    current: &impl serde::Serialize,
    whose: &str,
) -> Result<Value, ServiceError> {
    let current = serde_json::to_value(current).unwrap_or(Value::Null);
    restore(before, after, &current).map_err(|names| {
        let names = if names.is_empty() {
            "it".to_owned()
        } else {
            names.join(", ")
        };
        depends(
            revision,
            &format!("{whose}{names} was changed again since"),
            Vec::new(),
        )
    })
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, ServiceError> {
    serde_json::from_value(value)
        .map_err(|_| ServiceError::refused("not-undoable", "What was before cannot be read by this version."))
}

/// What a change keeps of one side, in full.
pub(super) fn kept<T: serde::de::DeserializeOwned>(side: Option<&Value>) -> Result<T, ServiceError> {
    let value = side.filter(|value| !value.is_null()).cloned();
    let missing = || ServiceError::refused("not-undoable", "The change does not say what was before.");
    read(value.ok_or_else(missing)?)
}

/// A document for the audit trail.
pub(super) fn document(value: &impl serde::Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

/// The first few names, and how many more there are.
pub(super) fn named(names: &[&str], all: u64) -> String {
    let more = all.saturating_sub(u64::try_from(names.len()).unwrap_or(u64::MAX));
    match names.split_last() {
        None => format!("{all} people"),
        Some(_) if more > 0 => format!("{} and {more} more", names.join(", ")),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
