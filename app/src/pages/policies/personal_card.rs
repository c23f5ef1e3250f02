//! Chat with Teams personal accounts: the switch and what depends on it.

use super::form::Editing;
use super::gate::gate;
use super::switch_row::{gate_note, is_changed, marks, not_saved, switch_control};
use crate::ui::prelude::*;
use forecourt_model::policy::PolicyKind;
use forecourt_model::settings::{SettingKey, setting};
use leptos::prelude::*;

const ACCESS: SettingKey = SettingKey::EnableTeamsConsumerAccess;
const INBOUND: SettingKey = SettingKey::EnableTeamsConsumerInbound;

/// The card about personal accounts. The child stays visible while its parent is off, with its stored value.
pub(super) fn personal_card(editing: &Editing) -> AnyView {
    let whom = match editing.kind {
        PolicyKind::Global => "Applies to everyone without another assignment.",
        PolicyKind::BuiltIn | PolicyKind::Custom => "Applies to the people who have this policy.",
    };
    let note = format!("n-{ACCESS}");
    let title_id = format!("t-{ACCESS}");
    let changed = is_changed(editing, ACCESS) || is_changed(editing, INBOUND);
    let control = switch_control(editing, ACCESS, Some(note.clone()));
    let child = child(editing);
    let gate = gate_note(gate(&editing.organization, ACCESS), note);
    let foot = editing.shown(&[ACCESS, INBOUND]);
    view! {
        <Card
            id="personal-h"
            title="Teams personal accounts"
            desc="Accounts that no organization manages."
            divided=true
        >
            <SettingRow
                id=title_id
                title=setting(ACCESS).label
                desc=whom
                properties=vec![ACCESS.name(), INBOUND.name()]
                changed
                foot
            >
                {control} {child} {gate}
            </SettingRow>
        </Card>
    }
    .into_any()
}

fn child(editing: &Editing) -> AnyView {
    let settings = &editing.typed.settings;
    let (parent, on) = (
        settings.enable_teams_consumer_access,
        settings.enable_teams_consumer_inbound,
    );
    let value = if on { "On" } else { "Off" };
    // Script shows and hides the reason, so without it being needed it is there and hidden.
    let reason = view! {
        <div class="fc-dependent__reason" id="inbound-reason" hidden=parent>
            <Glyph icon=Icon::Lock size=IconSize::Small />
            <p>
                "Stored value: " <strong>{value}</strong>
                ". Not used while the setting above is off. It applies again if you turn that back on."
            </p>
        </div>
    };
    let marks = marks(editing, INBOUND, on, !parent);
    let disabled = !parent || editing.locked.is_some();
    let badge = Slot::maybe(not_saved(editing, INBOUND));
    view! {
        <div data-needs=ACCESS.name() data-reason="inbound-reason">
            <Dependent reason_id="inbound">
                <Checkbox
                    name=INBOUND.name()
                    id=format!("s-{INBOUND}")
                    checked=on
                    disabled
                    described_by="inbound-reason"
                    hint=badge
                >
                    {setting(INBOUND).label}
                </Checkbox>
                {marks}
                {reason}
            </Dependent>
        </div>
    }
    .into_any()
}
