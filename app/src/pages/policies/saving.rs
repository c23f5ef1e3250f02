//! What saving a policy does: in the Save bar and beside the form.

use super::form::{BAR, FORM};
use crate::pages::impact::impact_line_with;
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
        Some(preview) if dirty => impact_line_with(&preview.impact, keeps(preview)).into_any(),
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

/// Who keeps chat through other policies while people of this one lose it.
fn keeps(preview: &Preview) -> Option<String> {
    if preview.impact.chat.lose == 0 || preview.elsewhere.is_empty() {
        return None;
    }
    let total: u64 = preview.elsewhere.iter().map(|(_, people)| people).sum();
    let verb = if total == 1 { "keeps" } else { "keep" };
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
    Some(format!(
        "{} {verb} it through policies: {}{rest}.",
        people(total),
        named.join(", ")
    ))
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
