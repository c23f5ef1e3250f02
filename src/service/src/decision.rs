//! Decisions for chat servers, from memory.
//!
//! [`Engine`] holds everything that decides as one [`State`] that is replaced as a whole: no decision asks the database,
//! waits for a lock or sees half a change. [`load`] reads it, and brings it up to date by what changed. [`ask`] puts the
//! questions of chat servers to it. What was decided is written down behind the answers by [`journal`].

mod ask;
mod caller;
mod draft;
mod engine;
mod identities;
mod identity_import;
mod introduction;
mod journal;
mod load;
mod newest;
mod outside;
mod outside_then;
mod past;
mod refusal;
mod report;
mod state;
mod try_out;

pub use ask::{Answer, AskError, Asked, MAXIMUM_BATCH, Mode, answer_all, wait_for};
pub use caller::{Caller, Refused, authenticate_caller};
pub use draft::{DraftReport, draft_report, end_draft, promote_draft, start_draft};
pub use engine::Engine;
pub use forecourt_store::connector::Connector;
pub use forecourt_store::decision_draft::DraftCounts;
pub use forecourt_store::decision_log::{DecisionRecord, RecordFilter};
pub use forecourt_store::identity::Identity;
pub use identities::{IDENTITY_LIMIT, get_identities, identity_counts, parse_identities, save_identities};
pub use identity_import::{ImportedIdentities, import_identities};
pub use introduction::{FailMode, Introduction, introduction};
pub use journal::{Batch, ConnectorFigures, Journal, Logged, Names, keep, run as run_journal};
pub use load::{load, update};
pub use outside::{
    Described, MAXIMUM_SERVERS, Outside, OutsideInput, describe_address, get_outside, save_outside,
    standard_servers,
};
pub use refusal::{
    LogRules, MAXIMUM_SENTENCE, Refusal, RefusalInput, STANDARD_SENTENCE, get_refusal, save_refusal,
};
pub use report::{DayCount, DomainCount, Report, allow_list_from, report};
pub use state::{DraftRules, State};
pub use try_out::{NOT_KEPT, Rehearsal, RehearsalRow, Trial, TrialRow, TriedOut, rehearse, try_out};
