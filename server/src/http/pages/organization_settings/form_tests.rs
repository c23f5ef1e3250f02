use super::{Intent, SettingsForm, carried};
use crate::http::form::Fields;
use forecourt_model::settings::{DomainMode, OrganizationSettings, TrialTenants};

fn fields(text: &str) -> Fields {
    Fields::parse(text.as_bytes())
}

fn read(text: &str, stored: &OrganizationSettings) -> SettingsForm {
    SettingsForm::read(&fields(text), stored, true)
}

#[test]
fn an_empty_form_changes_nothing() {
    let stored = OrganizationSettings::default();
    let form = read("", &stored);
    assert_eq!(form.settings, stored);
    assert!(form.errors.is_empty());
    assert_eq!(form.intent, Intent::Save);
}

#[test]
fn a_switch_that_is_off_is_sent_as_off() {
    let form = read("AllowTeamsConsumer=off", &OrganizationSettings::default());
    assert!(!form.settings.allow_teams_consumer);
    let form = read(
        "AllowTeamsConsumer=off&AllowTeamsConsumer=on",
        &OrganizationSettings {
            allow_teams_consumer: false,
            ..OrganizationSettings::default()
        },
    );
    assert!(form.settings.allow_teams_consumer);
}

#[test]
fn a_disabled_child_is_not_sent_and_keeps_its_stored_value() {
    for stored_inbound in [true, false] {
        let stored = OrganizationSettings {
            allow_teams_consumer: false,
            allow_teams_consumer_inbound: stored_inbound,
            ..OrganizationSettings::default()
        };
        let form = read("AllowTeamsConsumer=off&AllowTeamsConsumer=on", &stored);
        assert!(form.settings.allow_teams_consumer);
        assert_eq!(form.settings.allow_teams_consumer_inbound, stored_inbound);
    }
}

#[test]
fn choices_are_read_and_others_refused() {
    let stored = OrganizationSettings::default();
    let form = read(
        "DomainMode=block_all&ExternalAccessWithTrialTenants=off&ExternalAccessWithTrialTenants=on",
        &stored,
    );
    assert_eq!(form.settings.domains.mode, DomainMode::BlockAll);
    assert_eq!(
        form.settings.external_access_with_trial_tenants,
        TrialTenants::Allowed
    );
    let form = read("DomainMode=everything", &stored);
    assert_eq!(form.errors.0[0].field, "DomainMode");
    assert_eq!(form.settings, stored);
}

#[test]
fn a_domain_in_both_lists_is_refused() {
    let form = read(
        "AllowedDomains=a.example&BlockedDomains=b.example%0Aa.example",
        &OrganizationSettings::default(),
    );
    assert_eq!(form.errors.0[0].code, "domain-in-both-lists");
}

#[test]
fn more_domains_than_fit_are_refused_and_kept() {
    let list: Vec<_> = (0..4001).map(|n| format!("d{n}.example")).collect();
    let form = read(
        &format!("BlockedDomains={}", list.join("+")),
        &OrganizationSettings::default(),
    );
    assert_eq!(form.errors.0[0].code, "too-many-domains");
    assert_eq!(form.settings.domains.blocked.len(), 4001);
}

#[test]
fn an_empty_allow_list_is_no_error_while_it_is_being_filled() {
    let stored = OrganizationSettings::default();
    let editing = read("DomainMode=allow_specific&do=edit", &stored);
    assert_eq!(editing.intent, Intent::Edit);
    assert!(editing.errors.is_empty());
    let saving = read("DomainMode=allow_specific", &stored);
    assert_eq!(saving.errors.0[0].code, "allow-list-empty");
}

#[test]
fn what_is_half_typed_does_not_count_while_it_is_typed() {
    let stored = OrganizationSettings::default();
    let form = SettingsForm::read(&fields("BlockedDomains.add=http%3A"), &stored, false);
    assert!(form.errors.is_empty());
    assert!(form.settings.domains.blocked.is_empty());
}

#[test]
fn after_a_conflict_each_setting_keeps_the_side_that_was_picked() {
    let stored = OrganizationSettings {
        allow_teams_sms: false,
        ..OrganizationSettings::default()
    };
    let posted = "AllowTeamsSms=off&AllowTeamsSms=on&SharedSipAddressSpace=off&SharedSipAddressSpace=on\
                  &keep.AllowTeamsSms=theirs&keep.SharedSipAddressSpace=mine";
    let picked = read(posted, &stored);
    assert!(!picked.settings.allow_teams_sms && picked.settings.shared_sip_address_space);
    let mine = read(&format!("{posted}&do=mine"), &stored);
    assert!(mine.settings.allow_teams_sms && mine.settings.shared_sip_address_space);
    let left = carried(&fields(&format!("{posted}&do=mine&acknowledge=on")));
    assert!(
        left.iter()
            .all(|(name, _)| !name.starts_with("keep.") && name != "acknowledge")
    );
}
