//! Facts: a line of short ones, or pairs.
use super::Slot;
use super::class::{class_list, when};
use leptos::prelude::*;

/// A line of short facts.
#[component]
pub fn Facts(
    /// The facts.
    facts: Vec<Slot>,
) -> impl IntoView {
    let facts: Vec<_> = facts
        .into_iter()
        .map(|fact| view! { <li class="fc-facts__item">{fact.into_option()}</li> })
        .collect();
    view! { <ul class="fc-facts">{facts}</ul> }
}

/// Pairs of a name and what it is.
#[component]
pub fn DefList(
    /// The pairs.
    pairs: Vec<(String, Slot)>,
    /// Most of them are addresses and ids: columns as wide as those.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(name, what)| view! { <div><dt>{name}</dt><dd>{what.into_option()}</dd></div> })
        .collect();
    view! { <dl class=class_list("fc-deflist", [when(wide, "fc-deflist--wide")])>{pairs}</dl> }
}

/// Running text.
#[component]
pub fn Prose(
    /// The paragraphs.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-prose">{children()}</div> }
}
