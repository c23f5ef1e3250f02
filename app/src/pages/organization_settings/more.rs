//! Custom applications, and what the original offers in PowerShell only.

use super::Contents;
use super::control::{child, dependent, label, switch_row, was};
use super::people_and_trials::field_row;
use crate::ui::{Badge, Card, Select, SelectOption, TextArea};
use forecourt_model::settings::{SettingKey as K, catalogue};
use leptos::prelude::*;

const APPLICATIONS_OFF: &str = "Not used while people of custom applications are off.";

/// The card about custom applications.
pub(super) fn applications_card(page: &Contents) -> AnyView {
    let under = view! {
        {child(page, K::RequireAcsFederationForMeeting, K::EnableAcsUsers, APPLICATIONS_OFF)}
        {child(page, K::HideBannerForAllowedAcsUsers, K::EnableAcsUsers, APPLICATIONS_OFF)}
        {label_field(page)}
    };
    let properties = vec![
        K::EnableAcsUsers.name(),
        K::RequireAcsFederationForMeeting.name(),
        K::HideBannerForAllowedAcsUsers.name(),
        K::LabelForAllowedAcsUsers.name(),
    ];
    let row = switch_row(page, K::EnableAcsUsers, properties, under);
    let resources = resources_row(page);
    view! {
        <Card id="applications-h" title="Custom applications" divided=true>
            {row}
            {resources}
        </Card>
    }
    .into_any()
}

fn label_field(page: &Contents) -> AnyView {
    let key = K::LabelForAllowedAcsUsers;
    let locked = !page.shown.enable_acs_users;
    let settings = if locked { &page.stored } else { &page.shown };
    let value = format!("{:?}", settings.label_for_allowed_acs_users);
    let options = ["Unverified", "External"]
        .map(|value| SelectOption::new(value, value))
        .to_vec();
    let control = view! {
        <div class="fc-field">
            <label class="fc-field__label" for=key.name()>{label(key)}</label>
            <Select id=key.name() name=key.name() options value disabled=locked described_by=format!("why-{key}") />
            {was(page, key)}
        </div>
    }
    .into_any();
    dependent(page, key, K::EnableAcsUsers, APPLICATIONS_OFF, control)
}

fn resources_row(page: &Contents) -> AnyView {
    let key = K::AllowedAcsResources;
    let text = page
        .list(key)
        .text
        .unwrap_or_else(|| page.shown.allowed_acs_resources.join("\n"));
    let control = view! {
        <TextArea
            id=key.name()
            name=key.name()
            label="Resource identifiers"
            value=text
            rows=3
            prose=false
            hint="One a line."
            error=page.error(key.name())
        />
    }
    .into_any();
    field_row(page, key, control)
}

/// The card with everything that the original has in PowerShell only.
pub(super) fn more_card(page: &Contents) -> AnyView {
    let plain = [
        K::TreatDiscoveredPartnersAsUnverified,
        K::SharedSipAddressSpace,
        K::AllowTeamsSms,
    ];
    let rows: Vec<_> = plain
        .into_iter()
        .map(|key| switch_row(page, key, vec![key.name()], mark(key)))
        .collect();
    let profiles = profiles_row(page);
    view! {
        <Card
            id="more-h"
            title="More settings"
            desc="Teams itself offers these in PowerShell only."
            divided=true
        >
            {profiles}
            {rows}
        </Card>
    }
    .into_any()
}

fn profiles_row(page: &Contents) -> AnyView {
    let key = K::RestrictTeamsConsumerToExternalUserProfiles;
    let control = child(
        page,
        key,
        K::AllowTeamsConsumer,
        "Not used while chat with personal accounts is off.",
    );
    let setting = catalogue::setting(key);
    view! {
        <crate::ui::SettingRow
            id=format!("t-{key}")
            title=setting.label
            desc=setting.help
            properties=vec![key.name()]
            foot=crate::ui::Slot::maybe(super::page::shown(page, &[key.name()]))
        >
            {control}
            {mark(key)}
        </crate::ui::SettingRow>
    }
    .into_any()
}

/// Where the original has a setting, when it is not on its page.
fn mark(key: K) -> Option<AnyView> {
    let words = match catalogue::setting(key).surface {
        catalogue::Surface::PageAndPowerShell => return None,
        catalogue::Surface::PowerShellOnly => "PowerShell only",
        catalogue::Surface::Retired => "Printed, no longer used",
    };
    Some(view! { <p class="fc-cluster"><Badge>{words}</Badge></p> }.into_any())
}
