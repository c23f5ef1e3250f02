//! The rows of the list.

use super::list_commands::LIST_FORM;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::policy::{PolicyKind, PolicyName};
use forecourt_service::policy::{Holders, ListQuery, PolicyList, PolicySort, PolicySummary};
use leptos::prelude::*;

/// The table, or why there is none.
pub(super) fn list_table(list: &PolicyList, query: &ListQuery, selected: &[String]) -> AnyView {
    if list.policies.is_empty() {
        let text = format!("No policy has “{}” in its name or description.", query.text);
        let all = view! { <LinkButton href=paths::policies()>"Show every policy"</LinkButton> };
        return view! { <Empty title="Nothing matches" text=text actions=all /> }.into_any();
    }
    let sorted = |sort: PolicySort| {
        let now = query.sort == sort;
        let direction = match (now, query.descending) {
            (false, _) => None,
            (true, false) => Some(SortDirection::Ascending),
            (true, true) => Some(SortDirection::Descending),
        };
        // People are sorted largest first at once; a second press turns the order round.
        let descending = if now {
            !query.descending
        } else {
            sort == PolicySort::People
        };
        let order = if descending { "desc" } else { "" };
        let href = paths::with_query(
            &paths::policies(),
            &[
                ("q", query.text.as_str()),
                ("sort", sort.code()),
                ("order", order),
            ],
        );
        (href, direction)
    };
    let (by_name, name_direction) = sorted(PolicySort::Name);
    let (by_people, people_direction) = sorted(PolicySort::People);
    let columns = vec![
        Column::select(view! { <span class="fc-visually-hidden">"Select"</span> }),
        Column::name("Name").sortable(by_name, name_direction),
        Column::number("People (effective)").sortable(by_people, people_direction),
        Column::text("How they got it"),
        Column::text("Can start chats"),
        Column::text("Can be found and contacted"),
        Column::text("Custom"),
    ];
    let rows = list.policies.iter().map(|entry| row(entry, selected)).collect();
    let caption = match query.sort {
        PolicySort::Name => "External access policies, sorted by name, Global first",
        PolicySort::People => "External access policies, sorted by people, Global first",
    };
    view! { <Table caption columns rows /> }.into_any()
}

fn row(entry: &PolicySummary, selected: &[String]) -> Row {
    let policy = &entry.policy;
    let (name, shown) = (policy.name.to_string(), policy.display_name());
    let description = Some(policy.settings.description.clone()).filter(|text| !text.is_empty());
    let sub = match policy.kind {
        PolicyKind::Global => Some("Everyone without another assignment".to_owned()),
        PolicyKind::BuiltIn => Some("Built in".to_owned()),
        PolicyKind::Custom => description,
    };
    let stored = policy.settings.switches();
    Row::new()
        .cell(view! {
            <RowCheckbox
                label=format!("Select {shown}")
                name="policy"
                value=name.clone()
                form=LIST_FORM
                checked=selected.contains(&name)
            />
        })
        .cell(view! { <NameLink href=paths::policy(&policy.name) name=shown sub=Slot::maybe(sub) /> })
        .cell(people_cell(&policy.name, entry.holders))
        .cell(sources(policy.kind, &policy.name, entry.holders))
        .cell(effective(entry.access.chat, stored.access))
        .cell(effective(entry.access.inbound, stored.inbound))
        .cell(if policy.kind == PolicyKind::Custom {
            "Yes"
        } else {
            "No"
        })
}

fn list_of(name: &PolicyName, source: &str) -> String {
    paths::with_query(&paths::users(), &[("policy", name.as_str()), ("source", source)])
}

fn people_cell(name: &PolicyName, holders: Holders) -> AnyView {
    if holders.people == 0 {
        return view! { <span class="fc-table__zero">"0"</span> }.into_any();
    }
    view! { <QuietLink href=list_of(name, "")>{number(holders.people)}</QuietLink> }.into_any()
}

fn sources(kind: PolicyKind, name: &PolicyName, holders: Holders) -> AnyView {
    if kind == PolicyKind::Global {
        return view! { <span class="fc-muted">"No assignment needed"</span> }.into_any();
    }
    let links: Vec<_> = [
        ("direct", "directly", holders.direct),
        ("group", "through a group", holders.group),
    ]
    .into_iter()
    .filter(|(_, _, people)| *people > 0)
    .map(|(source, words, people)| {
        let words = format!("{} {words}", number(people));
        view! { <div><QuietLink href=list_of(name, source)>{words}</QuietLink></div> }
    })
    .collect();
    if links.is_empty() {
        view! { <Dash meaning="assigned to nobody" /> }.into_any()
    } else {
        links.into_any()
    }
}

/// What it comes to, and below it what is stored where that differs.
fn effective(now: bool, stored: bool) -> AnyView {
    let differs = (now != stored).then(|| {
        let words = if stored { "Stored: On" } else { "Stored: Off" };
        view! { <Sub>{words}</Sub> }
    });
    view! { <OnOff on=now /> {differs} }.into_any()
}
