//! The filters of the list. Their state is in the address.

use super::list::ActivityQuery;
use crate::paths;
use crate::ui::{Filter, FilterBar, FilterOption, FilterPill, InputKind, Search, TextField};
use forecourt_service::activity::{ActivityPage, Entry};
use leptos::prelude::*;

/// The kinds of thing that the list can be filtered by, and their words.
const KINDS: [(&str, &str); 8] = [
    ("settings", "Organization settings"),
    ("policy", "Policies"),
    ("person", "People"),
    ("group", "Groups"),
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
pub(super) fn filters(query: &ActivityQuery, page: &ActivityPage) -> impl IntoView + use<> {
    let actors = &page.actors;
    let kind = KINDS
        .iter()
        .find(|(kind, _)| *kind == query.kind)
        .map(|(_, label)| (*label).to_owned());
    // The name as its newest change has it; a person may have been touched by others' changes only.
    let one = (!query.target.is_empty()).then(|| {
        let own = |entry: &&Entry| entry.change.target_id == query.target;
        let found = page.entries.iter().find(own);
        found.map_or_else(
            || "one of them".to_owned(),
            |entry| entry.change.target_name.clone(),
        )
    });
    let what = match (kind, one) {
        (Some(kind), Some(one)) => Some(format!("What: {kind}, {one}")),
        (kind, _) => kind.map(|kind| format!("What: {kind}")),
    };
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
        keep(&["kind", "target"]),
        keep(&["actor"]),
        keep(&["from", "to"]),
    );
    let (any_kind, any_actor, any_time) = (
        query.href(&["kind", "target"]),
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
