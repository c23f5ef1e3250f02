//! What a change does to people, in words.

use crate::paths;
use crate::ui::{Impact as ImpactLine, ImpactKind, Slot, people};
use forecourt_model::access::{Access, Impact, SourceKind};
use leptos::prelude::*;

/// Whether people lose, only gain, or nothing changes for anybody.
pub fn impact_kind(impact: &Impact) -> ImpactKind {
    if impact.takes_something() {
        ImpactKind::Loss
    } else if impact.affected > 0 {
        ImpactKind::Gain
    } else {
        ImpactKind::NoEffect
    }
}

/// What happens to people, without a full stop: "1,204 people lose chat with personal accounts".
pub fn impact_words(impact: &Impact) -> String {
    let (chat, inbound) = (impact.chat, impact.inbound);
    if chat.lose > 0 {
        let verb = if chat.lose == 1 { "loses" } else { "lose" };
        format!("{} {verb} chat with personal accounts", people(chat.lose))
    } else if inbound.lose > 0 {
        format!(
            "{} can no longer be found and contacted by personal accounts",
            people(inbound.lose)
        )
    } else if chat.gain > 0 {
        format!("{} can start chats with personal accounts", people(chat.gain))
    } else if inbound.gain > 0 {
        format!(
            "{} can be found and contacted by personal accounts",
            people(inbound.gain)
        )
    } else {
        "Nobody gains or loses anything".to_owned()
    }
}

/// What the title leaves out, in sentences: the other question, gains beside losses, and who stays as they are.
fn impact_rest(impact: &Impact) -> Vec<String> {
    let (chat, inbound) = (impact.chat, impact.inbound);
    let mut rest = Vec::new();
    if chat.lose > 0 && inbound.lose > 0 {
        rest.push(format!("{} could be found and contacted.", people(inbound.lose)));
    }
    if impact.takes_something() && chat.gain > 0 {
        rest.push(format!("{} can start chats from now on.", people(chat.gain)));
    }
    if inbound.gain > 0 && (impact.takes_something() || chat.gain > 0) {
        rest.push(format!("{} can be found and contacted.", people(inbound.gain)));
    }
    if impact.affected > 0 && !impact.takes_something() {
        rest.push("Nobody loses anything.".to_owned());
    }
    if chat.lose > 0 {
        if chat.keep > 0 {
            rest.push(format!("{} keep it.", people(chat.keep)));
        }
        if chat.without > 0 {
            rest.push(format!("{} have none today.", people(chat.without)));
        }
    } else if inbound.lose > 0 && chat.keep > 0 {
        rest.push(format!("{} can still start chats.", people(chat.keep)));
    }
    rest
}

/// What saving does, in a Save bar: goes inside [`SaveBar`](crate::ui::SaveBar).
pub fn impact_line(impact: &Impact) -> impl IntoView + use<> {
    impact_line_with(impact, None)
}

/// The same with a sentence that the page knows better: "That includes 38 whose own policy allows it".
pub fn impact_line_with(impact: &Impact, sentence: Option<String>) -> impl IntoView + use<> {
    let kind = impact_kind(impact);
    let title = match kind {
        ImpactKind::Loss | ImpactKind::Gain => format!("Before you save: {}", impact_words(impact)),
        ImpactKind::NoEffect | ImpactKind::Saved => {
            "Unsaved changes, nobody gains or loses anything".to_owned()
        }
    };
    let mut sentences = impact_rest(impact);
    sentences.splice(0..0, sentence);
    let link = (impact.affected > 0).then(|| view! { <a href=paths::users()>"See the people"</a> });
    let text = match (sentences.is_empty(), link) {
        (true, None) => Slot::default(),
        (_, link) => Slot::from(view! { {sentences.join(" ")} " " {link} }),
    };
    view! { <ImpactLine kind title text /> }
}

/// The words for where a policy comes from.
pub fn source_words(source: SourceKind) -> &'static str {
    match source {
        SourceKind::Direct => "Direct assignment",
        SourceKind::Group => "Group assignment",
        SourceKind::Global => "Global policy",
    }
}

/// What changes for one person, as a sentence without a full stop; nothing when nothing does.
pub fn person_words(before: Access, after: Access) -> &'static str {
    match (before.chat, after.chat, before.inbound, after.inbound) {
        (true, false, true, _) => "Loses chat with personal accounts, both ways",
        (true, false, false, _) => "Can no longer start chats",
        (false, true, _, true) => "Can start chats, and be found and contacted",
        (false, true, _, false) => "Can start chats",
        (_, _, true, false) => "Can no longer be found and contacted",
        (_, _, false, true) => "Can be found and contacted",
        _ => "",
    }
}
