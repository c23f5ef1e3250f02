//! Reading the form.

use super::list_field::read_list;
use crate::http::form::Fields;
use forecourt_app::pages::organization_settings::ListInput;
use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::organization::compare::{EDITED, acs_label, set_switch, take};
use std::collections::BTreeMap;

/// What the form is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// A list was worked on: the page comes back with everything unsaved still in it.
    Edit,
    /// Save; ask before something is taken from people.
    Save,
    /// Save: it was asked.
    Confirm,
}

/// What the form says.
#[derive(Clone, Debug)]
pub(super) struct SettingsForm {
    /// What it is sent for.
    pub(super) intent: Intent,
    /// The settings; those that were not sent are as stored.
    pub(super) settings: OrganizationSettings,
    /// The texts around the lists.
    pub(super) lists: BTreeMap<SettingKey, ListInput>,
    /// What could not be taken.
    pub(super) errors: FieldErrors,
    /// What the form was made from; 0 when it does not say.
    pub(super) revision: Revision,
    /// Why.
    pub(super) reason: String,
    /// The loss was acknowledged.
    pub(super) acknowledged: bool,
}

const LISTS: [SettingKey; 5] = [
    SettingKey::AllowedDomains,
    SettingKey::BlockedDomains,
    SettingKey::AllowedTrialTenantDomains,
    SettingKey::BlockedUsers,
    SettingKey::AllowedAcsResources,
];

impl SettingsForm {
    /// Reads the form over what is stored. A field that was not sent keeps its stored value: a disabled child is not
    /// sent. What is typed into the fields for adding counts when `with_additions`.
    pub(super) fn read(fields: &Fields, stored: &OrganizationSettings, with_additions: bool) -> Self {
        let mut errors = FieldErrors::default();
        let mut settings = stored.clone();
        for key in EDITED.into_iter().filter(|key| is_switch(*key)) {
            if fields.has(key.name()) {
                let on = fields.all(key.name()).any(|value| value == "on");
                set_switch(&mut settings, key, on);
            }
        }
        read_choices(fields, &mut settings, &mut errors);
        let lists = read_lists(fields, &mut settings, with_additions, &mut errors);
        let action = fields.get("do");
        // Saving one's own over it means all of it.
        if action != "mine" {
            for key in EDITED {
                if fields.get(&format!("keep.{key}")) == "theirs" {
                    take(stored, key, &mut settings);
                }
            }
        }
        let intent = match action {
            "confirm" => Intent::Confirm,
            "" | "save" | "mine" => Intent::Save,
            _ => Intent::Edit,
        };
        if let Err(found) = settings.check() {
            let counts = |code: &str| intent != Intent::Edit || !code.ends_with("-list-empty");
            let found = found.0.into_iter().filter(|error| counts(&error.code));
            errors.0.extend(found);
        }
        let reason = fields.get("Reason").trim().chars().take(500).collect();
        Self {
            intent,
            settings,
            lists,
            errors,
            revision: fields.get("revision").parse().unwrap_or_default(),
            reason,
            acknowledged: fields.has("acknowledge"),
        }
    }
}

/// The fields that a question before saving carries along.
pub(super) fn carried(fields: &Fields) -> Vec<(String, String)> {
    let mine = fields.get("do") == "mine";
    fields
        .0
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "do" | "Reason" | "acknowledge"))
        .filter(|(name, _)| !mine || !name.starts_with("keep."))
        .cloned()
        .collect()
}

fn is_switch(key: SettingKey) -> bool {
    !LISTS.contains(&key)
        && !matches!(
            key,
            SettingKey::AllowFederatedUsers | SettingKey::LabelForAllowedAcsUsers
        )
}

fn read_choices(fields: &Fields, settings: &mut OrganizationSettings, errors: &mut FieldErrors) {
    if fields.has("DomainMode") {
        match DomainMode::from_code(fields.get("DomainMode")) {
            Some(mode) => settings.domains.mode = mode,
            None => errors.push(
                "DomainMode",
                "unknown-choice",
                "Pick one of the five ways to treat external domains.",
            ),
        }
    }
    let label = SettingKey::LabelForAllowedAcsUsers.name();
    if fields.has(label) {
        match acs_label(fields.get(label)) {
            Some(value) => settings.label_for_allowed_acs_users = value,
            None => errors.push(label, "unknown-choice", "Pick Unverified or External."),
        }
    }
}

fn read_lists(
    fields: &Fields,
    settings: &mut OrganizationSettings,
    adding: bool,
    errors: &mut FieldErrors,
) -> BTreeMap<SettingKey, ListInput> {
    let mut lists = BTreeMap::new();
    for key in LISTS {
        let input = match key {
            SettingKey::AllowedDomains => {
                read_list(fields, key, &mut settings.domains.allowed, adding, errors)
            }
            SettingKey::BlockedDomains => {
                read_list(fields, key, &mut settings.domains.blocked, adding, errors)
            }
            SettingKey::AllowedTrialTenantDomains => {
                let list = &mut settings.allowed_trial_tenant_domains;
                read_list(fields, key, list, adding, errors)
            }
            SettingKey::BlockedUsers => read_list(fields, key, &mut settings.blocked_users, adding, errors),
            _ => read_list(fields, key, &mut settings.allowed_acs_resources, adding, errors),
        };
        lists.insert(key, input);
    }
    lists
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
