//! Switches, child switches and the marks beside them.

use super::Contents;
use crate::ui::{Badge, BadgeKind, Checkbox, Dependent, SettingRow, Slot, Switch};
use forecourt_model::settings::{SettingKey, catalogue};
use forecourt_service::organization::compare::{is_on, is_same, value_words};
use leptos::prelude::*;

/// The words of a setting.
pub(super) fn label(key: SettingKey) -> String {
    catalogue::setting(key).label.to_owned()
}

/// What a setting does.
pub(super) fn help(key: SettingKey) -> &'static str {
    catalogue::setting(key).help
}

/// "Not saved: was On", kept up to date by script.
pub(super) fn was(page: &Contents, key: SettingKey) -> AnyView {
    let id = was_id(key);
    view! { <span id=id class="fc-setting__was">{was_badge(page, key)}</span> }.into_any()
}

/// The id of the mark beside a setting.
pub(super) fn was_id(key: SettingKey) -> String {
    format!("was-{key}")
}

/// The mark itself, when there is something to say.
pub(super) fn was_badge(page: &Contents, key: SettingKey) -> Option<AnyView> {
    (!is_same(&page.stored, &page.shown, key)).then(|| {
        let stored = value_words(&page.stored, key);
        let words = if stored.chars().count() > 24 {
            "Not saved".to_owned()
        } else {
            format!("Not saved: was {stored}")
        };
        view! { <Badge kind=BadgeKind::Brand>{words}</Badge> }.into_any()
    })
}

/// What tells a switch that is off from one that was not sent.
fn off_field(key: SettingKey, disabled: bool) -> AnyView {
    view! { <input type="hidden" name=key.name() value="off" disabled=disabled /> }.into_any()
}

/// A setting with a switch and what belongs under it.
pub(super) fn switch_row(
    page: &Contents,
    key: SettingKey,
    properties: Vec<&'static str>,
    under: impl IntoView + 'static,
) -> AnyView {
    let id = format!("t-{key}");
    let switch = view! {
        <div class="fc-cluster fc-cluster--4">
            {off_field(key, false)}
            <Switch id=key.name() name=key.name() checked=is_on(&page.shown, key) labelled_by=id.clone() />
            {was(page, key)}
        </div>
    }
    .into_any();
    let under = under.into_any();
    let foot = Slot::maybe(super::page::shown(page, &properties));
    view! {
        <SettingRow id title=label(key) desc=help(key) properties foot>
            {switch}
            {under}
        </SettingRow>
    }
    .into_any()
}

/// A child switch under its parent: disabled with its stored value and the reason while the parent is off.
pub(super) fn child(page: &Contents, key: SettingKey, parent: SettingKey, unused: &'static str) -> AnyView {
    let control = {
        let locked = !is_on(&page.shown, parent);
        let on = is_on(if locked { &page.stored } else { &page.shown }, key);
        let described = format!("why-{key}");
        view! {
            <div>
                {off_field(key, locked)}
                <Checkbox name=key.name() id=key.name() checked=on disabled=locked described_by=described>
                    {label(key)}
                </Checkbox>
                {was(page, key)}
            </div>
        }
        .into_any()
    };
    dependent(page, key, parent, unused, control)
}

/// Any control under a parent.
pub(super) fn dependent(
    page: &Contents,
    key: SettingKey,
    parent: SettingKey,
    unused: &'static str,
    control: AnyView,
) -> AnyView {
    let on = is_on(&page.shown, parent);
    let reason_id = format!("why-{key}");
    let stored = value_words(&page.stored, key);
    let reason = view! { "Stored value: " <strong>{stored}</strong> ". " {unused} };
    let needs = parent.name();
    let data_reason = reason_id.clone();
    view! {
        <div data-needs=needs data-reason=data_reason>
            <Dependent reason_id reason reason_hidden=on>
                {control}
            </Dependent>
        </div>
    }
    .into_any()
}
