//! What changes on the page while the form is edited: parts that a script puts in place by their ids.

use super::Contents;
use super::control::{was_badge, was_id};
use super::domains::{mode_note, use_note};
use super::save_bar::save_line;
use crate::pages::impact::impact_panel;
use forecourt_model::settings::SettingKey;
use forecourt_service::organization::compare::EDITED;
use leptos::prelude::*;

/// The parts for what the form shows now.
pub fn settings_parts(page: &Contents) -> impl IntoView + use<> {
    let marks: Vec<_> = EDITED
        .into_iter()
        .map(|key| view! { <span id=was_id(key)>{was_badge(page, key)}</span> })
        .collect();
    view! {
        <div id="impact-bar">{save_line(page)}</div>
        <div id="impact-panel">{impact_panel(&page.impact)}</div>
        <div id="mode-note">{mode_note(page)}</div>
        <div id="use-AllowedDomains">{use_note(page, SettingKey::AllowedDomains)}</div>
        <div id="use-BlockedDomains">{use_note(page, SettingKey::BlockedDomains)}</div>
        {marks}
    }
}
