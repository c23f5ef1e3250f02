//! The other settings: those of the page, and those that the original shows in PowerShell only.

use super::form::Editing;
use super::switch_row::switch_row;
use crate::ui::prelude::*;
use forecourt_model::policy::POLICY_SWITCHES;
use forecourt_model::settings::catalogue::Surface;
use forecourt_model::settings::{SettingKey, setting};
use leptos::prelude::*;

/// Custom applications and group chats.
pub(super) fn other_card(editing: &Editing) -> AnyView {
    let applications = switch_row(editing, SettingKey::EnableAcsFederationAccess);
    let chats = switch_row(editing, SettingKey::FederatedBilateralChats);
    view! {
        <Card id="other-h" title="Other" divided=true>
            {applications} {chats}
        </Card>
    }
    .into_any()
}

/// What the original shows in PowerShell only, folded away unless something in it is not saved.
pub(super) fn powershell_card(editing: &Editing) -> AnyView {
    let keys = POLICY_SWITCHES
        .into_iter()
        .filter(|key| setting(*key).surface != Surface::PageAndPowerShell);
    let open = keys
        .clone()
        .any(|key| editing.typed.settings.switch(key) != editing.stored.switch(key));
    let rows: Vec<_> = keys.map(|key| switch_row(editing, key)).collect();
    view! {
        <Card id="more-h" title="PowerShell only" desc="Settings that the original has no control for on its page.">
            <CardBody>
                <Disclosure summary="Show these settings" open>{rows}</Disclosure>
            </CardBody>
        </Card>
    }
    .into_any()
}
