//! Before and after.

use forecourt_model::access::Impact;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One property before and after, as PowerShell prints values. `None`: there was or is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The property name, or the words of the page where there is none.
    pub name: String,
    /// Its value before.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
}

impl FieldChange {
    /// A property that went from `before` to `after`.
    pub fn new(name: impl Into<String>, before: Option<String>, after: Option<String>) -> Self {
        Self {
            name: name.into(),
            before,
            after,
        }
    }
}

/// What a change did, in full: for reading, and for taking it back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// What differs, for reading.
    pub fields: Vec<FieldChange>,
    /// What it did to people.
    pub impact: Option<Impact>,
    /// The whole thing before, for undo. Absent where nothing existed or undo makes no sense.
    pub before: Option<Value>,
    /// The whole thing after, for checking that nothing later depends on it.
    pub after: Option<Value>,
}
