//! External access policies: reading, adding, editing, deleting them, and resetting Global.

mod add;
mod delete;
mod edit;
mod get;
mod history;
mod list;
mod preview;
mod record;
mod recreate;
mod reset_global;

pub use add::{NewPolicy, add};
pub use delete::{check_delete, delete};
pub use edit::edit;
pub use get::{PolicyView, get, get_by_name};
pub use history::PastChange;
pub use list::{ListQuery, PolicyList, PolicySort, PolicySummary, list};
pub use preview::{Preview, preview, review};
pub use recreate::recreate;
pub use reset_global::reset_global;

use crate::snapshot::Snapshot;
use forecourt_model::access::{Impact, SourceKind};
use forecourt_model::policy::Policy;
use forecourt_model::{PolicyId, Revision};

/// A change to a policy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its number; the policy's last one when nothing differed.
    pub revision: Revision,
    /// The policy: as it is now, or as it was before it was deleted.
    pub policy: Policy,
    /// What it did to people.
    pub impact: Impact,
    /// Whether anything differed at all.
    pub changed: bool,
}

/// How many people have a policy, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// From any source.
    pub people: u64,
    /// Assigned to the person.
    pub direct: u64,
    /// Assigned to a group.
    pub group: u64,
    /// Nothing assigned, so Global counts.
    pub global: u64,
}

impl Holders {
    fn of(snapshot: &Snapshot, policy: PolicyId) -> Self {
        let from = |source| snapshot.people_with(policy, Some(source));
        Self {
            people: snapshot.people_with(policy, None),
            direct: from(SourceKind::Direct),
            group: from(SourceKind::Group),
            global: from(SourceKind::Global),
        }
    }
}
