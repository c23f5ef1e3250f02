//! Waiting, with numbers as soon as there are numbers.
use super::Slot;
use super::number::number;
use leptos::prelude::*;

/// How far something is.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: String,
    /// How many are done.
    done: u64,
    /// How many there are.
    total: u64,
    /// What failed so far, and that the page can be left.
    #[prop(optional, into)]
    note: Slot,
) -> impl IntoView {
    let words = format!("{} of {}", number(done), number(total));
    view! {
        <div class="fc-stack fc-stack--2">
            <div class="fc-cluster fc-cluster--between">
                <span>{label.clone()}</span>
                <span class="fc-num fc-muted">{words.clone()}</span>
            </div>
            <progress class="fc-progress" max=total.max(1).to_string() value=done.to_string() aria-label=label>
                {words}
            </progress>
            {note.map(|note| view! { <span class="fc-caption fc-muted">{note}</span> })}
        </div>
    }
}

/// Lines in place of what is still being loaded.
#[component]
pub fn Skeleton(
    /// What is being loaded: "Loading people".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="fc-stack fc-stack--3" role="status">
            <span class="fc-visually-hidden">{label}</span>
            <span class="fc-skeleton"></span>
            <span class="fc-skeleton fc-skeleton--half"></span>
            <span class="fc-skeleton fc-skeleton--third"></span>
        </div>
    }
}
