//! Everything that a change does to people, before it is done.

use super::panel::{impact_panel, impact_sources};
use super::people::affected_people;
use crate::ui::{Button, ButtonSize, Gap, Icon, Stack, number, people};
use forecourt_model::access::Impact;
use forecourt_service::impact::AffectedPerson;
use leptos::prelude::*;

/// What a review shows.
#[derive(Clone, Copy, Debug)]
pub struct Review<'r> {
    /// What the change does.
    pub impact: &'r Impact,
    /// The first of the people whose answers change, by name.
    pub people: &'r [AffectedPerson],
    /// Where the form that the review stands in is posted to get all of them as a file.
    pub csv: &'r str,
}

/// The numbers, drawn and listed, why the others keep what they have, the first people, and a button that downloads
/// all of them. Stands inside the form that does the change, and posts that form elsewhere: no script is needed.
pub fn impact_review(review: Review<'_>) -> impl IntoView + use<> {
    let (numbers, sources) = (impact_panel(review.impact), impact_sources(review.impact));
    let list = (!review.people.is_empty()).then(|| list(review));
    view! {
        <Stack gap=Gap::Four>
            {numbers}
            {sources}
            {list}
        </Stack>
    }
}

fn list(review: Review<'_>) -> impl IntoView + use<> {
    let shown = u64::try_from(review.people.len()).unwrap_or_default();
    let all = review.impact.affected.max(shown);
    let (caption, button) = if shown < all {
        (
            format!(
                "The first {} of {} whom this reaches, by name",
                number(shown),
                people(all)
            ),
            format!("Download all {} as CSV", number(all)),
        )
    } else {
        (
            format!("Whom this reaches: {}", people(all)),
            "Download as CSV".to_owned(),
        )
    };
    let table = affected_people(review.people, caption.clone());
    let csv = review.csv.to_owned();
    view! {
        <div class="fc-stack fc-stack--2">
            <p class="fc-muted fc-small" aria-hidden="true">{caption}</p>
            {table}
            <div>
                <Button size=ButtonSize::Small icon=Icon::Download action=csv attr:formnovalidate="">
                    {button}
                </Button>
            </div>
        </div>
    }
}
