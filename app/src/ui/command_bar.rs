//! Command bars: actions on a list.
use super::class::{class_list, when};
use super::{Slot, Text};
use leptos::prelude::*;

/// Actions on a list at the start; search and columns at the end.
#[component]
pub fn CommandBar(
    /// Rows are selected: the bar shows what can be done with them.
    #[prop(optional)]
    selection: bool,
    /// How many are selected, before the actions of a selection bar and after those of another.
    #[prop(optional, into)]
    status: Text,
    /// At the end.
    #[prop(optional, into)]
    end: Slot,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    let status = status.into_option();
    let has_status = status.is_some();
    let status = view! { <span class="fc-commandbar__status" role="status">{status}</span> };
    let divider = has_status.then(|| view! { <span class="fc-commandbar__divider"></span> });
    let start = if selection {
        view! { {status} {divider} {children()} }.into_any()
    } else {
        view! { {children()} {divider} {status} }.into_any()
    };
    view! {
        <div class=class_list("fc-commandbar", [when(selection, "fc-commandbar--selection")])>
            <div class="fc-commandbar__group">{start}</div>
            {end.map(|end| view! { <div class="fc-commandbar__group">{end}</div> })}
        </div>
    }
}
