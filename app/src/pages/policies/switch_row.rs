//! One switch of a policy in a row.

use super::form::Editing;
use super::gate::gate;
use super::typed::{KEPT, SHOWN};
use crate::ui::prelude::*;
use forecourt_model::settings::{Setting, SettingKey, setting};
use leptos::prelude::*;

/// The switch `key` with its words, what the organization says over it, and itself as PowerShell.
pub(super) fn switch_row(editing: &Editing, key: SettingKey) -> AnyView {
    let about: &Setting = setting(key);
    let title_id = format!("t-{key}");
    let note_id = format!("n-{key}");
    let gate = gate(&editing.organization, key);
    let described = editing.locked.as_ref().map(|_| note_id.clone());
    let described = described.or_else(|| gate.map(|_| note_id.clone()));
    let changed = is_changed(editing, key);
    let control = switch_control(editing, key, described);
    let note = gate_note(gate, note_id);
    view! {
        <SettingRow
            id=title_id
            title=about.label
            desc=about.help
            properties=vec![key.name()]
            changed
            foot=editing.shown(&[key])
        >
            {control}
            {note}
        </SettingRow>
    }
    .into_any()
}

/// The switch itself, with a badge while it is not saved.
pub(super) fn switch_control(editing: &Editing, key: SettingKey, described: Option<String>) -> AnyView {
    let on = editing.typed.settings.switch(key).unwrap_or_default();
    let name = key.name();
    let marks = marks(editing, key, on, false);
    view! {
        <div class="fc-cluster fc-cluster--4">
            <Switch
                id=format!("s-{name}")
                name=name
                checked=on
                labelled_by=format!("t-{name}")
                described_by=described
                disabled=editing.locked.is_some()
            />
            {not_saved(editing, key)}
        </div>
        {marks}
    }
    .into_any()
}

/// The fields that tell a box that was taken out from one that could not be changed.
pub(super) fn marks(editing: &Editing, key: SettingKey, on: bool, blocked: bool) -> AnyView {
    if editing.locked.is_some() {
        return ().into_any();
    }
    let kept = (key.name().to_owned() + KEPT, if on { "on" } else { "off" });
    view! {
        <input type="hidden" name=format!("{key}{SHOWN}") value="1" disabled=blocked />
        <input type="hidden" name=kept.0 value=kept.1 />
    }
    .into_any()
}

/// Whether the switch in the form differs from the stored one.
pub(super) fn is_changed(editing: &Editing, key: SettingKey) -> bool {
    !editing.is_new() && editing.typed.settings.switch(key) != editing.stored.switch(key)
}

/// "Not saved: was Off".
pub(super) fn not_saved(editing: &Editing, key: SettingKey) -> Option<AnyView> {
    let was = editing.stored.switch(key).unwrap_or_default();
    let words = if was {
        "Not saved: was On"
    } else {
        "Not saved: was Off"
    };
    is_changed(editing, key).then(|| view! { <Badge kind=BadgeKind::Brand>{words}</Badge> }.into_any())
}

/// What the organization says over a setting, beside its control.
pub(super) fn gate_note(gate: Option<&'static str>, id: String) -> Option<AnyView> {
    gate.map(|words| view! { <Note icon=Icon::Building id=id>{words}</Note> }.into_any())
}
