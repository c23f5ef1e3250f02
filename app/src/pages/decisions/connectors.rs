//! `/connectors`: the chat servers that ask.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, CardBody, CodeBlock, CodeLanguage, Column, Empty, Icon, LinkButton, MessageBar, Moment, Name,
    PageHead, Row, Sub, Table, number,
};
use forecourt_model::Revision;
use forecourt_service::decision::{Connector, FailMode, Introduction, Report};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ConnectorsView {
    /// What was decided lately, with the chat servers that asked.
    pub report: Report,
    /// The newest change.
    pub revision: Revision,
}

const EXAMPLE: &str = "POST /api/v1/decisions
Authorization: Bearer fc_…

{
  \"action\": \"start_chat\",
  \"initiator\": \"@pat:matrix.org\",
  \"counterparts\": [\"@ada:chat.contoso.example\"]
}";

fn time(micros: u64) -> String {
    if micros == 0 {
        "None yet".to_owned()
    } else if micros < 1_000 {
        format!("{micros} µs")
    } else {
        format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100)
    }
}

fn fail_mode(mode: Option<FailMode>) -> &'static str {
    match mode {
        Some(FailMode::Closed) => "Refuses while nobody answers",
        Some(FailMode::Open) => "Lets through while nobody answers",
        None => "Not said",
    }
}

fn row(view: &ConnectorsView, connector: &Connector) -> Row {
    let today = view
        .report
        .connectors_today
        .iter()
        .find(|(name, _, _)| *name == connector.name);
    let (allowed, refused) = today.map_or((0, 0), |(_, allowed, refused)| (*allowed, *refused));
    let behind = if connector.revision >= view.revision {
        "the newest"
    } else {
        "has not asked since the last change"
    };
    let said = Introduction::of(&connector.version);
    let (name, version) = (connector.name.clone(), said.product.to_owned());
    let seen_at = connector.seen_at;
    Row::new()
        .cell(view! { <Name text=name /> <Sub><Name text=version /></Sub> })
        .cell(fail_mode(said.fail_mode))
        .cell(view! { <Moment at=seen_at /> })
        .cell(view! { {format!("r{}", connector.revision)} <Sub>{behind}</Sub> })
        .cell(time(connector.p50_micros))
        .cell(time(connector.p99_micros))
        .cell(number(allowed))
        .cell(number(refused))
}

/// The page.
pub fn connectors_page(frame: Frame, view: &ConnectorsView) -> impl IntoView + use<> {
    let connectors = &view.report.connectors;
    let live = connectors
        .iter()
        .filter(|one| one.revision >= view.revision)
        .count();
    let status = (!connectors.is_empty()).then(|| {
        let text = format!(
            "Change r{} has been served to {live} of {} connectors. The others get it with their next question.",
            view.revision,
            connectors.len()
        );
        view! { <MessageBar>{text}</MessageBar> }
    });
    let columns = vec![
        Column::name("Connector"),
        Column::text("Fail mode"),
        Column::text("Last contact"),
        Column::text("Revision served"),
        Column::number("Half within"),
        Column::number("99 of 100 within"),
        Column::number("Allowed today"),
        Column::number("Refused today"),
    ];
    let rows: Vec<_> = connectors.iter().map(|connector| row(view, connector)).collect();
    let list = if rows.is_empty() {
        let actions = view! { <LinkButton href=paths::access_tokens() icon=Icon::Key>"Make an access token"</LinkButton> };
        view! {
            <Empty
                title="No chat server has asked yet"
                text="Make an access token with the scope “decisions” for each chat server, and put it into the configuration of its connector. Try it with forecourt connector simulate."
                actions
            />
        }
        .into_any()
    } else {
        view! { <Table caption="Connectors by name" columns rows /> }.into_any()
    };
    let actions = view! { <LinkButton href=paths::decisions()>"Decisions"</LinkButton> };
    view! {
        <Shell frame>
            <PageHead
                title="Connectors" actions
                lead="The chat servers that ask Forecourt, by the name of their access token."
            />
            {status}
            <Card id="connectors" title="Connectors" title_hidden=true>{list}</Card>
            <Card id="ask" title="How a chat server asks">
                <CardBody><CodeBlock language=CodeLanguage::Rest code=EXAMPLE /></CardBody>
            </Card>
        </Shell>
    }
}
