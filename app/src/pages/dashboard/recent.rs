//! What changed last.

use crate::paths;
use crate::ui::{
    Avatar, Card, CardBody, Diff, History, HistoryItem, Moment, QuietLink, SystemAvatar, people,
};
use forecourt_service::activity::Entry;
use leptos::prelude::*;

/// How many properties of a change are shown.
const SHOWN: usize = 2;
/// The longest value that is shown.
const LONGEST: usize = 60;

pub(super) fn recent_card(entries: &[Entry]) -> impl IntoView + use<> {
    let items: Vec<_> = entries.iter().map(item).collect();
    let all = view! { <QuietLink href=paths::activity()>"All activity"</QuietLink> };
    view! {
        <Card id="recent" title="Recent changes" aside=all>
            <CardBody>
                <History>{items}</History>
            </CardBody>
        </Card>
    }
}

fn item(entry: &Entry) -> impl IntoView + use<> {
    let change = &entry.change;
    let name = change.actor_name.clone();
    let avatar = if change.actor_id.is_some() {
        view! { <Avatar name=name.clone() /> }.into_any()
    } else {
        view! { <SystemAvatar /> }.into_any()
    };
    let words = entry
        .action
        .map_or_else(|| change.action.clone(), |action| action.label().to_owned());
    let title = view! { <strong><bdi>{name}</bdi></strong> " " {words} ": " <a href=paths::change(change.revision)><bdi>{change.target_name.clone()}</bdi></a> };
    let detail = &entry.detail;
    let affected = detail
        .impact
        .as_ref()
        .map(|impact| format!(" · {}", people(impact.affected)));
    let undone = change.undone_by.map(|by| format!(" · taken back by {by}"));
    let meta = view! { <Moment at=change.occurred_at /> {affected} {undone} };
    let short = |value: &Option<String>| {
        value
            .as_ref()
            .map(|value| match value.char_indices().nth(LONGEST) {
                Some((at, _)) => format!("{}…", value.get(..at).unwrap_or_default()),
                None => value.clone(),
            })
    };
    let lines: Vec<_> = detail
        .fields
        .iter()
        .take(SHOWN)
        .map(|field| {
            let (name, before, after) = (field.name.clone(), short(&field.before), short(&field.after));
            view! { <Diff name before after /> }
        })
        .collect();
    view! { <HistoryItem avatar title meta>{lines}</HistoryItem> }
}
