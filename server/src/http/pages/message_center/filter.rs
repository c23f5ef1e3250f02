//! Which messages are wanted, from an address or a form.

use crate::http::form::Fields;
use forecourt_model::rollout::RolloutState;
use forecourt_service::message::{Folder, MessageFilter};

/// The longest search.
const MAXIMUM_TEXT: usize = 200;

pub(super) fn filter_of(fields: &Fields) -> MessageFilter {
    let states = [
        (RolloutState::Scheduled, "scheduled"),
        (RolloutState::RollingOut, "rolling_out"),
        (RolloutState::Launched, "launched"),
    ];
    let wanted = |code: &str| fields.all("state").any(|state| state == code);
    let shows = |code: &str| fields.all("show").any(|show| show == code);
    MessageFilter {
        folder: Folder::from_code(fields.get("folder")),
        states: states
            .into_iter()
            .filter(|(_, code)| wanted(code))
            .map(|(state, _)| state)
            .collect(),
        unread: shows("unread"),
        updated: shows("updated"),
        text: fields.get("q").trim().chars().take(MAXIMUM_TEXT).collect(),
    }
}
