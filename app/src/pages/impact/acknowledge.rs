//! Saying that one knows how many people a change reaches.

use super::words::impact_words;
use crate::ui::{Acknowledge, number, people, share};
use forecourt_model::access::Impact;
use leptos::prelude::*;

/// The box to tick before a change that reaches many, with the sentence of the refusal when it was not.
pub fn acknowledge(impact: &Impact, error: Option<String>) -> impl IntoView + use<> {
    let understood = format!(
        "I understand that this reaches {} of {} ({}): {}.",
        number(impact.affected),
        people(impact.people),
        share(impact.affected, impact.people),
        impact_words(impact)
    );
    view! { <Acknowledge error>{understood}</Acknowledge> }
}
