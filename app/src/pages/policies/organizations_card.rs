//! Other organizations: whether at all, and which domains.

use super::form::Editing;
use super::gate::gate;
use super::switch_row::{gate_note, switch_row};
use crate::ui::prelude::*;
use forecourt_model::DomainName;
use forecourt_model::policy::{CommunicationWithExternalOrgs, PolicyKind};
use forecourt_model::settings::{SettingKey, setting};
use leptos::prelude::*;

const RULE: SettingKey = SettingKey::CommunicationWithExternalOrgs;

/// The card about other organizations.
pub(super) fn organizations_card(editing: &Editing) -> AnyView {
    let (federation, rule) = (
        switch_row(editing, SettingKey::EnableFederationAccess),
        rule_row(editing),
    );
    view! {
        <Card id="orgs-h" title="External organizations" divided=true>
            {federation} {rule}
        </Card>
    }
    .into_any()
}

fn rule_row(editing: &Editing) -> AnyView {
    let settings = &editing.typed.settings;
    let rule = settings.communication_with_external_orgs;
    let is_global = editing.kind == PolicyKind::Global;
    let options = CommunicationWithExternalOrgs::ALL
        .into_iter()
        .map(|value| SelectOption::new(value.name(), value.label()))
        .collect();
    let lists_changed = settings.allowed_external_domains != editing.stored.allowed_external_domains
        || settings.blocked_external_domains != editing.stored.blocked_external_domains;
    let rule_changed = rule != editing.stored.communication_with_external_orgs;
    let was = editing.stored.communication_with_external_orgs.label();
    let badge = (rule_changed && !editing.is_new()).then(|| {
        view! {
            <div class="fc-cluster">
                <Badge kind=BadgeKind::Brand>"Not saved"</Badge>
                <span class="fc-muted fc-small">{format!("Stored: {was}")}</span>
            </div>
        }
    });
    let reason = is_global.then(|| {
        view! {
            <Note icon=Icon::Lock id="rule-reason">
                "The Global policy always uses organization settings. Use a custom policy for a different rule."
            </Note>
        }
    });
    let error = editing
        .error(RULE.name())
        .map(|error| view! { <FieldError id="rule-error">{error}</FieldError> });
    let keys = [
        RULE,
        SettingKey::AllowedExternalDomains,
        SettingKey::BlockedExternalDomains,
    ];
    let shown = if is_global {
        keys.as_slice().split_at(1).0
    } else {
        keys.as_slice()
    };
    let properties: Vec<_> = shown.iter().map(|key| key.name()).collect();
    let described = if is_global {
        "rule-reason"
    } else {
        "rule-error n-rule"
    };
    let locked = is_global || editing.locked.is_some();
    let note = gate_note(gate(&editing.organization, RULE), "n-rule".to_owned());
    let lists = (!is_global).then(|| lists(editing));
    view! {
        <SettingRow
            id="t-rule"
            title=setting(RULE).label
            control_id="rule"
            desc="Follows the organization, or has a rule of its own with its own list of domains."
            properties
            changed=(rule_changed || lists_changed) && !editing.is_new()
            foot=editing.shown(shown)
        >
            <Select
                id="rule"
                name=RULE.name()
                options
                value=rule.name()
                described_by=described
                disabled=locked
            />
            {badge}
            {error}
            {reason}
            {note}
            {lists}
        </SettingRow>
    }
    .into_any()
}

fn lists(editing: &Editing) -> AnyView {
    use CommunicationWithExternalOrgs as R;
    let typed = &editing.typed;
    let rule = typed.settings.communication_with_external_orgs;
    view! {
        {list(
            editing,
            SettingKey::AllowedExternalDomains,
            &typed.allowed,
            &typed.settings.allowed_external_domains,
            rule == R::AllowSpecificExternalDomains,
        )}
        {list(
            editing,
            SettingKey::BlockedExternalDomains,
            &typed.blocked,
            &typed.settings.blocked_external_domains,
            rule == R::BlockSpecificExternalDomains,
        )}
    }
    .into_any()
}

/// One list. Open when the rule uses it or something in it cannot be taken; it can be filled before the rule is
/// chosen, because without script nothing opens by itself.
fn list(editing: &Editing, key: SettingKey, text: &str, domains: &[DomainName], used: bool) -> AnyView {
    let error = editing.error(key.name());
    let count = number(domains.len() as u64);
    let summary = if used {
        format!("{}: {count}", setting(key).label)
    } else {
        format!("{}: {count}, not used by the rule above", setting(key).label)
    };
    let open = used || error.is_some();
    let (text, locked) = (text.to_owned(), editing.locked.is_some());
    let foreign = foreign(domains);
    view! {
        <Disclosure summary icon=Icon::Globe open>
            <TextArea
                id=key.name()
                label=setting(key).label
                value=text
                rows=6
                hint="One domain per line, at most 4,000. No wildcards."
                placeholder="example.org"
                prose=false
                error
                disabled=locked
            />
            {foreign}
        </Disclosure>
    }
    .into_any()
}

/// Domains in another script, as they are stored and as people see them: look-alikes show.
fn foreign(domains: &[DomainName]) -> Option<AnyView> {
    let pairs: Vec<_> = domains
        .iter()
        .map(|domain| (domain.to_unicode(), domain.as_str()))
        .filter(|(shown, stored)| shown != stored)
        .take(20)
        .map(|(shown, stored)| {
            let stored = stored.to_owned();
            view! { <li class="fc-note"><Glyph icon=Icon::Info size=IconSize::Small /><span><bdi>{shown}</bdi> " is stored as " <Code>{stored}</Code></span></li> }
        })
        .collect();
    (!pairs.is_empty()).then(|| view! { <ul class="fc-stack fc-stack--1">{pairs}</ul> }.into_any())
}
