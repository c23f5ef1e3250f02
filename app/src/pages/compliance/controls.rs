//! One control: who is open, and what each checker says and why.

use super::page::{anchor, kind, people_with};
use crate::ui::{
    Badge, BadgeKind, Card, CardBody, Column, Gap, Item, ItemList, QuietLink, Row, Table, people,
};
use forecourt_model::access::SourceKind;
use forecourt_model::compliance::Said;
use forecourt_service::compliance::{ControlReport, EscapingPolicy};
use leptos::prelude::*;

fn source(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Direct => "directly",
        SourceKind::Group => "through a group",
        SourceKind::Global => "as the policy for everyone",
    }
}

fn escapes(control: &ControlReport) -> Option<AnyView> {
    if control.by_policy.is_empty() {
        return None;
    }
    let item = |some: &EscapingPolicy| {
        let meta = view! {
            {format!("{} {} ", people(some.people), source(some.source))}
            <QuietLink href=people_with(some)>"See people"</QuietLink>
        };
        let name = some.policy.clone();
        view! { <Item name meta /> }
    };
    let items: Vec<_> = control.by_policy.iter().map(item).collect();
    let label = format!("Policies that get around {}", control.control.id());
    Some(view! { <ItemList label>{items}</ItemList> }.into_any())
}

/// The card of a control.
pub(super) fn control_card(control: &ControlReport) -> impl IntoView + use<> {
    let rows: Vec<_> = control
        .checkers
        .iter()
        .map(|checker| {
            let (badge, word) = match checker.says {
                Said::Pass => (BadgeKind::Success, "Pass"),
                Said::Fail => (BadgeKind::Danger, "Fail"),
                Said::NoCheck => (BadgeKind::Neutral, "No check"),
            };
            Row::new()
                .cell(checker.checker.label())
                .cell(view! { <Badge kind=badge>{word}</Badge> })
                .cell(checker.why.clone().unwrap_or_default())
        })
        .collect();
    let columns = vec![
        Column::name("Checker"),
        Column::text("Says"),
        Column::long("Why it differs"),
    ];
    let caption = format!("What checkers say of {}", control.control.id());
    let verdict = control.verdict;
    let aside = view! { <Badge kind=kind(verdict)>{verdict.label()}</Badge> };
    let open = (control.open_on_global > 0).then(|| {
        view! { <p>{format!("{} without a policy of their own can do what it forbids.", people(control.open_on_global))}</p> }
    });
    let around = (control.escaping > 0).then(|| {
        let words = format!(
            "{} get around it by another policy, {} of them with a reason.",
            people(control.escaping),
            control.with_reason
        );
        view! { <p>{words}</p> }
    });
    let list = escapes(control);
    let body = (open.is_some() || around.is_some())
        .then(|| view! { <CardBody gap=Gap::Two>{open}{around}{list}</CardBody> });
    let title = format!("{} {}", control.control.id(), control.title);
    let desc = format!("{}, {}.", control.baseline.label(), control.weight);
    view! {
        <Card id=anchor(control) title desc aside divided=true>
            {body}
            <Table caption columns rows />
        </Card>
    }
}
