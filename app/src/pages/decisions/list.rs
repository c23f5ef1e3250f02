//! Single decisions.

use super::DecisionsView;
use crate::paths;
use crate::ui::{
    Address, Badge, BadgeKind, Card, Code, Column, Empty, LinkButton, Moment, Name, QuietLink, Row, Sub, Tab,
    Table, Tabs,
};
use forecourt_model::decision::{DecisionAction, DecisionReason};
use forecourt_service::decision::DecisionRecord;
use leptos::prelude::*;

/// What somebody wanted to do, in words.
pub(crate) fn action_words(action: DecisionAction) -> &'static str {
    match action {
        DecisionAction::Discover => "Find the other",
        DecisionAction::StartChat => "Start a chat",
        DecisionAction::AddToChat => "Add to a chat",
        DecisionAction::Send => "Write in a chat",
        DecisionAction::Join => "Join a chat",
    }
}

fn address(domain: &str, show: &str) -> String {
    format!(
        "{}#list",
        paths::with_query(&paths::decisions(), &[("domain", domain), ("show", show)])
    )
}

pub(super) fn card(view: &DecisionsView) -> impl IntoView + use<> {
    let filter = &view.filter;
    let tab = |label: &str, show: &str, allowed: Option<bool>| Tab {
        href: address(&filter.domain, show),
        label: label.to_owned(),
        count: None,
        current: filter.allowed == allowed,
    };
    let tabs = vec![
        tab("All", "", None),
        tab("Refused", "refused", Some(false)),
        tab("Allowed", "allowed", Some(true)),
    ];
    let only = (!filter.domain.is_empty()).then(|| {
        let words = format!("Only {}. ", filter.domain);
        view! {
            <p class="fc-card__desc">{words}<QuietLink href=address("", "")>"Show every domain"</QuietLink></p>
        }
    });
    let columns = vec![
        Column::text("When"),
        Column::text("Decision"),
        Column::name("Inside"),
        Column::text("Outside"),
        Column::text("What"),
        Column::long("Why"),
    ];
    let rows: Vec<_> = view.report.records.iter().map(row).collect();
    let list = if rows.is_empty() {
        let actions = view! { <LinkButton href=paths::connectors()>"Connectors"</LinkButton> };
        view! {
            <Empty title="No decision is kept" text="Every refusal is kept here, and some of what is allowed." actions />
        }
        .into_any()
    } else {
        view! { <Table caption="Decisions that were kept, the newest first" columns rows /> }.into_any()
    };
    view! {
        <Card id="list" title="Single decisions" desc="Every refusal, and some of what was allowed.">
            <Tabs label="Decisions by outcome" tabs card=true />
            {only}
            {list}
        </Card>
    }
}

fn row(record: &DecisionRecord<'static>) -> Row {
    let (kind, words) = if record.allowed {
        (BadgeKind::On, "Allowed")
    } else {
        (BadgeKind::Off, "Refused")
    };
    let inside = record.inside.clone();
    let inside = match record.person {
        Some(person) => {
            view! { <a class="fc-table__name" href=paths::user(person)><Address text=inside /></a> }
                .into_any()
        }
        None => view! { <Address text=inside /> }.into_any(),
    };
    let began = if record.begun_by == "outside" {
        "begun outside"
    } else {
        "begun inside"
    };
    let action = DecisionAction::from_code(&record.action).map_or("Something else", action_words);
    let why = DecisionReason::from_code(&record.reason)
        .map(|reason| reason.sentence("in force"))
        .unwrap_or_default();
    let (code, outside, connector, at) = (
        record.reason.clone(),
        record.outside.clone(),
        record.connector.clone(),
        record.decided_at,
    );
    Row::new()
        .cell(view! { <Moment at /> <Sub>"Asked by "<Name text=connector /></Sub> })
        .cell(view! { <Badge kind>{words}</Badge> })
        .cell(inside)
        .cell(view! { <Address text=outside /> })
        .cell(view! { {action} <Sub>{began}</Sub> })
        .cell(view! { {why} <Sub><Code>{code}</Code></Sub> })
}
