//! Operations: changing the direct assignments of many people, with a preview before and a result for each of them.
//!
//! [`prepare`] stages who is meant as a draft, [`get`] shows what starting it would do, [`start`] makes it ready, and a
//! [`Runner`] of any server does it part by part, each part one audited transaction.

mod batches;
mod by_line;
mod cancel;
mod clean;
mod fingerprint;
mod follow;
mod get;
mod lines;
mod list;
mod prepare;
mod preview;
mod run;
mod stage;
mod start;
mod words;

pub use cancel::{cancel, discard};
pub use clean::DRAFT_LIFE;
pub use follow::{follow, run_to_end};
pub use forecourt_store::operation::results::{Fate, Line};
pub use forecourt_store::operation::stretch::Stretch;
pub use forecourt_store::operation::{Found, Operation, State};
pub use get::{Counts, OperationView, get};
pub use lines::{FateFilter, LinePage, lines};
pub use list::{OperationPage, list};
pub(crate) use prepare::blank;
pub use prepare::{MAXIMUM_DRAFTS, NewOperation, People, Task, prepare, rehearse};
pub(crate) use preview::Kept as KeptPreview;
pub use run::{PART, Runner, Step};
pub use stage::{MAXIMUM_LIST_BYTES, MAXIMUM_LIST_LINES, too_large};
pub use start::{ACKNOWLEDGE_FROM, start};
pub use words::{line_sentence, title};

/// Where the people of an operation come from that takes a change back.
pub(crate) const UNDO: &str = "undo";

/// The name under which an author's operations are kept: administrators by identifier, commands by name.
fn author(context: &crate::OpContext) -> String {
    context
        .administrator()
        .map_or_else(|| context.actor_name().to_owned(), |id| id.to_string())
}
