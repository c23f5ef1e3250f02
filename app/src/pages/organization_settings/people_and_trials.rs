//! Trial organizations, blocked people, and who else may edit the block lists.

use super::Contents;
use super::control::{switch_row, was};
use super::domain_list::{ListWords, domain_entries, list_editor};
use super::domains::count_words;
use super::page::shown;
use crate::ui::{Card, SettingRow, Slot};
use forecourt_model::domain_name::MAXIMUM_DOMAINS;
use forecourt_model::settings::blocked_person::MAXIMUM_BLOCKED_PEOPLE;
use forecourt_model::settings::{SettingKey as K, catalogue};
use leptos::prelude::*;

/// The card.
pub(super) fn people_and_trials_card(page: &Contents) -> AnyView {
    let trials = trial_row(page);
    let blocked = blocked_row(page);
    let delegation = switch_row(
        page,
        K::SecurityTeamAllowBlockListDelegation,
        vec![K::SecurityTeamAllowBlockListDelegation.name()],
        (),
    );
    view! {
        <Card id="people-h" title="Trial organizations and blocked people" divided=true>
            {trials}
            {blocked}
            {delegation}
        </Card>
    }
    .into_any()
}

fn trial_row(page: &Contents) -> AnyView {
    let domains = &page.shown.allowed_trial_tenant_domains;
    let words = ListWords {
        key: K::AllowedTrialTenantDomains,
        name: "Trial organizations that are let through",
        add_label: "Domains of trial organizations to let through",
        add_button: "Add exception",
        placeholder: "startup.example",
        empty: (
            "No exceptions",
            "Add a trial organization’s domain to let it through while this is off.",
        ),
    };
    let count = format!("Exceptions: {}.", count_words(domains.len(), MAXIMUM_DOMAINS));
    let editor = list_editor(page, words, domain_entries(domains));
    let under = view! {
        <p class="fc-muted fc-small">{count}</p>
        {editor}
    };
    let properties = vec![
        K::ExternalAccessWithTrialTenants.name(),
        K::AllowedTrialTenantDomains.name(),
    ];
    switch_row(page, K::ExternalAccessWithTrialTenants, properties, under)
}

fn blocked_row(page: &Contents) -> AnyView {
    let people = &page.shown.blocked_users;
    let words = ListWords {
        key: K::BlockedUsers,
        name: "Blocked users",
        add_label: "E-mail addresses or Teams identifiers to block",
        add_button: "Block user",
        placeholder: "name@example.org",
        empty: (
            "Nobody is blocked",
            "Add an e-mail address to block the person behind it.",
        ),
    };
    let count = format!("{}.", count_words(people.len(), MAXIMUM_BLOCKED_PEOPLE));
    let entries = people.iter().map(|person| (person.to_string(), None)).collect();
    let editor = list_editor(page, words, entries);
    let under = view! {
        <p class="fc-muted fc-small">{count}</p>
        {editor}
    };
    let properties = vec![K::BlockExternalAccessUserAccess.name(), K::BlockedUsers.name()];
    switch_row(page, K::BlockExternalAccessUserAccess, properties, under)
}

/// A setting whose control is not a switch.
pub(super) fn field_row(page: &Contents, key: K, control: AnyView) -> AnyView {
    let setting = catalogue::setting(key);
    let was = was(page, key);
    view! {
        <SettingRow
            id=format!("t-{key}")
            title=setting.label
            desc=setting.help
            properties=vec![key.name()]
            foot=Slot::maybe(shown(page, &[key.name()]))
        >
            {control}
            {was}
        </SettingRow>
    }
    .into_any()
}
