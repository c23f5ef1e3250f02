//! Who keeps their answers, and why; and who can be contacted again although nobody turned that on.

use crate::ui::{Icon, Note, people};
use forecourt_model::access::{Impact, Unaffected, Untouched};
use leptos::prelude::*;

/// Why people keep what they have, as a sentence: "Nothing changes for 24 people: a direct assignment comes first."
pub fn unaffected_words(entry: Unaffected) -> String {
    let why = match entry.why {
        Untouched::DirectAssignment => "a direct assignment comes first",
        Untouched::BetterRank => "a group with a better rank decides for them",
        Untouched::OrganizationOff => "the organization has it off, and that comes first",
        Untouched::PolicyOff => "their policy does not allow it",
        Untouched::OtherPolicy => "the policy that counts for them is not touched",
        Untouched::SameAnswers => "what they get says the same as what they have",
        Untouched::NotActivated => "chat with personal accounts is not here yet",
    };
    format!("Nothing changes for {}: {why}.", people(entry.people))
}

/// Who can be contacted again because of what was stored all along, as a sentence; `None` when nobody can.
pub fn wakes_words(impact: &Impact) -> Option<String> {
    match impact.wakes {
        0 => None,
        1 => Some(
            "1 person can be contacted again, because the inbound switch that counts for them is still stored as On."
                .to_owned(),
        ),
        several => Some(format!(
            "{} can be contacted again, because the inbound switch that counts for them is still stored as On.",
            people(several)
        )),
    }
}

/// Both, as a list; nothing when the change reaches nobody.
pub fn impact_reasons(impact: &Impact) -> Option<AnyView> {
    if impact.affected == 0 {
        return None;
    }
    let wakes = wakes_words(impact).map(|words| view! { <li><Note icon=Icon::Warning>{words}</Note></li> });
    let unaffected: Vec<_> = impact
        .unaffected
        .iter()
        .map(|entry| unaffected_words(*entry))
        .map(|words| view! { <li><Note icon=Icon::Info>{words}</Note></li> })
        .collect();
    if wakes.is_none() && unaffected.is_empty() {
        return None;
    }
    let view = view! {
        <ul class="fc-stack fc-stack--2" aria-label="Who keeps what they have, and why">
            {wakes}
            {unaffected}
        </ul>
    };
    Some(view.into_any())
}
