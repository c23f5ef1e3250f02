//! Faults and impacts in the words that administrators know.

use forecourt_app::pages::impact::impact_words;
use forecourt_app::ui::{number, people};
use forecourt_cmdlet::Fault;
use forecourt_model::access::Impact;
use forecourt_service::ServiceError;
use std::fmt::Write as _;

/// What a use case refused, as a fault of a cmdlet.
pub(super) fn fault(error: &ServiceError) -> Fault {
    let sentence = match error {
        ServiceError::Invalid(errors) => {
            let each: Vec<_> = errors.0.iter().map(|error| error.message.as_str()).collect();
            each.join(" ")
        }
        ServiceError::Forbidden { .. } => format!("[Forbidden] : Access Denied. {}", error.sentence()),
        ServiceError::Conflict(conflict) => format!(
            "Nothing was changed: {} changed this at the same moment. Run it again.",
            conflict.changed_by
        ),
        ServiceError::NotSetUp => {
            "The organization is not set up yet. Run forecourt init, or open the setup page.".to_owned()
        }
        other => other.sentence(),
    };
    Fault::new(error.code(), sentence)
}

/// What is said of something that is not there.
pub(super) fn not_found(name: &str) -> Fault {
    Fault::new("not-found", format!("[ClientError] : \"{name}\" not found"))
}

/// What `-WhatIf` says.
pub(super) fn what_if(cmdlet: &str, target: &str, impact: Option<&Impact>) -> String {
    let mut text = format!("What if: Performing the operation \"{cmdlet}\" on target \"{target}\".\n");
    let Some(impact) = impact else { return text };
    let _ = writeln!(text, "  {}.", impact_words(impact));
    let _ = writeln!(
        text,
        "  Can start chats: {} now, {} afterwards. Can be found and contacted: {} now, {} afterwards. {} in all.",
        number(impact.chat.before()),
        number(impact.chat.after()),
        number(impact.inbound.before()),
        number(impact.inbound.after()),
        people(impact.people)
    );
    text
}
