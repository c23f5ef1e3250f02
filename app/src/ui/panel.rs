//! Panels: one open thing beside its list.
use super::Slot;
use leptos::prelude::*;

/// One open thing: its head with badges, buttons, title and facts; then its [`PanelSection`]s; then a foot.
#[component]
pub fn Panel(
    /// The id of the title, which names the panel.
    #[prop(into)]
    id: String,
    /// The title.
    #[prop(into)]
    title: String,
    /// Badges above the title.
    #[prop(optional, into)]
    badges: Slot,
    /// Buttons at the end of the head, Close last.
    #[prop(optional, into)]
    actions: Slot,
    /// Facts below the title.
    #[prop(optional, into)]
    facts: Slot,
    /// The foot: a link at the start, buttons at the end, the primary one last.
    #[prop(optional, into)]
    foot: Slot,
    /// The sections.
    children: Children,
) -> impl IntoView {
    let labelled_by = id.clone();
    view! {
        <article class="fc-panel" aria-labelledby=labelled_by>
            <div class="fc-panel__head">
                <div class="fc-cluster">{badges.into_option()}</div>
                <div class="fc-cluster">{actions.into_option()}</div>
                <h2 class="fc-panel__title" id=id>{title}</h2>
                {facts.into_option()}
            </div>
            {children()}
            {foot.map(|foot| view! { <div class="fc-panel__foot">{foot}</div> })}
        </article>
    }
}

/// A part of a panel.
#[component]
pub fn PanelSection(
    /// What it is about.
    #[prop(optional, into)]
    title: Slot,
    /// Its things, 16 px apart.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fc-panel__section fc-stack fc-stack--4">
            {title.map(|title| view! { <h3 class="fc-panel__subtitle">{title}</h3> })}
            {children()}
        </div>
    }
}
