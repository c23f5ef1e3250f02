//! What happened to a person's access.

use crate::paths;
use crate::ui::{
    Avatar, Card, CardBody, Diff, History, HistoryItem, Icon, Moment, Name, QuietLink, Slot, SystemAvatar,
    visible,
};
use forecourt_model::PersonId;
use forecourt_service::change::Action;
use forecourt_service::people::{HistoryEntry, PersonView};
use leptos::prelude::*;

fn title(entry: &HistoryEntry) -> String {
    match entry.action {
        Some(Action::PolicyAssigned) => "Policy assigned directly".to_owned(),
        Some(Action::PolicyUnassigned) => "Direct assignment removed".to_owned(),
        Some(Action::SettingsChanged) => "Organization settings changed".to_owned(),
        Some(Action::PolicyChanged) => format!("Policy {} changed", visible(&entry.target_name)),
        Some(Action::PolicyReset) => "Global reset to its defaults".to_owned(),
        Some(Action::ConfigurationImported) => "Imported".to_owned(),
        Some(Action::SampleFilled) => "Filled with a sample".to_owned(),
        Some(Action::GroupMembersChanged) => {
            format!("Members of the group {} changed", visible(&entry.target_name))
        }
        Some(Action::GroupRemoved) => format!("Group {} removed", visible(&entry.target_name)),
        Some(Action::GroupAdded) => format!("Group {} added", visible(&entry.target_name)),
        Some(Action::GroupPolicyAssigned) => {
            format!("Policy assigned to the group {}", visible(&entry.target_name))
        }
        Some(Action::GroupPolicyUnassigned) => {
            format!("Policy of the group {} taken away", visible(&entry.target_name))
        }
        Some(Action::GroupMoved) => format!("Group {} moved to another rank", visible(&entry.target_name)),
        Some(other) => other.label().to_owned(),
        None => "Changed".to_owned(),
    }
}

fn item(entry: &HistoryEntry, person: PersonId, may_open: bool) -> impl IntoView + use<> {
    let name = entry.actor_name.clone();
    let avatar: Slot = if entry.actor_id.is_some() {
        view! { <Avatar name=name.clone() /> }.into()
    } else {
        view! { <SystemAvatar icon=Icon::Terminal /> }.into()
    };
    let fields: Vec<_> = entry
        .fields
        .iter()
        .map(|field| {
            let none = |value: &Option<String>| value.clone().unwrap_or_else(|| "None".to_owned());
            let (before, after) = (Some(none(&field.before)), Some(none(&field.after)));
            view! { <Diff name=field.name.clone() before after /> }
        })
        .collect();
    let reason = entry
        .reason
        .clone()
        .map(|reason| view! { <p class="fc-small">"“"<Name text=reason />"”"</p> });
    let undone = entry
        .undone_by
        .map(|by| format!(" · taken back by revision {by}"));
    let revision = format!("revision {}", entry.revision);
    let revision = if may_open {
        view! { <QuietLink href=paths::change(entry.revision)>{revision}</QuietLink> }.into_any()
    } else {
        revision.into_any()
    };
    let meta = view! { <Name text=name /> " · " <Moment at=entry.at /> " · " {revision} {undone} };
    let title = view! { <strong>{title(entry)}</strong> };
    let then = may_open.then(|| {
        let href = paths::as_of_change(entry.state, Some(person));
        view! { " · " <QuietLink href>"State after"</QuietLink> }
    });
    let meta = view! { {meta} {then} };
    view! { <HistoryItem avatar title meta>{fields}{reason}</HistoryItem> }
}

pub(super) fn history(view: &PersonView, may_open: bool) -> impl IntoView + use<> {
    let who = visible(view.person.shown_name()).into_owned();
    let items: Vec<_> = view
        .history
        .iter()
        .map(|entry| item(entry, view.person.id, may_open))
        .collect();
    let id = view.person.id;
    let foot = Slot::maybe(may_open.then(|| {
        view! {
            <span class="fc-cluster">
                <QuietLink href=paths::changes_of("person", &id.to_string())>"All changes in Activity"</QuietLink>
                <QuietLink href=paths::as_of_person(id)>"Look back at any moment"</QuietLink>
            </span>
        }
    }));
    let body = if items.is_empty() {
        view! { <p class="fc-muted">"Nothing has changed since this person came into the directory."</p> }
            .into_any()
    } else {
        view! { <History>{items}</History> }.into_any()
    };
    view! {
        <Card id="history" title=format!("History of {who}’s access") foot>
            <CardBody>{body}</CardBody>
        </Card>
    }
}
