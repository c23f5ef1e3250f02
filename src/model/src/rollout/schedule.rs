//! The planned window of a rollout and the moment of activation.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

/// The days between which a feature is planned to arrive, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// Where an organization stands in a rollout (the words of the message center's *Status for your org*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolloutState {
    /// Not here yet. Every setting can be staged; nobody can chat.
    Scheduled,
    /// Here, and the window is still open.
    RollingOut,
    /// Here, and the window has passed.
    Launched,
}

impl RolloutState {
    /// The words on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::RollingOut => "Rolling out",
            Self::Launched => "Launched",
        }
    }
}

/// The rollout of a feature to one organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollout {
    /// When it is planned.
    pub window: Window,
    /// The moment from which the feature exists in this organization.
    pub activation: OffsetDateTime,
}

impl Rollout {
    /// Whether the feature exists at `now`. From the moment of activation on, that moment included, it is on unless
    /// it was staged otherwise.
    pub fn is_active(&self, now: OffsetDateTime) -> bool {
        now >= self.activation
    }

    /// Where the organization stands at `now`.
    pub fn state(&self, now: OffsetDateTime) -> RolloutState {
        if !self.is_active(now) {
            RolloutState::Scheduled
        } else if now.date() <= self.window.end {
            RolloutState::RollingOut
        } else {
            RolloutState::Launched
        }
    }
}
