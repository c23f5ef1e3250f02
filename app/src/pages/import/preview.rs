//! What the files would change.

use super::questions::questions;
use super::tables::{groups, people, policies, remarks, settings};
use crate::pages::impact::impact_panel;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Crumb, LinkButton, MessageBar, MessageKind, PageHead,
    people as people_words,
};
use forecourt_model::FieldErrors;
use forecourt_service::import::Comparison;
use leptos::prelude::*;

/// The page for the upload `id`. `errors` is what is wrong with the answers that were sent.
pub fn preview_page(
    frame: Frame,
    id: &str,
    comparison: &Comparison,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let crumbs = vec![Crumb::new(paths::import(), "Import")];
    let action = paths::import_plan(id);
    let wrong: Vec<_> = comparison
        .errors
        .0
        .iter()
        .map(|error| error.message.clone())
        .map(|message| view! { <MessageBar kind=MessageKind::Danger>{message}</MessageBar> })
        .collect();
    let unanswered = (!errors.is_empty()).then(|| {
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                "Nothing was imported. Answer every question first."
            </MessageBar>
        }
    });
    let impact = comparison.impact.as_ref().filter(|impact| impact.affected > 0).map(|impact| {
        let panel = impact_panel(impact);
        view! {
            <Card id="impact" title="What it does to people" divided=true><CardBody>{panel}</CardBody></Card>
        }
    });
    let open = comparison
        .questions
        .iter()
        .any(|question| question.answer.is_none());
    let changes = comparison.changes_anything() || open;
    let nothing = (!changes && comparison.errors.is_empty()).then(|| {
        view! { <MessageBar>"Everything is as the files say already. There is nothing to import."</MessageBar> }
    });
    let people_touched = comparison.people.len() as u64;
    let words = if people_touched > 0 {
        format!("Import {}", people_words(people_touched))
    } else {
        "Import".to_owned()
    };
    let button = (changes && comparison.errors.is_empty())
        .then(|| view! { <Button kind=ButtonKind::Primary>{words}</Button> });
    let (asked, set, with, who, grouped, rest) = (
        questions(comparison, errors),
        settings(comparison),
        policies(comparison),
        people(comparison),
        groups(comparison),
        remarks(comparison),
    );
    view! {
        <Shell frame>
            <PageHead
                title="What this import changes"
                here="Preview"
                crumbs
                lead="Nothing is changed yet. The import takes effect immediately, as one change in Activity."
            />
            <form class="fc-stack" method="post" action=action>
                {unanswered}
                {wrong}
                {nothing}
                {asked}
                {impact}
                {set}
                {with}
                {who}
                {grouped}
                {rest}
                <div class="fc-cluster">
                    <LinkButton href=paths::import()>"Cancel"</LinkButton>
                    {button}
                </div>
            </form>
        </Shell>
    }
}
