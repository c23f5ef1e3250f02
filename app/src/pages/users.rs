//! `/users`: the list of people, and assigning a policy to several of them.

mod address;
mod assign_dialog;
mod filters;
mod list;
mod row;

pub use address::{href, order_of, read, write};
pub use assign_dialog::{AssignDialog, AssignStage, ReviewProblem};
pub use list::{UsersPage, users_page};

use forecourt_model::access::SourceKind;

/// The words for where a policy comes from, in lists.
pub(crate) fn source_label(source: SourceKind) -> &'static str {
    match source {
        SourceKind::Direct => "Direct",
        SourceKind::Group => "Group",
        SourceKind::Global => "Global",
    }
}
