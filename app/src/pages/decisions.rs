//! `/decisions`: what chat servers were told, and what other settings would have told them.

mod connectors;
mod lately;
mod list;
mod trial;

pub(crate) use list::action_words;

pub use connectors::{ConnectorsView, connectors_page};

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Columns, ColumnsKind, Gap, LinkButton, MessageBar, MessageKind, PageHead, Stack, number};
use forecourt_service::decision::{DraftReport, RecordFilter, Report};
use leptos::prelude::*;
use time::OffsetDateTime;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct DecisionsView {
    /// What was decided lately.
    pub report: Report,
    /// Which single decisions are listed.
    pub filter: RecordFilter,
    /// Settings that are tried.
    pub draft: Option<DraftReport>,
    /// Since when decisions are made from a state that may be old.
    pub stale_since: Option<OffsetDateTime>,
    /// Why who looks cannot change settings.
    pub refusal: Option<String>,
    /// Why nothing was changed.
    pub problem: Option<String>,
}

/// The page.
pub fn decisions_page(frame: Frame, view: &DecisionsView) -> impl IntoView + use<> {
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let stale = view.stale_since.map(|since| {
        let text = format!(
            "The database has not answered since {}. Decisions go on from what was read last; changes do not count until it answers.",
            crate::ui::moment_words(since)
        );
        view! { <MessageBar kind=MessageKind::Warning>{text}</MessageBar> }
    });
    let dropped = (view.report.dropped > 0).then(|| {
        let text = format!(
            "{} decisions were answered but not written down since the server began: more came than the database took.",
            number(view.report.dropped)
        );
        view! { <MessageBar kind=MessageKind::Warning>{text}</MessageBar> }
    });
    let actions = view! {
        <LinkButton href=paths::test_access()>"Test access"</LinkButton>
        <LinkButton href=paths::connectors()>"Connectors"</LinkButton>
    };
    let (days, sides) = (lately::days_card(view), lately::sides_card(view));
    let (domains, trial, list) = (lately::domains_card(view), trial::card(view), list::card(view));
    view! {
        <Shell frame>
            <PageHead title="Decisions" lead="What chat servers were told when they asked." actions />
            {problem}
            {stale}
            {dropped}
            <Columns kind=ColumnsKind::WideAside>
                <Stack>
                    {days}
                    {domains}
                </Stack>
                <Stack gap=Gap::Four>
                    {sides}
                    {trial}
                </Stack>
            </Columns>
            {list}
        </Shell>
    }
}
