//! The search and the filters of the list.

use super::address::{href, write};
use super::source_label;
use crate::paths;
use crate::ui::ButtonKind;
use crate::ui::{
    Filter as Pill, FilterBar, FilterOption, FilterPill, LinkButton, Search, SelectField, SelectOption,
    number, visible,
};
use forecourt_model::access::SourceKind;
use forecourt_model::policy::Policy;
use forecourt_service::Snapshot;
use forecourt_service::people::{Filter, Order};
use leptos::prelude::*;

/// The fields that a form keeps when it sets `name` itself. The place in the list is not one of them.
fn keep(filter: &Filter, order: Order, name: &str) -> Vec<(String, String)> {
    write(filter, order)
        .into_iter()
        .filter(|(field, _)| field != name)
        .collect()
}

/// A choice with how many people it finds.
fn counted(label: String, found: u64) -> String {
    format!("{label} ({})", number(found))
}

fn option(value: &str, label: impl Into<String>, checked: bool) -> FilterOption {
    FilterOption {
        value: value.to_owned(),
        label: label.into(),
        checked,
    }
}

/// A filter with the answers yes and no.
struct Question {
    label: &'static str,
    name: &'static str,
    answers: [(&'static str, &'static str); 2],
    asked: Option<bool>,
    cleared: Filter,
}

fn question(filter: &Filter, order: Order, asked: Question) -> impl IntoView + use<> {
    let Question {
        label,
        name,
        answers: [yes, no],
        asked,
        cleared,
    } = asked;
    let active = asked.map(|is| format!("{label}: {}", if is { yes.1 } else { no.1 }));
    let options = vec![
        option(yes.0, yes.1, asked == Some(true)),
        option(no.0, no.1, asked == Some(false)),
    ];
    let clear = href(&paths::users(), &cleared, order, None);
    let keep = keep(filter, order, name);
    view! { <Pill label active clear action=paths::users() name options keep /> }
}

fn policy_pill(filter: &Filter, order: Order, snapshot: &Snapshot) -> impl IntoView + use<> {
    let policies = &snapshot.policies;
    let chosen = |policy: &Policy| {
        filter
            .policies
            .iter()
            .any(|name| name.eq_ignore_ascii_case(policy.name.as_str()))
    };
    let options = policies
        .iter()
        .map(|policy| {
            let label = counted(policy.display_name(), snapshot.people_with(policy.id, None));
            option(policy.name.as_str(), label, chosen(policy))
        })
        .collect();
    let active = match filter.policies.as_slice() {
        [] => None,
        [only] => Some(format!("Policy: {}", visible(only))),
        several => Some(format!("Policy: {} of {}", several.len(), policies.len())),
    };
    let cleared = Filter {
        policies: Vec::new(),
        ..filter.clone()
    };
    let clear = href(&paths::users(), &cleared, order, None);
    let keep = keep(filter, order, "policy");
    view! { <Pill label="Policy" active clear action=paths::users() name="policy" options keep /> }
}

fn source_pill(filter: &Filter, order: Order, snapshot: &Snapshot) -> impl IntoView + use<> {
    let options = SourceKind::ALL
        .iter()
        .map(|source| {
            let held = snapshot.counts.iter().filter(|count| count.source == *source);
            let label = counted(
                source_label(*source).to_owned(),
                held.map(|count| count.people).sum(),
            );
            option(source.code(), label, filter.sources.contains(source))
        })
        .collect();
    let names: Vec<_> = filter
        .sources
        .iter()
        .map(|source| source_label(*source))
        .collect();
    let active = (!names.is_empty()).then(|| format!("Source: {}", names.join(", ")));
    let cleared = Filter {
        sources: Vec::new(),
        ..filter.clone()
    };
    let clear = href(&paths::users(), &cleared, order, None);
    let keep = keep(filter, order, "source");
    view! { <Pill label="Source" active clear action=paths::users() name="source" options keep /> }
}

fn department_pill(filter: &Filter, order: Order, departments: &[String]) -> impl IntoView + use<> {
    let mut options = vec![SelectOption::new("", "Any department")];
    options.extend(
        departments
            .iter()
            .map(|name| SelectOption::new(name.trim(), visible(name))),
    );
    let value = filter.department.clone().unwrap_or_default();
    if !value.is_empty() && !departments.iter().any(|name| name.trim() == value) {
        options.push(SelectOption::new(&value, visible(&value)));
    }
    let active = filter
        .department
        .as_deref()
        .map(|name| format!("Department: {}", visible(name)));
    let cleared = Filter {
        department: None,
        ..filter.clone()
    };
    let clear = href(&paths::users(), &cleared, order, None);
    let keep = keep(filter, order, "department");
    view! {
        <FilterPill label="Department" active clear action=paths::users() keep>
            <SelectField id="department" label="Department" label_hidden=true options value />
        </FilterPill>
    }
}

/// Search, pills, and a way back to everybody.
pub(super) fn filters(
    filter: &Filter,
    order: Order,
    snapshot: &Snapshot,
    departments: &[String],
) -> impl IntoView + use<> {
    let chat = Question {
        label: "Can start chats",
        name: "chat",
        answers: [("yes", "Yes"), ("no", "No")],
        asked: filter.chat,
        cleared: Filter {
            chat: None,
            ..filter.clone()
        },
    };
    let inbound = Question {
        label: "Can be contacted",
        name: "inbound",
        answers: [("yes", "Yes"), ("no", "No")],
        asked: filter.inbound,
        cleared: Filter {
            inbound: None,
            ..filter.clone()
        },
    };
    let account = Question {
        label: "Account",
        name: "account",
        answers: [("enabled", "Enabled"), ("disabled", "Disabled")],
        asked: filter.enabled,
        cleared: Filter {
            enabled: None,
            ..filter.clone()
        },
    };
    let clear = (!filter.is_empty()).then(|| {
        let href = href(&paths::users(), &Filter::default(), order, None);
        view! { <LinkButton href kind=ButtonKind::Subtle>"Clear all"</LinkButton> }
    });
    let search = keep(filter, order, "q");
    let value = (!filter.search.is_empty()).then(|| filter.search.clone());
    let policy = policy_pill(filter, order, snapshot);
    let (chat, inbound) = (question(filter, order, chat), question(filter, order, inbound));
    let (source, account) = (
        source_pill(filter, order, snapshot),
        question(filter, order, account),
    );
    let department = department_pill(filter, order, departments);
    view! {
        <FilterBar>
            <Search
                action=paths::users()
                landmark="People"
                label="Search people by name, sign-in name, address or department"
                placeholder="Search people"
                value
                keep=search
            />
            {policy}
            {chat}
            {inbound}
            {source}
            {account}
            {department}
            {clear}
        </FilterBar>
    }
}
