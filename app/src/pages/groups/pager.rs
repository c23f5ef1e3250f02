//! Going on in a list that is read from a place on.

use crate::ui::prelude::*;
use leptos::prelude::*;

/// What is shown of how many, a link to the first page unless this is it, and one to the next.
pub(super) fn pager(
    label: &'static str,
    summary: String,
    first: Option<String>,
    next: Option<String>,
) -> AnyView {
    let step = |href: Option<String>, words: &'static str| {
        href.map(|href| view! { <LinkButton href kind=ButtonKind::Plain>{words}</LinkButton> })
    };
    let (first, next) = (step(first, "First page"), step(next, "Next page"));
    view! {
        <nav class="fc-pagination" aria-label=label>
            <span>{summary}</span>
            <div class="fc-cluster">{first}{next}</div>
        </nav>
    }
    .into_any()
}
