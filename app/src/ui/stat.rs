//! Numbers that matter, with their words.
use super::{ChartTone, Slot, Swatch};
use leptos::prelude::*;

/// Several numbers of one card.
#[component]
pub fn Stats(
    /// The [`Stat`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-stats">{children()}</div> }
}

/// One number.
#[component]
pub fn Stat(
    /// The number, written: "1,166".
    #[prop(into)]
    value: String,
    /// What it is a part of: "of 1,262".
    #[prop(optional, into)]
    of: Slot,
    /// What it counts.
    #[prop(into)]
    label: Slot,
    /// The colour of the same number in the chart beside it.
    #[prop(optional, into)]
    swatch: Option<ChartTone>,
) -> impl IntoView {
    let label = view! { <span class="fc-stat__label">{label.into_option()}</span> };
    let label = match swatch {
        None => label.into_any(),
        Some(tone) => view! { <span class="fc-legend__item"><Swatch tone />{label}</span> }.into_any(),
    };
    view! {
        <p class="fc-stat">
            <span class="fc-stat__value">
                {value} {of.map(|of| view! { " "<span class="fc-stat__of">{of}</span> })}
            </span>
            {label}
        </p>
    }
}
