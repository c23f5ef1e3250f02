//! Searching a list, by address.
use super::{Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// A search in a list: a form that asks for the same page with `q`.
#[component]
pub fn Search(
    /// The address of the list, without a query.
    #[prop(into)]
    action: String,
    /// What is searched, the name of the landmark: "People".
    #[prop(into)]
    landmark: String,
    /// The accessible name of the input: "Search people by name or user principal name".
    #[prop(into)]
    label: String,
    /// The short form of the label, inside the input.
    #[prop(into)]
    placeholder: String,
    /// What is searched for now.
    #[prop(optional, into)]
    value: Text,
    /// The field's name.
    #[prop(default = "q")]
    name: &'static str,
    /// The other parts of the address that the search keeps: filters, sorting, columns.
    #[prop(optional)]
    keep: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <form class="fc-search" role="search" aria-label=landmark action=action>
            <Glyph icon=Icon::Search size=IconSize::Small />
            <input
                class="fc-input"
                type="search"
                name=name
                value=value.into_option()
                placeholder=placeholder
                aria-label=label
            />
            <HiddenFields fields=keep />
        </form>
    }
}

/// Fields that a form sends without showing them.
#[component]
pub fn HiddenFields(
    /// Names and values.
    fields: Vec<(String, String)>,
) -> impl IntoView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect::<Vec<_>>()
}
