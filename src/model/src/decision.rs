//! Decisions for chat servers: who is inside, what an outside address is, and whether they may reach each other.
//!
//! [`identifier`] reads what a chat server knows somebody by. [`directory`] finds people by it. [`outside`] says what
//! everybody else is. [`table`] holds what settings and policies come to, made by asking [`crate::access::evaluate`]
//! and [`federation`] ahead. [`decide`] puts them together without asking anybody.

pub mod decide;
pub mod directory;
pub mod federation;
pub mod fingerprint;
pub mod identifier;
pub mod outside;
pub mod reason;
pub mod server_name;
pub mod table;

pub use decide::{DecisionAction, MAXIMUM_PARTICIPANTS, Outcome, Party, Question, Rules, Side};
pub use directory::{Directory, DirectoryBuilder, Found};
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use identifier::{Identifier, IdentifierError, IdentifierKind};
pub use outside::{
    OutsideClass, OutsideRules, OutsideWhy, ServerClass, UnknownPersonRule, UnknownServerRule,
};
pub use reason::DecisionReason;
pub use server_name::ServerName;
pub use table::PolicyTable;
