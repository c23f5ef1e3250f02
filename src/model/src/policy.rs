//! External access policies (`CsExternalAccessPolicy`).

mod built_in;
mod name;
mod settings;
mod switches;

pub use built_in::{BuiltIn, built_in_policies};
pub use name::{MAXIMUM_NAME_LENGTH, PolicyName, PolicyNameError};
pub use settings::{CommunicationWithExternalOrgs, PolicySettings};
pub use switches::POLICY_SWITCHES;

use crate::identifier::{PolicyId, Revision};
use serde::{Deserialize, Serialize};

/// Where a policy comes from, which decides what may be done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// `Global`: can be edited and reset, not created, renamed or deleted.
    Global,
    /// Comes with the product: can be read and assigned, nothing else.
    BuiltIn,
    /// Made by an administrator.
    Custom,
}

impl PolicyKind {
    /// The name in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::BuiltIn => "built_in",
            Self::Custom => "custom",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Global, Self::BuiltIn, Self::Custom]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A policy as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Stays the same when the policy is edited.
    pub id: PolicyId,
    /// Its name without `Tag:`; `Global` for the organization-wide default.
    pub name: PolicyName,
    /// What may be done to it.
    pub kind: PolicyKind,
    /// What it says.
    pub settings: PolicySettings,
    /// The change that it was last written by.
    pub revision: Revision,
}

impl Policy {
    /// The identity that PowerShell prints: `Global` or `Tag:<name>`.
    pub fn identity(&self) -> String {
        match self.kind {
            PolicyKind::Global => "Global".to_owned(),
            PolicyKind::BuiltIn | PolicyKind::Custom => format!("Tag:{}", self.name),
        }
    }

    /// The name on pages: Global says that it is the default.
    pub fn display_name(&self) -> String {
        match self.kind {
            PolicyKind::Global => "Global (Org-wide default)".to_owned(),
            PolicyKind::BuiltIn | PolicyKind::Custom => self.name.to_string(),
        }
    }
}
