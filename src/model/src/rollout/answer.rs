//! What an organization answers to an announced default.

use serde::{Deserialize, Serialize};

/// The answer to a notice that a feature comes switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The default is wanted.
    KeepOn,
    /// Chat stays, but only the organization's people begin.
    OnlyOurPeopleStart,
    /// The feature is off for everybody.
    TurnOff,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::KeepOn, Self::OnlyOurPeopleStart, Self::TurnOff];

    /// The name in forms and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::KeepOn => "keep_on",
            Self::OnlyOurPeopleStart => "only_our_people_start",
            Self::TurnOff => "turn_off",
        }
    }

    /// The answer with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }

    /// The words on the banner.
    pub fn label(self) -> &'static str {
        match self {
            Self::KeepOn => "Keep on",
            Self::OnlyOurPeopleStart => "Only our people can start",
            Self::TurnOff => "Turn off for everyone",
        }
    }
}
