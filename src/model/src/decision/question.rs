//! What is asked: who wants to do what, with whom.

use super::identifier::Identifier;
use crate::access::{Action, Initiator};
use serde::{Deserialize, Serialize};

/// The most people that one question may name.
pub const MAXIMUM_PARTICIPANTS: usize = 200;

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionAction {
    /// Look somebody up.
    Discover,
    /// Write to somebody first.
    StartChat,
    /// Bring somebody into a conversation.
    AddToChat,
    /// Write in a conversation that exists.
    Send,
    /// Come into a conversation: it counts like its beginning, whoever began.
    Join,
}

impl DecisionAction {
    /// Every action.
    pub const ALL: [Self; 5] = [
        Self::Discover,
        Self::StartChat,
        Self::AddToChat,
        Self::Send,
        Self::Join,
    ];

    /// The name in requests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Discover => Action::Discover.code(),
            Self::StartChat => Action::StartChat.code(),
            Self::AddToChat => Action::AddToChat.code(),
            Self::Send => Action::Send.code(),
            Self::Join => "join",
        }
    }

    /// The action with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The action that the rules know.
    pub fn action(self) -> Action {
        match self {
            Self::Discover => Action::Discover,
            Self::StartChat | Self::Join => Action::StartChat,
            Self::AddToChat => Action::AddToChat,
            Self::Send => Action::Send,
        }
    }
}

/// Inside or outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// One of the organization's people.
    Inside,
    /// Somebody else.
    Outside,
}

impl From<Side> for Initiator {
    fn from(side: Side) -> Self {
        match side {
            Side::Inside => Self::Internal,
            Side::Outside => Self::External,
        }
    }
}

/// A question: may the initiator do it with all these?
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// What.
    pub action: DecisionAction,
    /// Who does it.
    pub initiator: &'q Identifier,
    /// With whom, and who else takes part.
    pub others: &'q [Identifier],
    /// Who began the conversation, for [`DecisionAction::Join`]; the initiator's side when it is not known.
    pub started_by: Option<&'q Identifier>,
}

impl<'q> Question<'q> {
    /// Everybody who takes part: the initiator, then the others in order.
    pub(super) fn participants(&self) -> impl Iterator<Item = &'q Identifier> + use<'q> {
        std::iter::once(self.initiator).chain(self.others)
    }
}
