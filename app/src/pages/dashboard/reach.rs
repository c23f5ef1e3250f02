//! Who can reach whom, in numbers and drawn.

use crate::pages::impact::source_words;
use crate::paths;
use crate::ui::{
    Bar, Bars, Card, CardBody, ChartTone, Flow, FlowCount, Gap, Grid, GridKind, QuietLink, StackBar, Stat,
    number, people,
};
use forecourt_service::dashboard::DashboardView;
use leptos::prelude::*;

pub(super) fn reach_card(view: &DashboardView) -> impl IntoView + use<> {
    let both = view.can_be_contacted;
    let outward = view.can_start.saturating_sub(both);
    let none = view.people.saturating_sub(view.can_start);
    let label = format!(
        "{} both ways, {} only our people start, {} no chat",
        people(both),
        number(outward),
        number(none)
    );
    let count = |n: u64, question: &str| FlowCount {
        number: number(n),
        href: paths::with_query(&paths::users(), &[(question, "yes")]),
    };
    let (organization, everybody, foot) = (view.organization.clone(), people(view.people), foot(view));
    let (start, contact) = (count(view.can_start, "chat"), count(both, "inbound"));
    let settings =
        view! { <QuietLink href=paths::organization_settings()>"Organization settings"</QuietLink> };
    view! {
        <Card id="reach" title="Who can reach whom" aside=settings foot>
            <CardBody gap=Gap::Four>
                <Flow organization people=everybody start contact />
                <StackBar label parts=[both, outward, none] />
                <Grid kind=GridKind::Tight>
                    <Stat value=number(both) label="Both ways" swatch=ChartTone::One />
                    <Stat value=number(outward) label="Only our people start" swatch=ChartTone::Two />
                    <Stat value=number(none) label="No chat" swatch=ChartTone::Three />
                </Grid>
            </CardBody>
        </Card>
    }
}

fn foot(view: &DashboardView) -> &'static str {
    match (view.activated, view.switches.access, view.switches.inbound) {
        (false, _, _) => "The feature has not started here, so nobody can chat.",
        (true, false, _) => "The organization has chat off, so no policy can turn it on.",
        (true, true, false) => "The organization lets only its people start; policies decide who.",
        (true, true, true) => "The organization allows both directions, so policies decide.",
    }
}

pub(super) fn sources_card(view: &DashboardView) -> impl IntoView + use<> {
    let bars = view
        .sources
        .iter()
        .map(|source| Bar {
            label: source_words(source.source).to_owned(),
            value: number(source.can_start),
            note: Some(format!("of {}", number(source.people))),
            part: source.can_start,
            whole: view.people,
        })
        .collect();
    view! {
        <Card
            id="sources"
            title="What decides"
            desc="People who can start chats with personal accounts, by where their policy comes from."
        >
            <CardBody>
                <Bars bars />
            </CardBody>
        </Card>
    }
}
