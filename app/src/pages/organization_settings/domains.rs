//! Other organizations: the mode, the allow list and the block list.

use super::Contents;
use super::control::{help, label, switch_row, was};
use super::domain_list::{ListWords, domain_entries, list_editor};
use super::page::shown;
use crate::ui::{Card, FieldError, Note, Select, SelectOption, SettingRow, Slot, number};
use forecourt_model::domain_name::MAXIMUM_DOMAINS;
use forecourt_model::settings::{DomainMode, SettingKey as K};
use leptos::prelude::*;

/// The name of the mode's field.
pub(super) const MODE: &str = "DomainMode";

/// The card.
pub(super) fn domains_card(page: &Contents) -> AnyView {
    let mode = mode_row(page);
    let allowed = list_row(page, K::AllowedDomains);
    let blocked = list_row(page, K::BlockedDomains);
    let subdomains = switch_row(
        page,
        K::BlockAllSubdomains,
        vec![K::BlockAllSubdomains.name()],
        view! { <Note>"Blocks eu.promo-desk.example with promo-desk.example, never mypromo-desk.example."</Note> },
    );
    view! {
        <Card
            id="domains-h"
            title="Teams and Skype for Business users in external organizations"
            desc="Organizations, not personal accounts."
            divided=true
        >
            {mode}
            {allowed}
            {blocked}
            {subdomains}
        </Card>
    }
    .into_any()
}

fn mode_row(page: &Contents) -> AnyView {
    let options = DomainMode::ALL
        .iter()
        .map(|mode| SelectOption::new(mode.code(), mode.label()))
        .collect();
    let error = page.error(MODE);
    let described = error.as_ref().map(|_| "mode-error".to_owned());
    let control = view! {
        <Select
            id="mode"
            name=MODE
            options
            value=page.shown.domains.mode.code()
            invalid=error.is_some()
            described_by=described
        />
        {error.map(|error| view! { <FieldError id="mode-error">{error}</FieldError> })}
        {was(page, K::AllowFederatedUsers)}
        <div id="mode-note">{mode_note(page)}</div>
    }
    .into_any();
    view! {
        <SettingRow
            id="t-mode"
            control_id="mode"
            title=label(K::AllowedDomains)
            desc="An allow list and a block list are never in use at once. Changing the mode keeps both lists stored."
            properties=vec![K::AllowFederatedUsers.name(), K::AllowedDomains.name(), K::BlockedDomains.name()]
            foot=Slot::maybe(shown(page, &[K::AllowFederatedUsers.name()]))
        >
            {control}
        </SettingRow>
    }
    .into_any()
}

/// What the picked mode means, where its words do not say it all.
pub(super) fn mode_note(page: &Contents) -> Option<AnyView> {
    let words = match page.shown.domains.mode {
        DomainMode::BlockAll => {
            "AllowFederatedUsers is off: no policy can open a domain. Lists and policies stay stored."
        }
        DomainMode::BlockAllExceptByPolicy => {
            "AllowFederatedUsers stays on with an empty allow list: a policy with a domain rule of its own still opens its domains."
        }
        DomainMode::AllowAll | DomainMode::AllowSpecific | DomainMode::BlockSpecific => return None,
    };
    Some(view! { <Note>{words}</Note> }.into_any())
}

/// Whether a list is in use, as words.
pub(super) fn use_note(page: &Contents, key: K) -> Option<AnyView> {
    let (needed, stored) = match key {
        K::AllowedDomains => (DomainMode::AllowSpecific, page.shown.domains.allowed.len()),
        _ => (DomainMode::BlockSpecific, page.shown.domains.blocked.len()),
    };
    if page.shown.domains.mode == needed {
        return None;
    }
    let kept = if stored > 0 {
        " What is in it stays stored."
    } else {
        ""
    };
    let words = format!("Not used now. It is used with “{}”.{kept}", needed.label());
    Some(view! { <Note>{words}</Note> }.into_any())
}

fn list_row(page: &Contents, key: K) -> AnyView {
    let (domains, words, title) = if key == K::AllowedDomains {
        let words = ListWords {
            key,
            name: "Allowed domains",
            add_label: "Domains to allow",
            add_button: "Allow domain",
            placeholder: "contoso.com",
            empty: (
                "No domain is allowed by name",
                "Add the domains that your people may reach.",
            ),
        };
        (&page.shown.domains.allowed, words, "Allowed domains".to_owned())
    } else {
        let words = ListWords {
            key,
            name: "Blocked domains",
            add_label: "Domains to block",
            add_button: "Block domain",
            placeholder: "promo-desk.example",
            empty: (
                "No domain is blocked by name",
                "Add the domains that your people shall not reach.",
            ),
        };
        (&page.shown.domains.blocked, words, label(key))
    };
    let counted = count_words(domains.len(), MAXIMUM_DOMAINS);
    let desc = match key {
        K::AllowedDomains => {
            format!("{counted}. While this list is in use, only these domains can be reached.")
        }
        _ => format!(
            "{counted}. {}",
            help(key)
                .split_once(" At most")
                .map_or(help(key), |(words, _)| words)
        ),
    };
    let note_id = format!("use-{key}");
    let editor = list_editor(page, words, domain_entries(domains));
    let note = use_note(page, key);
    view! {
        <SettingRow
            id=format!("t-{key}")
            title
            desc
            properties=vec![key.name()]
            foot=Slot::maybe(shown(page, &[key.name()]))
        >
            <div id=note_id>{note}</div>
            {editor}
        </SettingRow>
    }
    .into_any()
}

/// "3 of 4,000".
pub(super) fn count_words(count: usize, most: usize) -> String {
    let written = |n: usize| number(u64::try_from(n).unwrap_or(u64::MAX));
    format!("{} of {}", written(count), written(most))
}
