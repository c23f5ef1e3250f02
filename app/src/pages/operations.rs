//! Operations over many people: the list, a new one, and one from its preview to its result.

mod counts;
mod lines;
mod list;
mod new;
mod one;

pub use list::operations_page;
pub use new::{NewOperationForm, new_operation_page};
pub use one::{OperationPageData, operation_page};

use crate::ui::{Badge, BadgeKind};
use forecourt_service::operation::{Operation, State};
use leptos::prelude::*;

/// Where an operation is, as a word.
fn state_badge(operation: &Operation) -> impl IntoView + use<> {
    let (kind, words) = match operation.state {
        State::Draft => (BadgeKind::Neutral, "Not started"),
        State::Waiting => (BadgeKind::Neutral, "Waiting"),
        State::Running => (BadgeKind::Brand, "Running"),
        State::Cancelled => (BadgeKind::Warning, "Cancelled"),
        State::Done if operation.problem.is_some() => (BadgeKind::Danger, "Ended early"),
        State::Done if operation.failed > 0 => (BadgeKind::Warning, "Done with failures"),
        State::Done => (BadgeKind::Success, "Done"),
    };
    view! { <Badge kind>{words}</Badge> }
}

/// A count as pages show it.
fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}
