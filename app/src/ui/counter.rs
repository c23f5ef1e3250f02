//! Counters: a number beside a name.
use super::Text;
use super::class::{class_list, when};
use leptos::prelude::*;

/// A number beside a name.
#[component]
pub fn Counter(
    /// The number, written: "1,204".
    #[prop(into)]
    number: String,
    /// Somebody has to look.
    #[prop(optional)]
    attention: bool,
    /// What it counts, for those who only hear it: "not answered".
    #[prop(optional, into)]
    meaning: Text,
) -> impl IntoView {
    view! {
        <span class=class_list("fc-counter", [when(attention, "fc-counter--attention")])>
            {number}
            {meaning.into_option().map(|meaning| view! { <span class="fc-visually-hidden">" "{meaning}</span> })}
        </span>
    }
}
