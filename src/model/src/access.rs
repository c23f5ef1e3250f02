//! Who may chat with whom, and why.

pub mod acknowledgement;
pub mod action;
pub mod chat;
pub mod effective;
pub mod evaluate;
pub mod impact;
pub mod ranking;
pub mod reason;
pub mod untouched;
pub mod would_change;

pub use acknowledgement::AcknowledgePercent;
pub use action::{Action, Direction, Initiator};
pub use chat::{Participant, evaluate_chat};
pub use effective::{AssignmentSource, EffectivePolicy, GroupAssignment, effective_policy};
pub use evaluate::{Consulted, Decision, Situation, Verdict, evaluate};
pub use impact::{Access, Cohort, Counts, Impact, SourceImpact, SourceKind, impact};
pub use ranking::{MAXIMUM_RANKED_GROUPS, RankingError};
pub use reason::ReasonCode;
pub use untouched::{PolicyChange, Unaffected, Untouched};
pub use would_change::{Remedy, would_change};

use serde::{Deserialize, Serialize};

/// The two consumer switches of one level. `inbound` has no effect while `access` is off, but keeps its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Switches {
    /// Chat with personal accounts at all.
    pub access: bool,
    /// Being found, written to first and added to a chat by them.
    pub inbound: bool,
}

impl Switches {
    /// Both on: how everything starts.
    pub const ON: Self = Self {
        access: true,
        inbound: true,
    };
}
