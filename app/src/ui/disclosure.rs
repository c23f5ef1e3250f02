//! Disclosures: more, when asked for.
use super::{Glyph, Icon, IconSize};
use leptos::prelude::*;

/// More, when asked for; opens without script.
#[component]
pub fn Disclosure(
    /// What is inside: "Show as PowerShell".
    #[prop(into)]
    summary: String,
    /// An icon before the words.
    #[prop(default = Icon::Terminal)]
    icon: Icon,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    /// What is shown.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fc-disclosure" open=open>
            <summary class="fc-disclosure__summary">
                <Glyph icon size=IconSize::Small />
                {summary}
                <Glyph icon=Icon::ChevronDown size=IconSize::Tiny class="fc-disclosure__chevron" />
            </summary>
            <div class="fc-disclosure__body">{children()}</div>
        </details>
    }
}
