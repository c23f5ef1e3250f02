//! What somebody wants to do, and from which side.

use serde::{Deserialize, Serialize};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Look somebody up.
    Discover,
    /// Write to somebody first.
    StartChat,
    /// Bring somebody into a chat.
    AddToChat,
    /// Write in a chat that exists.
    Send,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::Discover, Self::StartChat, Self::AddToChat, Self::Send];

    /// The name in files, commands and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::StartChat => "start_chat",
            Self::AddToChat => "add_to_chat",
            Self::Send => "send",
        }
    }

    /// The action with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// Who begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// One of the organization's people.
    Internal,
    /// An outside person with a personal account.
    External,
}

/// Which of the two questions an action asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Can start chats: the person inside begins, or a chat goes on.
    Outward,
    /// Can be found and contacted: the person outside begins.
    Inward,
}

impl Direction {
    /// The question that `action` by `initiator` asks. A reply never asks the inward one, whoever sends it.
    pub fn of(initiator: Initiator, action: Action) -> Self {
        match (initiator, action) {
            (Initiator::External, Action::Discover | Action::StartChat | Action::AddToChat) => Self::Inward,
            (Initiator::External, Action::Send) | (Initiator::Internal, _) => Self::Outward,
        }
    }
}
