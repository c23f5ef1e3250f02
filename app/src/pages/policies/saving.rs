//! What saving a policy does: in the Save bar and beside the form.

use super::form::{BAR, FORM};
use crate::pages::impact::{impact_line, impact_words};
use crate::paths;
use crate::ui::prelude::*;
use forecourt_service::policy::Preview;
use leptos::prelude::*;

/// The parts of the page that change while it is edited, for script: the same ids as in the page.
pub fn saving_parts(preview: Option<&Preview>) -> impl IntoView + use<> {
    view! {
        {line_part(preview, true)}
        {table_part(preview)}
    }
}

/// The Save bar of an existing policy. Without script it is always there, because only the server can tell.
pub(super) fn save_bar(discard: String, preview: Option<&Preview>, dirty: bool) -> AnyView {
    let line = line_part(preview, dirty);
    let clean = (!dirty).then_some("");
    view! {
        <SaveBar form=FORM discard dirty=true attr:id=BAR attr:data-clean=clean>
            {line}
        </SaveBar>
    }
    .into_any()
}

fn line_part(preview: Option<&Preview>, dirty: bool) -> AnyView {
    let line = match preview {
        Some(preview) if dirty && preview.impact.chat.lose > 0 => loss(preview),
        Some(preview) if dirty => impact_line(&preview.impact).into_any(),
        _ if dirty => view! {
            <Impact kind=ImpactKind::NoEffect title="Not saved" text="Something in the form needs another look." />
        }
        .into_any(),
        _ => view! {
            <Impact
                kind=ImpactKind::Saved
                title="Nothing is unsaved"
                text="What a change does to people is shown before it is saved when anybody loses something."
            />
        }
        .into_any(),
    };
    view! { <div id="policy-impact">{line}</div> }.into_any()
}

/// People lose chat: who of the others keeps it, and through which policy.
fn loss(preview: &Preview) -> AnyView {
    let impact = &preview.impact;
    let title = format!("Before you save: {}", impact_words(impact));
    let keeps = keepers(preview).unwrap_or_else(|| "Nobody keeps it through another policy.".to_owned());
    let without = impact.chat.without;
    let verb = if without == 1 { "has" } else { "have" };
    let without = (without > 0).then(|| format!(" {} {verb} none today.", people(without)));
    let text = view! { {keeps} {without} " " <a href=paths::users()>"See the people"</a> };
    view! { <Impact kind=ImpactKind::Loss title text /> }.into_any()
}

/// Who keeps chat through other policies while people of this one lose it; `None` when nobody does.
pub fn keepers(preview: &Preview) -> Option<String> {
    let total: u64 = preview.elsewhere.iter().map(|(_, people)| people).sum();
    if preview.impact.chat.lose == 0 || total == 0 {
        return None;
    }
    let named: Vec<_> = preview
        .elsewhere
        .iter()
        .take(3)
        .map(|(name, people)| format!("{} through {name}", number(*people)))
        .collect();
    let rest: u64 = preview.elsewhere.iter().skip(3).map(|(_, people)| people).sum();
    let rest = if rest > 0 {
        format!(", {} through others", number(rest))
    } else {
        String::new()
    };
    let verb = if total == 1 { "keeps" } else { "keep" };
    let (total, named) = (people(total), named.join(", "));
    Some(format!("{total} {verb} it through policies: {named}{rest}."))
}

/// The numbers for the people of this policy, now and after saving.
pub(super) fn table_part(preview: Option<&Preview>) -> AnyView {
    let table = preview.map(|preview| {
        let counted = |yes: bool| Slot::from(number(if yes { preview.people } else { 0 }));
        let row =
            |name: &str, before: bool, after: bool| (name.to_owned(), vec![counted(before), counted(after)]);
        let rows = vec![
            row("Can start chats", preview.before.chat, preview.after.chat),
            row(
                "Can be found and contacted",
                preview.before.inbound,
                preview.after.inbound,
            ),
        ];
        let columns = ["People", "Now", "After saving"].map(str::to_owned).to_vec();
        view! { <Compare caption="People with this policy, now and after saving" columns rows after=true /> }
    });
    view! { <div id="policy-numbers">{table}</div> }.into_any()
}
