//! Before and after, one line for each property.

use crate::paths;
use crate::ui::{Diff, QuietLink};
use forecourt_model::policy::PolicyName;
use forecourt_service::activity::Entry;
use forecourt_service::change::{FieldChange, TargetKind};
use leptos::prelude::*;

/// How many lines a row of the list shows; one change shows all.
const SHORT: usize = 4;

/// The longest value that a line of the list shows.
const LONG_VALUE: usize = 120;

/// What differs, whole or cut to what fits into a row of a list.
pub(super) fn differences(fields: &[FieldChange], whole: bool) -> impl IntoView + use<> {
    let shown = if whole { fields.len() } else { SHORT };
    let rest = fields.len().saturating_sub(shown);
    let cut = move |value: &Option<String>| {
        let value = value.as_ref().filter(|value| !value.is_empty())?;
        if whole || value.chars().count() <= LONG_VALUE {
            return Some(value.clone());
        }
        Some(format!("{}…", value.chars().take(LONG_VALUE).collect::<String>()))
    };
    let lines: Vec<_> = fields
        .iter()
        .take(shown)
        .map(|field| {
            let (name, before, after) = (field.name.clone(), cut(&field.before), cut(&field.after));
            view! { <Diff name before=before after=after /> }
        })
        .collect();
    let more = (rest > 0).then(|| view! { <p class="fc-muted fc-small">{format!("and {rest} more")}</p> });
    view! { {lines}{more} }
}

/// The name of the thing that was changed, as a link where it has a page.
pub(super) fn target(entry: &Entry) -> AnyView {
    let change = &entry.change;
    let name = change.target_name.clone();
    let href = match TargetKind::from_code(&change.target_kind) {
        Some(TargetKind::Policy) => PolicyName::parse(&name).ok().map(|name| paths::policy(&name)),
        Some(TargetKind::Person) => change.target_id.parse().ok().map(paths::user),
        Some(TargetKind::Group) => change.target_id.parse().ok().map(paths::group),
        Some(TargetKind::Operation) => change.target_id.parse().ok().map(paths::operation),
        Some(TargetKind::Settings) => Some(paths::organization_settings()),
        Some(TargetKind::Rollout | TargetKind::Message) => Some(paths::message(&change.target_id)),
        Some(TargetKind::Administrator) => change.target_id.parse().ok().map(paths::administrator),
        Some(TargetKind::Token) => Some(paths::access_tokens()),
        Some(TargetKind::Organization | TargetKind::Directory) | None => None,
    };
    match href {
        Some(href) => view! { <QuietLink href><bdi>{name}</bdi></QuietLink> }.into_any(),
        None => view! { <bdi>{name}</bdi> }.into_any(),
    }
}

/// What was done, as words.
pub(super) fn action_words(entry: &Entry) -> String {
    entry
        .action
        .map_or_else(|| entry.change.action.clone(), |action| action.label().to_owned())
}
