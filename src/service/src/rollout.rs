//! The announced feature: its notice, its dates and the organization's answer.

mod answer;
mod get;
mod hide_banner;
mod move_dates;
mod seed;
mod undo;

pub use answer::{Answered, answer, settings_after};
pub use get::{GivenAnswer, Move, Outcome, RolloutView, get};
pub use hide_banner::hide_banner;
pub use move_dates::{Dates, DatesInput, Moved, move_dates, preview_dates};
pub use seed::{CONSUMER_CHAT, seed};
pub use undo::{RolloutState, undo_plan};

use crate::error::ServiceError;
use forecourt_model::access::Impact;

/// The most characters of a reason.
const MAXIMUM_REASON: usize = 500;

/// Refuses a reason that is a letter.
fn check_reason(reason: Option<&str>) -> Result<(), ServiceError> {
    if reason.is_none_or(|reason| reason.chars().count() <= MAXIMUM_REASON) {
        return Ok(());
    }
    let message = format!("Not saved. Give the reason in at most {MAXIMUM_REASON} characters.");
    Err(ServiceError::field("reason", "reason-too-long", message))
}

/// Refuses a change that takes something from many people and was not acknowledged.
fn check_acknowledged(impact: &Impact, percent: u64, acknowledged: bool) -> Result<(), ServiceError> {
    if acknowledged || !impact.takes_something() || !impact.needs_acknowledgement(percent) {
        return Ok(());
    }
    Err(ServiceError::field(
        "acknowledge",
        "acknowledgement-missing",
        format!("Not saved. Tick this first: it reaches {percent} % of your people or more."),
    ))
}
