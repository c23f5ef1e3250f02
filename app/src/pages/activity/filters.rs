//! The filters of the list. Their state is in the address.

use super::list::ActivityQuery;
use crate::paths;
use crate::ui::{Filter, FilterBar, FilterOption, FilterPill, InputKind, Search, TextField};
use leptos::prelude::*;

/// The kinds of thing that the list can be filtered by, and their words.
const KINDS: [(&str, &str); 7] = [
    ("settings", "Organization settings"),
    ("policy", "Policies"),
    ("person", "People"),
    ("directory", "Imports"),
    ("rollout", "Rollouts"),
    ("administrator", "Administrators"),
    ("organization", "Organization"),
];

fn option(value: &str, label: &str, chosen: &str) -> FilterOption {
    FilterOption {
        value: value.to_owned(),
        label: label.to_owned(),
        checked: value == chosen,
    }
}

/// Search, what, who and when.
pub(super) fn filters(query: &ActivityQuery, actors: &[String]) -> impl IntoView + use<> {
    let what = KINDS
        .iter()
        .find(|(kind, _)| *kind == query.kind)
        .map(|(_, label)| format!("What: {label}"));
    let kinds = KINDS
        .iter()
        .map(|(kind, label)| option(kind, label, &query.kind))
        .collect();
    let people = actors
        .iter()
        .map(|name| option(name, name, &query.actor))
        .collect();
    let who = (!query.actor.is_empty()).then(|| format!("Who: {}", query.actor));
    let when = match (query.from.is_empty(), query.to.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("From {}", query.from)),
        (true, false) => Some(format!("To {}", query.to)),
        (false, false) => Some(format!("{} to {}", query.from, query.to)),
    };
    let (from, to) = (query.from.clone(), query.to.clone());
    let text = query.text.clone();
    let keep = |names: &[&str]| query.without(names);
    let (keep_text, keep_kind, keep_actor, keep_when) = (
        keep(&["q"]),
        keep(&["kind"]),
        keep(&["actor"]),
        keep(&["from", "to"]),
    );
    let (any_kind, any_actor, any_time) = (
        query.href(&["kind"]),
        query.href(&["actor"]),
        query.href(&["from", "to"]),
    );
    view! {
        <FilterBar>
            <Search
                action=paths::activity()
                landmark="Changes"
                label="Search changes by person, policy, setting or reason"
                placeholder="Search changes"
                value=text
                keep=keep_text
            />
            <Filter
                label="What"
                active=what
                clear=any_kind
                action=paths::activity()
                name="kind"
                options=kinds
                keep=keep_kind
            />
            <Filter
                label="Who"
                active=who
                clear=any_actor
                action=paths::activity()
                name="actor"
                options=people
                keep=keep_actor
            />
            <FilterPill
                label="When"
                active=when
                clear=any_time
                action=paths::activity()
                keep=keep_when
            >
                <TextField id="from" name="from" label="From" kind=InputKind::Date value=from />
                <TextField id="to" name="to" label="To" kind=InputKind::Date value=to />
            </FilterPill>
        </FilterBar>
    }
}
