//! Tabs: each is a page, so they are links.
use super::Counter;
use super::class::class_list;
use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// How many things are there, written.
    pub count: Option<String>,
    /// It is the page shown.
    pub current: bool,
}

/// The tabs of a page, of a card or of a panel.
#[component]
pub fn Tabs(
    /// What they are the parts of.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// At the top of a card.
    #[prop(optional)]
    card: bool,
    /// With the padding of the card.
    #[prop(optional)]
    inset: bool,
) -> impl IntoView {
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|tab| {
            let count = tab.count.map(|number| view! { <Counter number /> });
            view! {
                <li>
                    <a class="fc-tabs__tab" href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.label}
                        {count}
                    </a>
                </li>
            }
        })
        .collect();
    let card = if card { "fc-tabs--card" } else { "" };
    let inset = if inset { "fc-tabs--inset" } else { "" };
    view! {
        <nav class=class_list("fc-tabs", [card, inset]) aria-label=label>
            <ul class="fc-tabs__list">{tabs}</ul>
        </nav>
    }
}
