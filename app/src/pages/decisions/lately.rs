//! The last days in numbers, drawn and as tables.

use super::DecisionsView;
use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Bar, Bars, Button, Card, CardBody, ChartTone, Column, Disclosure, Empty, Gap, Grid,
    GridKind, Legend, LineChart, Name, Note, Row, Stat, Table, date_words, number,
};
use forecourt_service::decision::{DayCount, DomainCount};
use leptos::prelude::*;
use time::OffsetDateTime;

fn day_words(day: i64) -> String {
    OffsetDateTime::from_unix_timestamp(day * 86_400)
        .map(|moment| date_words(moment.date()))
        .unwrap_or_default()
}

pub(super) fn days_card(view: &DecisionsView) -> impl IntoView + use<> {
    let report = &view.report;
    let today = report.today();
    let (allowed, refused): (Vec<_>, Vec<_>) =
        report.days.iter().map(|day| (day.allowed, day.refused)).unzip();
    let label = format!(
        "Decisions a day, oldest first. Allowed: {}. Refused: {}.",
        allowed
            .iter()
            .map(|count| number(*count))
            .collect::<Vec<_>>()
            .join(", "),
        refused
            .iter()
            .map(|count| number(*count))
            .collect::<Vec<_>>()
            .join(", "),
    );
    let columns = vec![
        Column::name("Day"),
        Column::number("Allowed"),
        Column::number("Refused"),
    ];
    let rows: Vec<_> = report
        .days
        .iter()
        .rev()
        .map(|day| {
            Row::new()
                .cell(day_words(day.day))
                .cell(number(day.allowed))
                .cell(number(day.refused))
        })
        .collect();
    let day = |count: Option<&DayCount>| count.map(|count| day_words(count.day)).unwrap_or_default();
    let (from, to) = (day(report.days.first()), day(report.days.last()));
    let legend = vec![
        (ChartTone::One, "Allowed".to_owned()),
        (ChartTone::Four, "Refused".to_owned()),
    ];
    view! {
        <Card id="days" title="The last 14 days">
            <CardBody gap=Gap::Four>
                <Grid kind=GridKind::Tight>
                    <Stat value=number(today.refused) label="Refused today" />
                    <Stat value=number(today.allowed) label="Allowed today" />
                </Grid>
                <LineChart label first=allowed second=refused from to />
                <Legend items=legend />
                <Disclosure summary="As a table">
                    <Table caption="Decisions a day, the newest first" columns rows />
                </Disclosure>
            </CardBody>
        </Card>
    }
}

pub(super) fn sides_card(view: &DecisionsView) -> impl IntoView + use<> {
    let (inside, outside) = (view.report.begun_inside, view.report.begun_outside);
    let bar = |label: &str, (allowed, refused): (u64, u64)| Bar {
        label: label.to_owned(),
        value: number(allowed + refused),
        note: Some(format!("decisions, {} refused", number(refused))),
        part: allowed + refused,
        whole: inside.0 + inside.1 + outside.0 + outside.1,
    };
    let bars = vec![
        bar("People of the organization", inside),
        bar("People outside", outside),
    ];
    view! {
        <Card id="sides" title="Who began" desc="Decisions of the last 14 days.">
            <CardBody><Bars bars /></CardBody>
        </Card>
    }
}

pub(super) fn domains_card(view: &DecisionsView) -> impl IntoView + use<> {
    let domains = &view.report.domains;
    if domains.is_empty() {
        let empty = view! {
            <Empty title="Nobody has asked yet" text="As soon as a chat server asks, the domains outside are listed here." />
        };
        return view! { <Card id="domains" title="Domains outside">{empty}</Card> }.into_any();
    }
    let can_pick = view.refusal.is_none();
    let columns = vec![
        Column::name("Domain"),
        Column::number("Allowed"),
        Column::number("Refused"),
        Column::text("Allow list"),
    ];
    let rows: Vec<_> = domains
        .iter()
        .map(|domain| domain_row(domain, can_pick))
        .collect();
    let build = can_pick.then(|| {
        view! {
            <div class="fc-card__foot">
                <Button>"Try the allow list with the ticked domains"</Button>
                <Note>"Nobody is refused by a trial. It counts what would be."</Note>
            </div>
        }
    });
    view! {
        <Card id="domains" title="Domains outside" desc="Those that were asked about most in the last 14 days.">
            <form method="post" action=paths::decisions_allow_list()>
                <Table caption="Domains outside, those asked about most first" columns rows />
                {build}
            </form>
        </Card>
    }
    .into_any()
}

fn domain_row(domain: &DomainCount, can_pick: bool) -> Row {
    let name = domain.domain.clone();
    let href = paths::with_query(&paths::decisions(), &[("domain", &name)]);
    let link = view! { <a class="fc-table__name" href=href><Name text=name.clone() /></a> };
    let listed = if domain.is_listed {
        view! { <Badge kind=BadgeKind::On>"In the list"</Badge> }.into_any()
    } else if can_pick && domain.domain.contains('.') && !domain.domain.contains(':') {
        view! { <crate::ui::Checkbox name="domain" value=name>"Add"</crate::ui::Checkbox> }.into_any()
    } else {
        "".into_any()
    };
    Row::new()
        .cell(link)
        .cell(number(domain.allowed))
        .cell(number(domain.refused))
        .cell(listed)
}
