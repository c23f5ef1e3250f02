//! Changes, plans and the state as scripts for a tenant.

mod change;
mod identity;
mod plan;
mod state;

pub use change::change_script;
pub use plan::plan_script;
pub use state::state_script;

use forecourt_model::access::{Impact, Switches};
use time::OffsetDateTime;

/// The impact in lines for the head of a script.
fn impact_lines(impact: &Impact) -> Vec<String> {
    if impact.affected == 0 {
        return vec!["Nobody gains or loses anything.".to_owned()];
    }
    vec![
        format!(
            "Starting chats with personal accounts: lost by {}, gained by {}.",
            impact.chat.lose, impact.chat.gain
        ),
        format!(
            "Being found and contacted: lost by {}, gained by {}.",
            impact.inbound.lose, impact.inbound.gain
        ),
        "Teams can take a day until a change counts for everybody.".to_owned(),
    ]
}

/// The moment for the head of a script.
fn made(now: OffsetDateTime) -> String {
    format!("Written by Forecourt on {}.", crate::as_of::utc_words(now))
}

/// Whether going from one policy to another may let somebody in.
fn opens(before: Switches, after: Switches) -> bool {
    (after.access && !before.access) || (after.inbound && !before.inbound)
}
