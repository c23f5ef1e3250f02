//! The form of a policy: from what a browser sent to settings.

use super::domain_list;
use crate::http::form::Fields;
use forecourt_app::pages::policies::{KEPT, SHOWN, Typed};
use forecourt_model::DomainName;
use forecourt_model::Revision;
use forecourt_model::policy::{CommunicationWithExternalOrgs, POLICY_SWITCHES, PolicySettings};
use forecourt_model::settings::SettingKey;

/// Reads a form that was made from `base`. What was not sent, because it was disabled or is not in the form, stays as
/// in `base`; nothing absent is read as off. Errors are those of single fields and of the settings as a whole.
pub(super) fn read(fields: &Fields, base: &PolicySettings, is_global: bool) -> Typed {
    let mut typed = Typed::of(fields.get("name"), base.clone());
    for key in POLICY_SWITCHES {
        if let Some(on) = switch(fields, key) {
            typed.settings.set_switch(key, on);
        }
    }
    if fields.has("Description") && !is_global {
        fields
            .get("Description")
            .trim()
            .clone_into(&mut typed.settings.description);
    }
    let rule = SettingKey::CommunicationWithExternalOrgs.name();
    if fields.has(rule) {
        match CommunicationWithExternalOrgs::from_name(fields.get(rule)) {
            Some(value) => typed.settings.communication_with_external_orgs = value,
            None => typed.errors.push(
                rule,
                "unknown-domain-rule",
                "Choose one of the rules in the list.",
            ),
        }
    }
    read_list(fields, SettingKey::AllowedExternalDomains, &mut typed);
    read_list(fields, SettingKey::BlockedExternalDomains, &mut typed);
    if let Err(whole) = typed.settings.check(is_global) {
        for error in whole.0 {
            // One sentence a field: that of its lines comes first.
            if typed.errors.message(&error.field).is_none() {
                typed.errors.0.push(error);
            }
        }
    }
    typed
}

fn switch(fields: &Fields, key: SettingKey) -> Option<bool> {
    let kept = format!("{key}{KEPT}");
    if fields.has(&format!("{key}{SHOWN}")) || fields.has(key.name()) {
        Some(fields.has(key.name()))
    } else {
        fields.some(&kept).map(|value| value == "on")
    }
}

fn read_list(fields: &Fields, key: SettingKey, typed: &mut Typed) {
    if !fields.has(key.name()) {
        return;
    }
    let text = fields.get(key.name());
    let (domains, problem) = domain_list::read(text);
    let (list, kept): (&mut Vec<DomainName>, &mut String) = if key == SettingKey::AllowedExternalDomains {
        (&mut typed.settings.allowed_external_domains, &mut typed.allowed)
    } else {
        (&mut typed.settings.blocked_external_domains, &mut typed.blocked)
    };
    *list = domains;
    text.clone_into(kept);
    if let Some(problem) = problem {
        typed.errors.push(key.name(), "domain-list", problem);
    }
}

/// The revision that the form was made from; before everything when it says none, so that it conflicts.
pub(super) fn revision(fields: &Fields) -> Revision {
    fields.get("revision").parse().unwrap_or_default()
}

/// The reason that was given, if any.
pub(super) fn reason(fields: &Fields) -> Option<String> {
    fields
        .some("reason")
        .map(|reason| reason.trim().chars().take(500).collect())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::http::form::Fields;
    use forecourt_model::policy::PolicySettings;

    fn settings(body: &str, base: &PolicySettings) -> PolicySettings {
        read(&Fields::parse(body.as_bytes()), base, false).settings
    }

    #[test]
    fn what_was_not_sent_stays() {
        let base = PolicySettings {
            enable_teams_consumer_access: false,
            federated_bilateral_chats: true,
            ..PolicySettings::default()
        };
        assert_eq!(settings("revision=1", &base), base);
    }

    #[test]
    fn a_box_that_was_shown_and_not_ticked_is_off() {
        let base = PolicySettings::default();
        let read = settings(
            "EnableTeamsConsumerAccess=on&EnableTeamsConsumerAccess.shown=1&EnableTeamsConsumerInbound.shown=1&EnableTeamsConsumerInbound.kept=on",
            &base,
        );
        assert!(read.enable_teams_consumer_access && !read.enable_teams_consumer_inbound);
    }

    #[test]
    fn a_child_that_could_not_be_changed_keeps_what_the_form_showed() {
        let base = PolicySettings::default();
        let read = settings(
            "EnableTeamsConsumerAccess.shown=1&EnableTeamsConsumerInbound.kept=off",
            &base,
        );
        assert!(!read.enable_teams_consumer_access && !read.enable_teams_consumer_inbound);
    }

    #[test]
    fn fields_carried_through_a_dialog_come_back_the_same() {
        let mut base = PolicySettings {
            enable_outside_access: false,
            federated_bilateral_chats: true,
            ..PolicySettings::default()
        };
        base.description = "x & y".to_owned();
        let typed = forecourt_app::pages::policies::Typed::of("n", base.clone());
        let back = read(&Fields(typed.fields()), &PolicySettings::default(), false);
        assert_eq!(back.settings, base);
    }
}
