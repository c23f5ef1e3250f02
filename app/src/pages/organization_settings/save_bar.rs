//! The Save bar, and what stands in it.

use super::{Contents, FORM};
use crate::pages::impact::impact_line_with;
use crate::paths;
use crate::ui::{Impact as ImpactLine, ImpactKind, SaveBar, Slot, count, moment_words};
use forecourt_model::access::{Impact, SourceKind};
use leptos::prelude::*;

/// The bar; nothing for those who cannot save.
pub(super) fn save_bar(page: &Contents) -> Option<AnyView> {
    if page.refusal.is_some() {
        return None;
    }
    let line = save_line(page);
    let clean = !page.is_unsaved();
    // Without script nobody knows what is unsaved, so both buttons can always be pressed.
    let bar = view! {
        <SaveBar
            form=FORM
            discard=paths::organization_settings()
            dirty=true
            attr:id="save-bar"
            attr:data-clean=clean.then_some("")
        >
            <div id="impact-bar" class="fc-island" aria-live="polite">{line}</div>
        </SaveBar>
    };
    Some(bar.into_any())
}

/// What saving does, or that nothing is unsaved.
pub(super) fn save_line(page: &Contents) -> AnyView {
    if !page.errors.is_empty() {
        let wrong = u64::try_from(page.errors.0.len()).unwrap_or(u64::MAX);
        let title = format!("{} another look", count(wrong, "field needs", "fields need"));
        let text = page
            .errors
            .0
            .first()
            .map(|error| error.message.clone())
            .unwrap_or_default();
        return view! { <ImpactLine kind=ImpactKind::Loss title text /> }.into_any();
    }
    if !page.is_unsaved() {
        let text = Slot::maybe(page.saved.as_ref().map(|(name, at)| {
            format!(
                "Revision {}, saved {} by {name}",
                page.revision,
                moment_words(*at)
            )
        }));
        return view! { <ImpactLine kind=ImpactKind::Saved title="No unsaved changes" text /> }.into_any();
    }
    impact_line_with(&page.impact, overruled(page)).into_any()
}

/// The sentence about people whose own policy would let them chat: the organization's switch comes first.
pub(super) fn overruled(page: &Contents) -> Option<String> {
    let turned_off = page.stored.allow_teams_consumer && !page.shown.allow_teams_consumer;
    let own = own_policy_loses(&page.impact);
    (turned_off && own > 0).then(|| {
        let whose = count(
            own,
            "whose policy of their own allows it",
            "whose own policy allows it",
        );
        format!("That includes {whose}: this switch comes first.")
    })
}

/// How many lose chat although a policy assigned to them or their group allows it.
fn own_policy_loses(impact: &Impact) -> u64 {
    impact
        .by_source
        .iter()
        .filter(|entry| entry.source != SourceKind::Global)
        .map(|entry| entry.chat.lose)
        .sum()
}
