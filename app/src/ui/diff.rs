//! Before and after.
use super::{Glyph, Icon, IconSize};
use leptos::prelude::*;

/// What one property was and what it is; one of the two may be missing.
#[component]
pub fn Diff(
    /// The property.
    #[prop(into)]
    name: String,
    /// What it was; nothing when something was added.
    #[prop(into)]
    before: Option<String>,
    /// What it is; nothing when something was removed.
    #[prop(into)]
    after: Option<String>,
) -> impl IntoView {
    let changed = before.is_some() && after.is_some();
    let before = before.map(|before| view! { <del class="fc-diff__before">{before}</del> });
    let after = after.map(|after| view! { <ins class="fc-diff__after">{after}</ins> });
    let after = if changed {
        view! { <span class="fc-diff__to"><Glyph icon=Icon::ArrowRight size=IconSize::Small />{after}</span> }
            .into_any()
    } else {
        after.into_any()
    };
    view! { <p class="fc-diff"><span class="fc-diff__name">{name}</span>{before}{after}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn what_was_added_has_no_arrow() {
        let html = fragment(
            || view! { <Diff name="BlockedDomains" before=None after="added a.example".to_owned() /> },
        );
        assert!(
            html.contains(r#"<ins class="fc-diff__after">added a.example</ins>"#),
            "{html}"
        );
        assert!(!html.contains("<svg") && !html.contains("<del"), "{html}");
    }
}
