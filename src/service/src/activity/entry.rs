//! One change, ready to be shown.

use crate::change::{Action, Detail};
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::change::Change;
use forecourt_store::moment::from_json;

/// Whether a change can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// It can, unless something later depends on it.
    Possible,
    /// It was, by this change.
    Done(Revision),
    /// It cannot, for this reason.
    Impossible(String),
}

/// One change, ready to be shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As it is stored.
    pub change: Change,
    /// What was done; `None` for an action that this version does not know.
    pub action: Option<Action>,
    /// Before and after.
    pub detail: Detail,
    /// Whether it can be taken back.
    pub undo: Undo,
}

impl Entry {
    /// Reads what is stored of a change.
    ///
    /// # Errors
    /// [`ServiceError::Store`] when its detail cannot be read.
    pub fn read(context: &OpContext, change: Change) -> Result<Self, ServiceError> {
        let detail: Detail = from_json("change", &change.detail)?;
        let action = Action::from_code(&change.action);
        let undo = match (
            change.undone_by,
            action.map_or(Err(UNKNOWN), crate::undo::is_possible),
        ) {
            (Some(by), _) => Undo::Done(by),
            (None, Err(reason)) => Undo::Impossible(reason.to_owned()),
            (None, Ok(())) if !context.may(Permission::UndoChanges) => {
                Undo::Impossible(Permission::UndoChanges.refusal(context.role()))
            }
            (None, Ok(())) => Undo::Possible,
        };
        Ok(Self {
            change,
            action,
            detail,
            undo,
        })
    }
}

const UNKNOWN: &str = "This version of Forecourt does not know the action.";
