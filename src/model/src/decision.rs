//! Decisions for chat servers: who is inside, what an outside address is, and whether they may reach each other.
//!
//! [`identifier`] reads what a chat server knows somebody by. [`directory`] finds people by it. [`outside`] says what
//! everybody else is. [`table`] holds what settings and policies come to, made by asking [`crate::access::evaluate`]
//! and [`federation`] ahead. A [`question`] names them, [`party`] says what somebody is
//! taken for, and [`decide`] comes to an [`outcome`] without asking anybody.

pub mod decide;
pub mod directory;
pub mod federation;
pub mod fingerprint;
pub mod identifier;
pub mod outcome;
pub mod outside;
pub mod party;
pub mod question;
pub mod reason;
pub mod server_name;
pub mod table;

pub use decide::Rules;
pub use directory::{Directory, DirectoryBuilder, Found};
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use identifier::{Identifier, IdentifierError, IdentifierKind};
pub use outcome::Outcome;
pub use outside::{
    OutsideClass, OutsideRules, OutsideWhy, ServerClass, UnknownPersonRule, UnknownServerRule,
};
pub use party::Party;
pub use question::{DecisionAction, MAXIMUM_PARTICIPANTS, Question, Side};
pub use reason::DecisionReason;
pub use server_name::ServerName;
pub use table::PolicyTable;
