//! The report, on the screen and on paper.

use super::controls::control_card;
use crate::pages::users;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Bar, Bars, Card, CardBody, Cluster, Column, Gap, Icon, LinkButton, Moment, NameLink,
    PageHead, QuietLink, Row, Stack, Table, count, number, percent,
};
use forecourt_service::compliance::{ControlReport, EscapingPerson, EscapingPolicy, Report, Verdict};
use forecourt_service::exception::end_words;
use forecourt_service::people::{Filter, Order};
use leptos::prelude::*;

/// What the page shows.
pub struct CompliancePage<'p> {
    /// The report.
    pub report: &'p Report,
    /// The people with an exception who get around a control, as many as are shown.
    pub exceptions: &'p [EscapingPerson],
    /// How many such people there are.
    pub exceptions_total: u64,
}

/// The colour of a verdict.
pub(super) fn kind(verdict: Verdict) -> BadgeKind {
    match verdict {
        Verdict::Met => BadgeKind::Success,
        Verdict::MetExcept => BadgeKind::Warning,
        Verdict::NotMet => BadgeKind::Danger,
    }
}

/// The list of the people who have a policy from a source.
pub(super) fn people_with(some: &EscapingPolicy) -> String {
    let filter = Filter {
        policies: vec![some.policy.clone()],
        sources: vec![some.source],
        ..Filter::default()
    };
    users::href(&paths::users(), &filter, Order::default(), None)
}

fn overview(report: &Report) -> impl IntoView + use<> {
    let rows: Vec<_> = report
        .controls
        .iter()
        .map(|control| {
            let (verdict, id) = (control.verdict, control.control.id());
            let baseline = control.baseline.label();
            let href = format!("#{}", anchor(control));
            Row::new()
                .cell(view! { <NameLink href name=id sub=baseline /> })
                .cell(control.title)
                .cell(view! { <Badge kind=kind(verdict)>{verdict.label()}</Badge> })
                .cell(number(control.open_on_global))
                .cell(number(control.escaping))
        })
        .collect();
    let columns = vec![
        Column::name("Control"),
        Column::long("What it asks for"),
        Column::text("Verdict"),
        Column::number("Open on Global"),
        Column::number("Get around it"),
    ];
    view! { <Table caption="Controls and verdicts" columns rows /> }
}

/// The place of a control on the page.
pub(super) fn anchor(control: &ControlReport) -> String {
    format!(
        "control-{}",
        control.control.id().replace('.', "-").to_lowercase()
    )
}

/// Who gets around what, drawn: one bar for each thing that is forbidden.
fn bars(report: &Report) -> impl IntoView + use<> {
    let mut seen = Vec::new();
    let mut bars = Vec::new();
    for control in &report.controls {
        if seen.contains(&control.topic) || !control.topic.depends_on_policy() {
            continue;
        }
        seen.push(control.topic);
        let ids: Vec<_> = report
            .controls
            .iter()
            .filter(|other| other.topic == control.topic)
            .map(|other| other.control.id())
            .collect();
        bars.push(Bar {
            label: ids.join(", "),
            value: number(control.escaping),
            note: Some(format!(
                "{} of everybody, {} with a reason",
                percent(control.escaping, report.people),
                number(control.with_reason)
            )),
            part: control.escaping,
            whole: report.people,
        });
    }
    view! { <Bars bars /> }
}

fn exceptions(data: &CompliancePage<'_>) -> Option<AnyView> {
    if data.exceptions.is_empty() {
        return None;
    }
    let rows: Vec<_> = data
        .exceptions
        .iter()
        .map(|person| {
            let name = if person.display_name.is_empty() {
                person.user_principal_name.clone()
            } else {
                person.display_name.clone()
            };
            let controls: Vec<_> = person.controls.iter().map(|control| control.id()).collect();
            let (policy, reason) = (person.policy.clone(), person.reason.clone().unwrap_or_default());
            Row::new()
                .cell(view! { <NameLink href=paths::user(person.id) name /> })
                .cell(view! { <bdi>{policy}</bdi> })
                .cell(controls.join(", "))
                .cell(view! { <bdi>{reason}</bdi> })
                .cell(person.owner.clone().unwrap_or_default())
                .cell(person.ends.map_or_else(|| "No end".to_owned(), end_words))
        })
        .collect();
    let columns = vec![
        Column::name("Person"),
        Column::text("Policy"),
        Column::long("Controls"),
        Column::long("Reason"),
        Column::text("Owner"),
        Column::text("Ends"),
    ];
    let rest = data.exceptions_total.saturating_sub(data.exceptions.len() as u64);
    let foot = crate::ui::Slot::maybe((rest > 0).then(|| {
        view! { {format!("and {} more, ", number(rest))} <QuietLink href=paths::exceptions()>"see all exceptions"</QuietLink> }
    }));
    let table = view! { <Table caption="Exceptions from controls, with their reasons" columns rows /> };
    Some(
        view! {
            <Card
                id="exceptions" title="Exceptions" foot divided=true
                desc="People who get around a control, with the reason that somebody gave."
            >{table}</Card>
        }
        .into_any(),
    )
}

/// The page.
pub fn compliance_page(frame: Frame, data: &CompliancePage<'_>) -> impl IntoView + use<> {
    let report = data.report;
    let at = report.made_at;
    let lead = view! {
        {format!("{}, {}, as of revision {}, ", report.organization, count(report.people, "person", "people"), report.revision)}
        <Moment at />
    };
    let actions = view! {
        <Cluster>
            <LinkButton href=paths::compliance_file("csv") icon=Icon::Download>"Controls as CSV"</LinkButton>
            <LinkButton href=paths::compliance_people() icon=Icon::Download>"People as CSV"</LinkButton>
            <LinkButton href=paths::compliance_file("json") icon=Icon::Download>"JSON"</LinkButton>
        </Cluster>
    };
    let (table, drawn, list) = (overview(report), bars(report), exceptions(data));
    let cards: Vec<_> = report.controls.iter().map(control_card).collect();
    view! {
        <Shell frame>
            <PageHead title="Compliance" lead actions />
            <Stack>
                <Card id="overview" title="Controls" title_hidden=true>{table}</Card>
                <Card
                    id="escapes" title="Who gets around it" divided=true
                    desc="People whose policy, other than Global, lets them do what a control forbids. No checker looks at them."
                >
                    <CardBody gap=Gap::Two>{drawn}</CardBody>
                </Card>
                {list}
                {cards}
                <p class="fc-muted">"Print this page to keep it: it has a layout for paper, which browsers also save as PDF."</p>
            </Stack>
        </Shell>
    }
}
