//! Item lists: names that can be removed.
use super::{IconButton, Slot};
use leptos::prelude::*;

/// A list of names that can be removed.
#[component]
pub fn ItemList(
    /// What the names are: "Blocked domains".
    #[prop(into)]
    label: String,
    /// The [`Item`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="fc-itemlist" aria-label=label>{children()}</ul> }
}

/// One name.
#[component]
pub fn Item(
    /// The name.
    #[prop(into)]
    name: String,
    /// Since when, by whom.
    #[prop(optional, into)]
    meta: Slot,
    /// Name and value of the field that removes it, sent by its button; no button when absent.
    #[prop(optional, into)]
    remove: Option<(String, String)>,
    /// Cannot be removed now.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let button = remove.map(|(field, value)| {
        let label = format!("Remove {name}");
        view! { <IconButton icon=super::Icon::Dismiss label name=field value disabled /> }
    });
    view! {
        <li class="fc-itemlist__item">
            <span class="fc-itemlist__name">
                {name} {meta.map(|meta| view! { <span class="fc-itemlist__meta">{meta}</span> })}
            </span>
            {button}
        </li>
    }
}
