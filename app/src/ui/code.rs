//! Property names, cmdlets, identities and keys.
use leptos::prelude::*;

/// A property name, a cmdlet or an identity: never translated, never broken up.
#[component]
pub fn Code(
    /// The name.
    children: Children,
) -> impl IntoView {
    view! { <code class="fc-code" translate="no">{children()}</code> }
}

/// A key of the keyboard.
#[component]
pub fn Key(
    /// What is written on it.
    children: Children,
) -> impl IntoView {
    view! { <kbd class="fc-kbd">{children()}</kbd> }
}
