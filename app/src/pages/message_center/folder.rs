//! The parts of the list that both its forms share: folders, search, filters.

use crate::paths;
use crate::ui::{Filter, FilterBar, FilterOption, Search, Tab, Tabs, number};
use forecourt_model::rollout::RolloutState;
use forecourt_service::message::{Folder, MessageFilter, MessageList};
use leptos::prelude::*;

/// Where an organization can stand, with the name in addresses.
pub(super) const STATES: [(RolloutState, &str); 3] = [
    (RolloutState::Scheduled, "scheduled"),
    (RolloutState::RollingOut, "rolling_out"),
    (RolloutState::Launched, "launched"),
];

/// The query of a filter, for links and forms that keep it.
pub fn query_of(filter: &MessageFilter) -> Vec<(String, String)> {
    let mut query = Vec::new();
    let mut push = |name: &str, value: &str| {
        if !value.is_empty() {
            query.push((name.to_owned(), value.to_owned()));
        }
    };
    push("folder", filter.folder.code());
    push("q", &filter.text);
    for (_, code) in STATES.iter().filter(|(state, _)| filter.states.contains(state)) {
        push("state", code);
    }
    if filter.unread {
        push("show", "unread");
    }
    if filter.updated {
        push("show", "updated");
    }
    query
}

/// `path` with the query of a filter.
pub(super) fn link(path: &str, filter: &MessageFilter) -> String {
    let query = query_of(filter);
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    paths::with_query(path, &query)
}

pub(super) fn folders(list: &MessageList, filter: &MessageFilter) -> impl IntoView + use<> {
    let tabs = Folder::ALL
        .into_iter()
        .zip(list.counts)
        .map(|(folder, count)| {
            let other = MessageFilter {
                folder,
                ..filter.clone()
            };
            Tab {
                href: link(&paths::messages(), &other),
                label: folder.label().to_owned(),
                count: (count > 0).then(|| number(u64::try_from(count).unwrap_or_default())),
                current: folder == filter.folder,
            }
        })
        .collect();
    view! { <Tabs label="Message folders" tabs card=true inset=true /> }
}

pub(super) fn filters(filter: &MessageFilter) -> impl IntoView + use<> {
    let without = |name: &str| {
        query_of(filter)
            .into_iter()
            .filter(|(field, _)| field != name)
            .collect::<Vec<_>>()
    };
    let states: Vec<_> = STATES
        .iter()
        .map(|(state, code)| FilterOption {
            value: (*code).to_owned(),
            label: state.label().to_owned(),
            checked: filter.states.contains(state),
        })
        .collect();
    let active = STATES.iter().filter(|(state, _)| filter.states.contains(state));
    let active: Vec<_> = active.map(|(state, _)| state.label()).collect();
    let active = (!active.is_empty()).then(|| format!("Status: {}", active.join(", ")));
    let shows = vec![
        FilterOption {
            value: "unread".to_owned(),
            label: "Not read".to_owned(),
            checked: filter.unread,
        },
        FilterOption {
            value: "updated".to_owned(),
            label: "Updated".to_owned(),
            checked: filter.updated,
        },
    ];
    let ticked = shows.iter().filter(|option| option.checked);
    let shown: Vec<_> = ticked.map(|option| option.label.as_str()).collect();
    let shown = (!shown.is_empty()).then(|| format!("Message: {}", shown.join(", ")));
    let any_state = link(
        &paths::messages(),
        &MessageFilter {
            states: Vec::new(),
            ..filter.clone()
        },
    );
    let any_message = link(
        &paths::messages(),
        &MessageFilter {
            unread: false,
            updated: false,
            ..filter.clone()
        },
    );
    let (without_text, without_state, without_show) = (without("q"), without("state"), without("show"));
    let text = filter.text.clone();
    view! {
        <FilterBar>
            <Search
                action=paths::messages()
                landmark="Messages"
                label="Search messages by title, number, service or tag"
                placeholder="Search messages"
                value=text
                keep=without_text
            />
            <Filter
                label="Status here"
                active=active
                clear=any_state
                action=paths::messages()
                name="state"
                options=states
                keep=without_state
            />
            <Filter
                label="Message"
                active=shown
                clear=any_message
                action=paths::messages()
                name="show"
                options=shows
                keep=without_show
                end=true
            />
        </FilterBar>
    }
}
