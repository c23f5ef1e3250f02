//! What a change did to people, in a few words.

use crate::ui::people;
use forecourt_model::access::Impact;

/// One short sentence for each thing that changed for people; empty when nothing did.
pub(super) fn impact_words(impact: &Impact) -> Vec<String> {
    let all = [
        (impact.chat.lose, "can no longer chat"),
        (impact.chat.gain, "can chat now"),
        (impact.inbound.lose, "can no longer be found and contacted"),
        (impact.inbound.gain, "can be found and contacted now"),
    ];
    all.into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", people(count)))
        .collect()
}
